import { domainRestriction } from '../caller.ts'
import { query } from '../operation.ts'
import type { Slice } from '../paging/list-query.ts'
import type { EventListQuery, EventLogEntry } from './event.ts'
import { checkKindPattern, matchesKind } from './kind-pattern.ts'

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
