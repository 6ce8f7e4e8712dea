import { type RawBuilder, sql } from 'kysely'
import type { Position } from '../../core/kernel/paging/position.ts'
import type { DialectName } from './dialect.ts'

/**
 * The events committed before a webhook was enabled. SQLite: the highest number. PostgreSQL: the snapshot
 * `xmin:xmax:xip,…`, which tells for each transaction whether it had ended.
 */
export const sinceNow = (dialect: DialectName): RawBuilder<string> =>
  dialect === 'sqlite'
    ? sql`(select cast(coalesce(max(sequence), 0) as text) from events)`
    : sql`pg_current_snapshot()::text`

const lowest = (since: string) => BigInt(since.split(':', 1)[0] ?? 0)

/** Whether the event was committed later. */
export const isLater = (dialect: DialectName, since: string, { id, value }: Position): boolean => {
  if (dialect === 'sqlite') return BigInt(id) > BigInt(since)
  const [low = '0', high = '0', running = ''] = since.split(':')
  const transaction = BigInt(value ?? 0)
  if (transaction < BigInt(low)) return false
  return transaction >= BigInt(high) || running.split(',').includes(String(transaction))
}

/** A position before all events that the oldest webhook must receive. */
export const earliest = (dialect: DialectName, since: readonly string[]): Position => {
  const [low = 0n] = since.map(lowest).sort((a, b) => Number(a - b))
  return dialect === 'sqlite' ? { id: String(low) } : { id: '-1', value: String(low) }
}
