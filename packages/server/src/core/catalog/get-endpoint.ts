import { type At, query } from '../operation.ts'
import { notFound } from '../refusal.ts'
import type { Endpoint } from './catalog.ts'

/** Fetches an endpoint or refuses `not_found`. */
export const theEndpoint = async (id: string, { stores }: Pick<At, 'stores'>): Promise<Endpoint> => {
  const endpoint = await stores.endpoints.get(id)
  if (!endpoint) throw notFound('endpoint', id)
  return endpoint
}

export const getEndpoint = query({
  rule: 'identity:get_endpoint',
  load: ({ id }: { readonly id: string }, at) => theEndpoint(id, at),
  read: async (_input, endpoint): Promise<Endpoint> => endpoint,
})
