import { notFound } from '../../kernel/domain-error.ts'
import { query } from '../../kernel/operation.ts'
import type { ListQuery, Slice } from '../../kernel/paging/list-query.ts'
import type { Consumer } from './oauth1.ts'
import type { ConsumerFilterKey } from './oauth1-store.ts'

/** Rejects with `not_found` for an unknown marker. */
export const listConsumers = query({
  searches: true,
  rule: 'identity:list_consumers',
  read: async (input: ListQuery<ConsumerFilterKey>, _found, { stores }): Promise<Slice<Consumer>> => {
    const { after } = input.page
    if (after !== undefined && !(await stores.oauth1.getConsumer(after))) throw notFound('marker', after)
    return stores.oauth1.listConsumers(input)
  },
})
