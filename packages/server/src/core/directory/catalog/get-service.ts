import { notFound } from '../../kernel/domain-error.ts'
import { type OperationContext, query } from '../../kernel/operation.ts'
import type { Service } from './catalog.ts'

/** Fetches a service or rejects with `not_found`. */
export const requireService = async (
  id: string,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<Service> => {
  const service = await stores.services.get(id)
  if (!service) throw notFound('service', id)
  return service
}

export const getService = query({
  rule: 'identity:get_service',
  load: ({ id }: { readonly id: string }, at) => requireService(id, at),
  read: async (_input, service): Promise<Service> => service,
})
