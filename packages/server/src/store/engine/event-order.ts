import { type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from 'kysely'
import type { Position } from '../../core/kernel/paging/position.ts'
import type { Database } from './database.ts'
import type { DialectName } from './dialect.ts'

type Events<O> = SelectQueryBuilder<Database, 'events', O>

/**
 * The order of the event log. On SQLite, sequence numbers are assigned in commit order. On PostgreSQL they are not:
 * events are ordered by transaction and then by number, because only the transaction tells whether an event can still
 * be committed.
 */
export const eventColumns = (dialect: DialectName): readonly ['sequence'] | readonly ['xid', 'sequence'] =>
  dialect === 'sqlite' ? ['sequence'] : ['xid', 'sequence']

export const inEventOrder = <O>(dialect: DialectName, events: Events<O>, descending = false): Events<O> => {
  const order = descending ? 'desc' : 'asc'
  const ordered = dialect === 'sqlite' ? events : events.orderBy('xid', order)
  return ordered.orderBy('sequence', order)
}

/** Events after or before the position. */
export const beyond = (
  dialect: DialectName,
  { id, value }: Position,
  descending = false,
): RawBuilder<SqlBool> => {
  const than = descending ? sql`<` : sql`>`
  if (dialect === 'sqlite') return sql`sequence ${than} ${Number(id)}`
  return sql`(xid, sequence) ${than} (${String(value ?? 0)}::text::xid8, ${Number(id)}::bigint)`
}

/** Events that precede every running transaction. */
export const settled = (dialect: DialectName): RawBuilder<SqlBool> =>
  dialect === 'sqlite' ? sql`1 = 1` : sql`xid < pg_snapshot_xmin(pg_current_snapshot())`

export const positionOf = (row: { readonly sequence: number; readonly xid?: string }): Position =>
  row.xid === undefined ? { id: String(row.sequence) } : { id: String(row.sequence), value: row.xid }
