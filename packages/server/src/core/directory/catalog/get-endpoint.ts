import { notFound } from '../../kernel/domain-error.ts'
import { type OperationContext, query } from '../../kernel/operation.ts'
import type { Endpoint } from './catalog.ts'
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
