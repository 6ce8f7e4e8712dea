import { type RawBuilder, sql } from 'kysely'
import type { Position } from '../../core/kernel/paging/position.ts'
import type { DialectName } from './dialect.ts'

/**
 * What was committed when a webhook began to listen. SQLite: the highest number. PostgreSQL: the snapshot
 * `xmin:xmax:xip,…`, which tells for each transaction whether it was over.
 */
export const sinceNow = (dialect: DialectName): RawBuilder<string> =>
  dialect === 'sqlite'
    ? sql`(select cast(coalesce(max(sequence), 0) as text) from events)`
    : sql`pg_current_snapshot()::text`

const lowest = (since: string) => BigInt(since.split(':', 1)[0] ?? 0)

/** Whether the event was not there yet at that moment. */
export const isLater = (dialect: DialectName, since: string, { id, value }: Position): boolean => {
  if (dialect === 'sqlite') return BigInt(id) > BigInt(since)
  const [low = '0', high = '0', running = ''] = since.split(':')
  const transaction = BigInt(value ?? 0)
  if (transaction < BigInt(low)) return false
  return transaction >= BigInt(high) || running.split(',').includes(String(transaction))
}

/** A place before everything that the one who listens longest must hear. */
export const earliest = (dialect: DialectName, since: readonly string[]): Position => {
  const [low = 0n] = since.map(lowest).sort((a, b) => Number(a - b))
  return dialect === 'sqlite' ? { id: String(low) } : { id: '-1', value: String(low) }
}
