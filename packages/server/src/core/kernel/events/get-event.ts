import { domainRestriction } from '../caller.ts'
import { notFound } from '../domain-error.ts'
import { query } from '../operation.ts'
import type { Event } from './event.ts'

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
