import { requireDomain } from '../../directory/domains/domains.ts'
import { assertMayFederate } from '../../directory/federated-users/assert-may-federate.ts'
import { newProject } from '../../directory/projects/new-project.ts'
import { type CommandContext, command } from '../../kernel/operation.ts'
import {
  type IdentityProvider,
  normalizeFederationId,
  normalizeProviderDescription,
  normalizeRemoteIds,
} from './identity-provider.ts'

export type CreateIdentityProvider = {
  readonly id: string
  /** Absent or null: a new domain. */
  readonly domainId?: string | null | undefined
  /** Default: false. */
  readonly enabled?: boolean | undefined
  readonly description?: string | null | undefined
  readonly remoteIds?: readonly string[] | null | undefined
  readonly authorizationTtl?: number | null | undefined
}

/** A domain named by its id, so that no name can be taken. */
const newDomainFor = async (
  providerId: string,
  { stores, ports, now, record }: Pick<CommandContext, 'stores' | 'ports' | 'now' | 'record'>,
): Promise<string> => {
  const id = ports.newId()
  const place = { id, domainId: null, parentId: null, isDomain: true }
  const fields = { name: id, description: `Users of the identity provider ${providerId}` }
  await stores.projects.insert(newProject(fields, place, now))
  record({ kind: 'domain.created', subject: { type: 'domain', id }, domainId: id })
  return id
}

/** Rejects with `conflict` when the id or a remote id is taken, and `not_found` for an unknown domain. */
export const createIdentityProvider = command({
  rule: 'identity:create_identity_provider',
  load: async ({ domainId }: CreateIdentityProvider, at): Promise<void> => {
    if (domainId) await requireDomain(domainId, at)
  },
  apply: async (input: CreateIdentityProvider, at): Promise<IdentityProvider> => {
    assertMayFederate(at)
    const id = normalizeFederationId(input.id)
    if (input.domainId) await requireDomain(input.domainId, at)
    const domainId = input.domainId || (await newDomainFor(id, at))
    const provider = await at.stores.identityProviders.insert({
      id,
      domainId,
      enabled: input.enabled ?? false,
      description: normalizeProviderDescription(input.description ?? null),
      remoteIds: normalizeRemoteIds(input.remoteIds ?? []),
      authorizationTtl: input.authorizationTtl ?? null,
    })
    at.record({
      kind: 'identity_provider.created',
      subject: { type: 'identity_provider', id },
      domainId,
      detail: { domainId },
    })
    return provider
  },
})
