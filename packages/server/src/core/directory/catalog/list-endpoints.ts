import { notFound } from '../../kernel/domain-error.ts'
import { query } from '../../kernel/operation.ts'
import type { ListQuery, Slice } from '../../kernel/paging/list-query.ts'
import type { Endpoint } from './catalog.ts'
import type { EndpointFilterKey } from './catalog-store.ts'
import type { GetEndpoint } from './get-endpoint.ts'
import { withResolvedUrl } from './shown-endpoint.ts'

export type ListEndpoints = ListQuery<EndpointFilterKey> & Pick<GetEndpoint, 'urlTemplate'>

/** Rejects with `not_found` for an unknown marker. */
export const listEndpoints = query({
  searches: true,
  rule: 'identity:list_endpoints',
  read: async ({ urlTemplate, ...query }: ListEndpoints, _found, at): Promise<Slice<Endpoint>> => {
    const { stores } = at
    const { after } = query.page
    if (after !== undefined && !(await stores.endpoints.get(after))) throw notFound('marker', after)
    const { rows, more } = await stores.endpoints.list(query)
    return { rows: urlTemplate ? rows : rows.map((row) => withResolvedUrl(row, at)), more }
  },
})
