import type { ListQuery, Slice } from '../lists/list-query.ts'
import { query } from '../operation.ts'
import { notFound } from '../refusal.ts'
import type { Endpoint } from './catalog.ts'
import type { EndpointFilterKey } from './catalog-store.ts'

/** An unknown marker is `not_found`. */
export const listEndpoints = query({
  searches: true,
  rule: 'identity:list_endpoints',
  read: async (input: ListQuery<EndpointFilterKey>, _found, { stores }): Promise<Slice<Endpoint>> => {
    const { after } = input.page
    if (after !== undefined && !(await stores.endpoints.get(after))) throw notFound('marker', after)
    return stores.endpoints.list(input)
  },
})
