import { assertMayFederate } from '../../directory/federated-users/assert-may-federate.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { type CommandContext, command, type OperationContext, query } from '../../kernel/operation.ts'
import type { ListQuery, Slice } from '../../kernel/paging/list-query.ts'
import { deleteFederatedUsers } from './delete-federated-users.ts'
import type { IdentityProvider } from './identity-provider.ts'
import type { IdentityProviderFilterKey } from './identity-provider-store.ts'

/** Fetches an identity provider or rejects with `not_found`. */
export const requireIdentityProvider = async (
  id: string,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<IdentityProvider> => {
  const provider = await stores.identityProviders.find(id)
  if (!provider) throw notFound('identity_provider', id)
  return provider
}

export const getIdentityProvider = query({
  rule: 'identity:get_identity_provider',
  load: ({ id }: { readonly id: string }, at) => requireIdentityProvider(id, at),
  read: async (_input, provider): Promise<IdentityProvider> => provider,
})

/** Rejects with `not_found` for an unknown marker. */
export const listIdentityProviders = query({
  searches: true,
  rule: 'identity:list_identity_providers',
  read: async (
    input: ListQuery<IdentityProviderFilterKey>,
    _found,
    { stores },
  ): Promise<Slice<IdentityProvider>> => {
    const { after } = input.page
    if (after !== undefined && !(await stores.identityProviders.find(after))) throw notFound('marker', after)
    return stores.identityProviders.list(input)
  },
})

/** Deletes an identity provider with its protocols. Its domain stays. The links of its users are deleted, and users who signed in there only. */
export const removeIdentityProvider = async (
  { id, domainId }: IdentityProvider,
  at: Pick<CommandContext, 'stores' | 'now' | 'record'>,
): Promise<void> => {
  const { stores, record } = at
  await deleteFederatedUsers({ identityProviderId: id }, at)
  if (!(await stores.identityProviders.delete(id))) throw notFound('identity_provider', id)
  record({
    kind: 'identity_provider.deleted',
    subject: { type: 'identity_provider', id },
    domainId,
    invalidates: [`identity_provider:${id}`],
  })
}

export const deleteIdentityProvider = command({
  rule: 'identity:delete_identity_provider',
  load: ({ id }: { readonly id: string }, at) => requireIdentityProvider(id, at),
  apply: async ({ id }, at): Promise<void> => {
    assertMayFederate(at)
    await removeIdentityProvider(await requireIdentityProvider(id, at), at)
  },
})

/** Identity providers removed at once. */
const batch = 100

/** Before a domain is deleted. */
export const removeIdentityProvidersOfDomain = async (
  domainId: string,
  at: Pick<CommandContext, 'stores' | 'now' | 'record'>,
): Promise<void> => {
  for (;;) {
    const providers = await at.stores.identityProviders.ofDomain(domainId, batch)
    for (const provider of providers) await removeIdentityProvider(provider, at)
    if (providers.length < batch) return
  }
}
