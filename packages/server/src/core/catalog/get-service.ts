import { type At, query } from '../operation.ts'
import { notFound } from '../refusal.ts'
import type { Service } from './catalog.ts'

/** Fetches a service or refuses `not_found`. */
export const theService = async (id: string, { stores }: Pick<At, 'stores'>): Promise<Service> => {
  const service = await stores.services.get(id)
  if (!service) throw notFound('service', id)
  return service
}

export const getService = query({
  rule: 'identity:get_service',
  load: ({ id }: { readonly id: string }, at) => theService(id, at),
  read: async (_input, service): Promise<Service> => service,
})
