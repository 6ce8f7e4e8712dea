import { type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from 'kysely'
import type { Position } from '../../core/kernel/paging/position.ts'
import type { Database } from './database.ts'
import type { DialectName } from './dialect.ts'

type Events<O> = SelectQueryBuilder<Database, 'events', O>

/**
 * The order of the journal. On SQLite numbers are drawn in the order of commits. On PostgreSQL they are not: there
 * events stand in the order of their transactions and then of their numbers, since what may still be committed is
 * known by transaction alone.
 */
export const journalColumns = (dialect: DialectName): readonly ['sequence'] | readonly ['xid', 'sequence'] =>
  dialect === 'sqlite' ? ['sequence'] : ['xid', 'sequence']

export const inJournalOrder = <O>(dialect: DialectName, events: Events<O>, descending = false): Events<O> => {
  const order = descending ? 'desc' : 'asc'
  const ordered = dialect === 'sqlite' ? events : events.orderBy('xid', order)
  return ordered.orderBy('sequence', order)
}

/** What stands behind the position, or before it. */
export const beyond = (
  dialect: DialectName,
  { id, value }: Position,
  descending = false,
): RawBuilder<SqlBool> => {
  const than = descending ? sql`<` : sql`>`
  if (dialect === 'sqlite') return sql`sequence ${than} ${Number(id)}`
  return sql`(xid, sequence) ${than} (${String(value ?? 0)}::text::xid8, ${Number(id)}::bigint)`
}

/** What no transaction that still runs can come before. */
export const settled = (dialect: DialectName): RawBuilder<SqlBool> =>
  dialect === 'sqlite' ? sql`1 = 1` : sql`xid < pg_snapshot_xmin(pg_current_snapshot())`

export const positionOf = (row: { readonly sequence: number; readonly xid?: string }): Position =>
  row.xid === undefined ? { id: String(row.sequence) } : { id: String(row.sequence), value: row.xid }
