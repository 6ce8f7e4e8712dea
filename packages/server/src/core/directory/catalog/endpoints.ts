import { notFound } from '../../kernel/domain-error.ts'
import { command, type OperationContext, query } from '../../kernel/operation.ts'
import type { ListQuery, Slice } from '../../kernel/paging/list-query.ts'
import type { Endpoint } from './catalog.ts'
import type { EndpointFilterKey } from './catalog-store.ts'
import { withResolvedUrl } from './shown-endpoint.ts'

/** Fetches an endpoint or rejects with `not_found`. */
export const requireEndpoint = async (
  id: string,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<Endpoint> => {
  const endpoint = await stores.endpoints.get(id)
  if (!endpoint) throw notFound('endpoint', id)
  return endpoint
}

export type GetEndpoint = {
  readonly id: string
  /** Returns the stored URL with its placeholders. */
  readonly urlTemplate?: boolean | undefined
}

export const getEndpoint = query({
  rule: 'identity:get_endpoint',
  load: ({ id }: GetEndpoint, at) => requireEndpoint(id, at),
  read: async ({ urlTemplate }, endpoint, at): Promise<Endpoint> =>
    urlTemplate ? endpoint : withResolvedUrl(endpoint, at),
})

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

export const deleteEndpoint = command({
  rule: 'identity:delete_endpoint',
  load: ({ id }: { readonly id: string }, at) => requireEndpoint(id, at),
  apply: async ({ id }, { stores, record }) => {
    if (!(await stores.endpoints.delete(id))) throw notFound('endpoint', id)
    record({ kind: 'endpoint.deleted', subject: { type: 'endpoint', id }, invalidates: ['catalog'] })
  },
})
