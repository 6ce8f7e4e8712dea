import { type ColumnType, type Generated, type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type { Event, EventListQuery, EventStore } from '../../core/kernel/events/event.ts'
import { slice } from '../engine/column-filters.ts'
import { fromJson, json } from '../engine/columns.ts'
import type { Db, DialectName } from '../engine/dialect.ts'
import { beyond, eventColumns, inEventOrder, positionOf, settled } from '../engine/event-order.ts'
import { insertMany } from '../engine/insert-rows.ts'
import { findRow, findRows, hasRow } from '../engine/results.ts'
import { purgeExpiredEvents } from './event-retention.ts'

export type EventsTable = {
  sequence: Generated<number>
  /** PostgreSQL: the writing transaction, so that readers do not skip late commits. */
  xid: ColumnType<string, never, never>
  at: number
  kind: string
  actor_id: string | null
  subject_type: string
  subject_id: string
  domain_id: string | null
  face: string
  request_id: string
  /** Space-separated. */
  touches: string
  detail: string
}

/** A row of `selectAll`; SQLite has no `xid`. */
export type EventRow = Omit<Selectable<EventsTable>, 'xid'> & { readonly xid?: string }

export const eventFromRow = (row: EventRow): Event => ({
  sequence: row.sequence,
  kind: row.kind,
  at: row.at,
  actorId: row.actor_id,
  subject: { type: row.subject_type, id: row.subject_id },
  domainId: row.domain_id,
  face: row.face,
  requestId: row.request_id,
  invalidates: row.touches === '' ? [] : row.touches.split(' '),
  detail: fromJson(row.detail),
})

export const entryFromRow = (row: EventRow) => ({ event: eventFromRow(row), at: positionOf(row) })

/**
 * Maximum milliseconds by which an event can be older than its predecessor: the clocks of nodes differ, and a command is
 * dated at its start.
 */
const disorder = 600_000

const toRow = (event: Omit<Event, 'sequence'>) => ({
  at: event.at,
  kind: event.kind,
  actor_id: event.actorId,
  subject_type: event.subject.type,
  subject_id: event.subject.id,
  domain_id: event.domainId ?? null,
  face: event.face,
  request_id: event.requestId,
  touches: event.invalidates?.join(' ') ?? '',
  detail: event.detail ? json(event.detail) : '{}',
})

/** Number of rows from which a single parameter is faster. */
const many = 32

export const eventStore = ({ name: dialect, q }: Db): EventStore => ({
  async append(events) {
    const rows = events.map(toRow)
    if (rows.length > many) await insertMany({ name: dialect, q }, 'events', rows)
    else await q.insertInto('events').values(rows).execute()
  },
  get: (sequence) =>
    findRow(q.selectFrom('events').selectAll().where('sequence', '=', sequence), eventFromRow),
  async find(query) {
    const { kinds, limit, descending } = query
    const texts = [...(kinds ?? []), query.subjectType, query.subjectId, query.actorId, query.domainId]
    // PostgreSQL rejects text with NUL; no stored text contains it, so nothing can match.
    if (texts.some((text) => text?.includes('\0'))) return { rows: [], more: false }
    // The index on subjects begins with the type, and there are few types.
    const types =
      query.subjectId !== undefined && query.subjectType === undefined
        ? await everyValue(q, 'subject_type')
        : [query.subjectType]
    // Each type alone is a page of an index; all together would need a sort.
    const pages = await Promise.all(
      types.flatMap((subjectType) =>
        (kinds ?? [undefined]).map((kind) =>
          conditions({ name: dialect, q }, { ...query, subjectType }, kind)
            .limit(limit + 1)
            .execute(),
        ),
      ),
    )
    const rows = pages.flat()
    if (pages.length > 1) rows.sort((a, b) => (descending ? -1 : 1) * compareRows(a, b))
    return slice(rows, limit, entryFromRow)
  },
  kinds: () => everyValue(q, 'kind'),
  has: ({ type, id }) =>
    hasRow(
      q
        .selectFrom('events')
        .select('sequence')
        .where('subject_type', '=', type)
        .where('subject_id', '=', id)
        .limit(1),
    ),
  purgeExpired: (due, limit) => purgeExpiredEvents({ name: dialect, q }, due, limit),
  list: (after, limit) =>
    findRows(
      q.selectFrom('events').selectAll().where('sequence', '>', after).orderBy('sequence').limit(limit),
      eventFromRow,
    ),
})

/** A loose index scan: jumps from value to value instead of scanning all events. */
const everyValue = async (q: Db['q'], name: 'kind' | 'subject_type'): Promise<readonly string[]> => {
  const column = sql.ref(name)
  const { rows } = await sql<{ value: string }>`
    with recursive known(value) as (
      select min(${column}) from events
      union all
      select (select min(${column}) from events where ${column} > known.value)
      from known where known.value is not null
    )
    select value from known where value is not null`.execute(q)
  return rows.map(({ value }) => value)
}

const compareRows = (a: EventRow, b: EventRow): number => {
  const [one, other] = [BigInt(a.xid ?? 0), BigInt(b.xid ?? 0)]
  return one < other ? -1 : one > other ? 1 : a.sequence - b.sequence
}

const conditions = ({ name: dialect, q }: Db, query: EventListQuery, kind: string | undefined) => {
  const { subjectType, subjectId, actorId, domainId, since, until, descending, from } = query
  let rows = q.selectFrom('events').selectAll()
  if (kind !== undefined) rows = rows.where('kind', '=', kind)
  if (subjectType !== undefined) rows = rows.where('subject_type', '=', subjectType)
  if (subjectId !== undefined) rows = rows.where('subject_id', '=', subjectId)
  if (actorId !== undefined) rows = rows.where('actor_id', '=', actorId)
  if (domainId !== undefined) rows = rows.where('domain_id', '=', domainId)
  if (from !== undefined) rows = rows.where(beyond(dialect, from, descending))
  if (!descending) rows = rows.where(settled(dialect))
  // The index on the time finds approximate bounds; the exact comparison follows.
  if (since !== undefined)
    rows = rows
      .where('at', '>=', since)
      .where(lead(dialect, sql`>=`, sql`at < ${since - disorder} order by at desc`, sql`asc`))
  if (until !== undefined)
    rows = rows
      .where('at', '<', until)
      .where(lead(dialect, sql`<=`, sql`at >= ${until + disorder} order by at`, sql`desc`))
  return inEventOrder(dialect, rows, descending)
}

/** Compares the position of an event with that of the first match, or of the outermost event without a match. */
const lead = (
  dialect: DialectName,
  than: RawBuilder<unknown>,
  found: RawBuilder<unknown>,
  outermost: RawBuilder<unknown>,
): RawBuilder<SqlBool> => {
  const column = sql.ref(eventColumns(dialect)[0])
  return sql`${column} ${than} coalesce((select ${column} from events where ${found} limit 1),
    (select ${column} from events order by ${column} ${outermost} limit 1))`
}
