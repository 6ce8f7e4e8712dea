import type { ColumnType, Generated } from 'kysely'
import type { Event, EventStore } from '../core/journal/event.ts'
import { fromJson, json } from './columns.ts'
import type { Db } from './dialect.ts'

export type EventsTable = {
  sequence: Generated<number>
  /** PostgreSQL: the writing transaction, for readers that must not skip late commits. */
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

export const eventStore = ({ q }: Db): EventStore => ({
  async append(events) {
    await q
      .insertInto('events')
      .values(
        events.map((event) => ({
          at: event.at,
          kind: event.kind,
          actor_id: event.actorId,
          subject_type: event.subject.type,
          subject_id: event.subject.id,
          domain_id: event.domainId ?? null,
          face: event.face,
          request_id: event.requestId,
          touches: event.touches?.join(' ') ?? '',
          detail: event.detail ? json(event.detail) : '{}',
        })),
      )
      .execute()
  },
  async has({ type, id }) {
    const row = await q
      .selectFrom('events')
      .select('sequence')
      .where('subject_type', '=', type)
      .where('subject_id', '=', id)
      .limit(1)
      .executeTakeFirst()
    return row !== undefined
  },
  async list(after, limit) {
    const rows = await q
      .selectFrom('events')
      .selectAll()
      .where('sequence', '>', after)
      .orderBy('sequence')
      .limit(limit)
      .execute()
    return rows.map(
      (row): Event => ({
        sequence: row.sequence,
        at: row.at,
        kind: row.kind,
        actorId: row.actor_id,
        subject: { type: row.subject_type, id: row.subject_id },
        domainId: row.domain_id,
        face: row.face,
        requestId: row.request_id,
        touches: row.touches === '' ? [] : row.touches.split(' '),
        detail: fromJson(row.detail),
      }),
    )
  },
})
