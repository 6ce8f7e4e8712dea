import { notFound } from '../../kernel/domain-error.ts'
import { command, type OperationContext, query } from '../../kernel/operation.ts'
import type { ListQuery, Slice } from '../../kernel/paging/list-query.ts'
import type { Service } from './catalog.ts'
import type { ServiceFilterKey } from './catalog-store.ts'

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

/** Also deletes its endpoints. Rejects with `failed_precondition` while registered limits refer to it. */
export const deleteService = command({
  rule: 'identity:delete_service',
  load: ({ id }: { readonly id: string }, at) => requireService(id, at),
  apply: async ({ id }, { stores, record }) => {
    if (!(await stores.services.delete(id))) throw notFound('service', id)
    record({ kind: 'service.deleted', subject: { type: 'service', id }, invalidates: ['catalog'] })
  },
})
