import { type At, query } from '../operation.ts'
import { notFound } from '../refusal.ts'
import type { Endpoint } from './catalog.ts'
import { shownEndpoint } from './shown-endpoint.ts'

/** Fetches an endpoint or refuses `not_found`. */
export const theEndpoint = async (id: string, { stores }: Pick<At, 'stores'>): Promise<Endpoint> => {
  const endpoint = await stores.endpoints.get(id)
  if (!endpoint) throw notFound('endpoint', id)
  return endpoint
}

export type GetEndpoint = {
  readonly id: string
  /** The URL as it is stored, with every placeholder. */
  readonly urlTemplate?: boolean | undefined
}

export const getEndpoint = query({
  rule: 'identity:get_endpoint',
  load: ({ id }: GetEndpoint, at) => theEndpoint(id, at),
  read: async ({ urlTemplate }, endpoint, at): Promise<Endpoint> =>
    urlTemplate ? endpoint : shownEndpoint(endpoint, at),
})
