import { notFound } from '../../kernel/domain-error.ts'
import { query } from '../../kernel/operation.ts'
import type { ListQuery, Slice } from '../../kernel/paging/list-query.ts'
import type { Service } from './catalog.ts'
import type { ServiceFilterKey } from './catalog-store.ts'

/** Rejects with `not_found` for an unknown marker. */
export const listServices = query({
  searches: true,
  rule: 'identity:list_services',
  read: async (input: ListQuery<ServiceFilterKey>, _found, { stores }): Promise<Slice<Service>> => {
    const { after } = input.page
    if (after !== undefined && !(await stores.services.get(after))) throw notFound('marker', after)
    return stores.services.list(input)
  },
})
