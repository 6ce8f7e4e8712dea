import { domainRestriction } from '../../kernel/caller.ts'
import { query } from '../../kernel/operation.ts'
import type { Slice } from '../../kernel/paging/list-query.ts'
import type { Message } from './message.ts'
import type { MessageListQuery } from './message-store.ts'

/** Newest first. A domain-scoped caller sees only messages of its domain, whatever the filter. */
export const listMessages = query({
  searches: true,
  rule: 'muster:list_messages',
  target: (_input: MessageListQuery, _found, { caller }) => ({
    target: { message: { domain_id: domainRestriction(caller) } },
  }),
  read: async (input, _found, { stores, caller }): Promise<Slice<Message>> => {
    const own = domainRestriction(caller)
    if (own === undefined) return stores.messages.list(input)
    const { domainId = own } = input
    return domainId === own ? stores.messages.list({ ...input, domainId }) : { rows: [], more: false }
  },
})
