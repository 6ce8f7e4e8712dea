import { assertMayFederate } from '../../directory/federated-users/assert-may-federate.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import {
  type IdentityProvider,
  normalizeProviderDescription,
  normalizeRemoteIds,
} from './identity-provider.ts'
import { requireIdentityProvider } from './identity-providers.ts'

export type UpdateIdentityProvider = {
  readonly id: string
  readonly enabled?: boolean | undefined
  readonly description?: string | null | undefined
  /** Replaces all; null: none. */
  readonly remoteIds?: readonly string[] | null | undefined
  readonly authorizationTtl?: number | null | undefined
}

/** Changes the provided fields; the domain cannot be changed. Rejects with `conflict` when a remote id is taken. */
export const updateIdentityProvider = command({
  rule: 'identity:update_identity_provider',
  load: ({ id }: UpdateIdentityProvider, at) => requireIdentityProvider(id, at),
  apply: async ({ id, ...change }: UpdateIdentityProvider, at): Promise<IdentityProvider> => {
    assertMayFederate(at)
    const { enabled, description, remoteIds, authorizationTtl } = change
    const updated = await at.stores.identityProviders.update(id, {
      enabled,
      description: description === undefined ? undefined : normalizeProviderDescription(description),
      remoteIds: remoteIds === undefined ? undefined : normalizeRemoteIds(remoteIds ?? []),
      authorizationTtl,
    })
    if (!updated) throw notFound('identity_provider', id)
    at.record({
      kind: 'identity_provider.updated',
      subject: { type: 'identity_provider', id },
      domainId: updated.domainId,
      invalidates: [`identity_provider:${id}`],
      detail: { fields: Object.keys(change) },
    })
    return updated
  },
})
