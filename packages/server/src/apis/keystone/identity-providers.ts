import type { identityProviders as contract } from '@muster/contract/keystone/identity-providers.ts'
import { createIdentityProvider } from '../../core/access/federation/create-identity-provider.ts'
import type { IdentityProvider } from '../../core/access/federation/identity-provider.ts'
import type { IdentityProviderFilterKey } from '../../core/access/federation/identity-provider-store.ts'
import {
  deleteIdentityProvider,
  getIdentityProvider,
  listIdentityProviders,
} from '../../core/access/federation/identity-providers.ts'
import { updateIdentityProvider } from '../../core/access/federation/update-identity-provider.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
import { flagOf } from './attributes.ts'
import { linkTo } from './links.ts'
import { collectionOf, type FilterKeys, readList } from './lists.ts'

const filters: FilterKeys<IdentityProviderFilterKey> = {
  id: { key: 'id', kind: 'text' },
  enabled: { key: 'enabled', kind: 'flag' },
}

export const identityProviderLink = (context: RequestContext, id: string): string =>
  linkTo(context, `/OS-FEDERATION/identity_providers/${encodeURIComponent(id)}`)

const showProvider = (provider: IdentityProvider, context: RequestContext) => {
  const self = identityProviderLink(context, provider.id)
  return {
    id: provider.id,
    domain_id: provider.domainId,
    enabled: provider.enabled,
    description: provider.description,
    remote_ids: [...provider.remoteIds],
    authorization_ttl: provider.authorizationTtl,
    links: { self, protocols: `${self}/protocols` },
  }
}

export const identityProviders = {
  async listIdentityProviders({ query }, context) {
    const listQuery = readList(query, filters)
    const found = await context.run(listIdentityProviders, listQuery)
    const show = (provider: IdentityProvider) => showProvider(provider, context)
    return {
      status: 200,
      body: collectionOf(context, 'identity_providers', found, listQuery.page.limit, show),
    }
  },

  async createIdentityProvider({ params, body: { identity_provider: input = {} } }, context) {
    const created = await context.run(createIdentityProvider, {
      id: params.idp_id,
      domainId: input.domain_id,
      enabled: flagOf(input.enabled),
      description: input.description,
      remoteIds: input.remote_ids,
      authorizationTtl: input.authorization_ttl,
    })
    return { status: 201, body: { identity_provider: showProvider(created, context) } }
  },

  async getIdentityProvider({ params }, context) {
    const provider = await context.run(getIdentityProvider, { id: params.idp_id })
    return { status: 200, body: { identity_provider: showProvider(provider, context) } }
  },

  async updateIdentityProvider({ params, body: { identity_provider: input } }, context) {
    const updated = await context.run(updateIdentityProvider, {
      id: params.idp_id,
      enabled: flagOf(input.enabled),
      description: input.description,
      remoteIds: input.remote_ids,
      authorizationTtl: input.authorization_ttl,
    })
    return { status: 200, body: { identity_provider: showProvider(updated, context) } }
  },

  async deleteIdentityProvider({ params }, context) {
    await context.run(deleteIdentityProvider, { id: params.idp_id })
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
