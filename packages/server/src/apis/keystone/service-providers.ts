import type { serviceProviders as contract } from '@muster/contract/keystone/service-providers.ts'
import { createServiceProvider } from '../../core/access/federation/service-providers/create-service-provider.ts'
import type { ServiceProvider } from '../../core/access/federation/service-providers/service-provider.ts'
import type { ServiceProviderFilterKey } from '../../core/access/federation/service-providers/service-provider-store.ts'
import {
  deleteServiceProvider,
  getServiceProvider,
  listServiceProviders,
} from '../../core/access/federation/service-providers/service-providers.ts'
import { updateServiceProvider } from '../../core/access/federation/service-providers/update-service-provider.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
import { flagOf } from './attributes.ts'
import { selfLink } from './links.ts'
import { collectionOf, type FilterKeys, readList } from './lists.ts'

const filters: FilterKeys<ServiceProviderFilterKey> = {
  id: { key: 'id', kind: 'text' },
  enabled: { key: 'enabled', kind: 'flag' },
}

const showServiceProvider = (provider: ServiceProvider, context: RequestContext) => ({
  id: provider.id,
  description: provider.description,
  enabled: provider.enabled,
  auth_url: provider.authUrl,
  sp_url: provider.spUrl,
  relay_state_prefix: provider.relayStatePrefix,
  links: selfLink(context, 'OS-FEDERATION/service_providers', provider.id),
})

export const serviceProviders = {
  async listServiceProviders({ query }, context) {
    const listQuery = readList(query, filters)
    const found = await context.run(listServiceProviders, listQuery)
    const show = (provider: ServiceProvider) => showServiceProvider(provider, context)
    return {
      status: 200,
      body: collectionOf(context, 'service_providers', found, listQuery.page.limit, show),
    }
  },

  async createServiceProvider({ params, body: { service_provider: input } }, context) {
    const created = await context.run(createServiceProvider, {
      id: params.service_provider_id,
      description: input.description,
      enabled: flagOf(input.enabled),
      authUrl: input.auth_url,
      spUrl: input.sp_url,
      relayStatePrefix: input.relay_state_prefix,
    })
    return { status: 201, body: { service_provider: showServiceProvider(created, context) } }
  },

  async getServiceProvider({ params }, context) {
    const provider = await context.run(getServiceProvider, { id: params.service_provider_id })
    return { status: 200, body: { service_provider: showServiceProvider(provider, context) } }
  },

  async updateServiceProvider({ params, body: { service_provider: input } }, context) {
    const updated = await context.run(updateServiceProvider, {
      id: params.service_provider_id,
      description: input.description,
      enabled: flagOf(input.enabled),
      authUrl: input.auth_url,
      spUrl: input.sp_url,
      relayStatePrefix: input.relay_state_prefix,
    })
    return { status: 200, body: { service_provider: showServiceProvider(updated, context) } }
  },

  async deleteServiceProvider({ params }, context) {
    await context.run(deleteServiceProvider, { id: params.service_provider_id })
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
