import { domainRestriction } from '../caller.ts'
import { notFound } from '../domain-error.ts'
import { query } from '../operation.ts'
import type { Slice } from '../paging/list-query.ts'
import type { Event, EventListQuery, EventLogEntry } from './event.ts'
import { checkKindPattern, matchesKind } from './kind-pattern.ts'

/** For a domain-scoped caller, events of other domains and of no domain are `not_found`. */
export const getEvent = query({
  rule: 'muster:get_event',
  load: async ({ sequence }: { readonly sequence: number }, { stores, caller }) => {
    const event = await stores.events.get(sequence)
    const own = domainRestriction(caller)
    if (!event || (own !== undefined && event.domainId !== own)) throw notFound('event', String(sequence))
    return event
  },
  target: (_input, event) => ({ target: { domain_id: event.domainId } }),
  read: async (_input, event): Promise<Event> => event,
})

export type ListEvents = Omit<EventListQuery, 'kinds'> & {
  /** `user.created`, `user.*` or `*`. */
  readonly kind?: string | undefined
}

const none: Slice<EventLogEntry> = { rows: [], more: false }

/** A domain-scoped caller sees events of its domain only. */
export const listEvents = query({
  searches: true,
  rule: 'muster:list_events',
  target: (_input: ListEvents, _found, { caller }) => ({ target: { domain_id: domainRestriction(caller) } }),
  read: async ({ kind, ...input }, _found, { stores, caller }): Promise<Slice<EventLogEntry>> => {
    if (kind !== undefined) checkKindPattern(kind, { parameter: 'kind' })
    const own = domainRestriction(caller)
    if (own !== undefined && input.domainId !== undefined && input.domainId !== own) return none
    const kinds = kind?.endsWith('*')
      ? kind === '*'
        ? undefined
        : (await stores.events.kinds()).filter((known) => matchesKind(kind, known))
      : kind === undefined
        ? undefined
        : [kind]
    if (kinds?.length === 0) return none
    return stores.events.find({ ...input, kinds, domainId: own ?? input.domainId })
  },
})
