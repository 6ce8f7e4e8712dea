import { notFound } from '../../../kernel/domain-error.ts'
import { command, type OperationContext, query } from '../../../kernel/operation.ts'
import type { ListQuery, Slice } from '../../../kernel/paging/list-query.ts'
import type { ServiceProvider } from './service-provider.ts'
import type { ServiceProviderFilterKey } from './service-provider-store.ts'

/** Fetches a service provider or rejects with `not_found`. */
export const requireServiceProvider = async (
  id: string,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<ServiceProvider> => {
  const provider = await stores.serviceProviders.get(id)
  if (!provider) throw notFound('service_provider', id)
  return provider
}

export const getServiceProvider = query({
  rule: 'identity:get_service_provider',
  load: ({ id }: { readonly id: string }, at) => requireServiceProvider(id, at),
  read: async (_input, provider): Promise<ServiceProvider> => provider,
})

/** Rejects with `not_found` for an unknown marker. */
export const listServiceProviders = query({
  searches: true,
  rule: 'identity:list_service_providers',
  read: async (
    input: ListQuery<ServiceProviderFilterKey>,
    _found,
    { stores },
  ): Promise<Slice<ServiceProvider>> => {
    const { after } = input.page
    if (after !== undefined && !(await stores.serviceProviders.get(after))) throw notFound('marker', after)
    return stores.serviceProviders.list(input)
  },
})

export const deleteServiceProvider = command({
  rule: 'identity:delete_service_provider',
  load: ({ id }: { readonly id: string }, at) => requireServiceProvider(id, at),
  apply: async ({ id }, { stores, record }) => {
    if (!(await stores.serviceProviders.delete(id))) throw notFound('service_provider', id)
    record({
      kind: 'service_provider.deleted',
      subject: { type: 'service_provider', id },
      invalidates: ['catalog'],
    })
  },
})
