import type { Event } from './event.ts'

/** An event as APIs and webhooks show it. Cache keys are internal. */
export type ShownEvent = {
  readonly sequence: number
  readonly kind: string
  readonly occurred_at: string
  readonly subject_type: string
  readonly subject_id: string
  readonly actor_id: string | null
  readonly domain_id: string | null
  readonly face: string
  readonly request_id: string
  readonly detail: Readonly<Record<string, unknown>>
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`)

/** Field names in the API's snake case, also for events of older versions. */
const shownDetail = (detail: NonNullable<Event['detail']>): ShownEvent['detail'] =>
  Object.fromEntries(
    Object.entries(detail).map(([name, value]) => [
      snakeCase(name),
      name === 'fields' && Array.isArray(value) ? value.map((field) => snakeCase(String(field))) : value,
    ]),
  )

export const showEvent = (event: Event): ShownEvent => ({
  sequence: event.sequence,
  kind: event.kind,
  occurred_at: new Date(event.at).toISOString(),
  subject_type: event.subject.type,
  subject_id: event.subject.id,
  actor_id: event.actorId,
  domain_id: event.domainId ?? null,
  face: event.face,
  request_id: event.requestId,
  detail: shownDetail(event.detail ?? {}),
})
