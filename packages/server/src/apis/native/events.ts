import { type events as contract, eventSorts } from '@muster/contract/native/events.ts'
import type { EventLogEntry } from '../../core/kernel/events/event.ts'
import { getEvent, listEvents } from '../../core/kernel/events/events.ts'
import { showEvent } from '../../core/kernel/events/show-event.ts'
import { readRfc3339 } from '../../core/kernel/times.ts'
import { invalidParameter, nextCursor, type RawQuery, readChoice, readPage, readText } from './lists.ts'
import type { NativeHandlers } from './request-context.ts'

const readMoment = (query: RawQuery, name: string): number | undefined => {
  const text = readText(query, name)
  if (text === undefined) return undefined
  const moment = readRfc3339(text)
  if (moment === undefined)
    throw invalidParameter(name, 'must be a time as in 2026-01-02T03:04:05Z (RFC 3339)')
  return moment
}

const position = ({ at }: EventLogEntry) => at

export const events = {
  async listEvents({ query }, context) {
    const page = readPage('events', query, context)
    const found = await context.run(listEvents, {
      kind: readText(query, 'kind'),
      subjectType: readText(query, 'subject_type'),
      subjectId: readText(query, 'subject_id'),
      actorId: readText(query, 'actor_id'),
      domainId: readText(query, 'domain_id'),
      since: readMoment(query, 'since'),
      until: readMoment(query, 'until'),
      descending: readChoice(query, 'sort', eventSorts) !== 'oldest',
      limit: page.limit,
      from: page.from,
    })
    return {
      status: 200,
      body: {
        events: found.rows.map(({ event }) => showEvent(event)),
        next_cursor: nextCursor(found, page, position, context),
      },
    }
  },

  async getEvent({ params }, context) {
    // A text that is not a number becomes 0, a sequence that no event has.
    const sequence = /^[1-9]\d{0,14}$/.test(params.sequence) ? Number(params.sequence) : 0
    return { status: 200, body: showEvent(await context.run(getEvent, { sequence })) }
  },
} satisfies NativeHandlers<typeof contract>
