import type { FederatedKey } from '../../../directory/federated-users/federated-link.ts'
import type { Federation } from '../../../kernel/caller.ts'
import { domainError } from '../../../kernel/domain-error.ts'
import { type CommandContext, command, type OperationContext } from '../../../kernel/operation.ts'
import { asAuthenticationFailed, authenticationFailed } from '../../authentication/auth-result.ts'
import { limitAttempts } from '../../authentication/limited-attempts.ts'
import { enabledMethods } from '../../authentication/run-methods.ts'
import type { FederationProtocol } from '../federation-protocol.ts'
import { requireFederationProtocol } from '../federation-protocols.ts'
import type { IdentityProvider } from '../identity-provider.ts'
import { requireIdentityProvider } from '../identity-providers.ts'
import { applyMapping, type MappedIdentity } from '../mapping/apply-mapping.ts'
import { readMappingRules } from '../mapping/read-mapping-rules.ts'
import { assertionFor } from './assertion-attributes.ts'
import { renewGroups } from './federated-memberships.ts'
import type { FederatedSignIn } from './federated-proof.ts'
import { grantMappedProjects } from './mapped-projects.ts'
import { findGroupIds, requireLocalUser, requireMappedDomain } from './resolve-identity.ts'
import { createShadowUser, renewShadowUser, uniqueIdOf } from './shadow-user.ts'
import { verifyProof } from './verify-proof.ts'

/** A user that an identity provider has authenticated, for `methods/federated.ts`. */
export type FederatedUser = {
  readonly userId: string
  readonly protocolId: string
  /** Undefined for a local user, whose token is like any other. */
  readonly federation: Federation | undefined
}

/**
 * Verifies the proof of a sign-in at an identity provider, and brings the user, its groups and its projects up to date.
 * The sign-in itself follows in the pipeline, which writes nothing before it succeeds (docs/decisions/0047). Rejects with
 * `not_found` for an unknown provider or protocol, `failed_precondition` for a disabled one, `unauthenticated` for a
 * proof or a user that is not accepted, and `unavailable` when the provider does not respond.
 */
export const admitFederatedUser = command({
  access: 'public',
  prepare: (input: FederatedSignIn, _found, at): Promise<MappedIdentity> =>
    limitAttempts(`federation:${input.identityProviderId.slice(0, 64)}:${at.address}`, at, () =>
      mappedIdentity(input, at),
    ),
  apply: async (input, { prepared, ...at }): Promise<FederatedUser> => {
    // Again, since verifying takes time.
    const { provider } = await requireEnabled(input, at)
    const admit = prepared.user.type === 'local' ? admitLocalUser : admitEphemeralUser
    return admit(prepared, provider, input.protocolId, at).catch(asAuthenticationFailed)
  },
})

type Enabled = { readonly provider: IdentityProvider; readonly protocol: FederationProtocol }

const requireEnabled = async (
  { identityProviderId, protocolId }: FederatedSignIn,
  at: OperationContext,
): Promise<Enabled> => {
  const provider = await requireIdentityProvider(identityProviderId, at)
  const protocol = await requireFederationProtocol({ identityProviderId, id: protocolId }, at)
  if (!provider.enabled)
    throw domainError(
      'failed_precondition',
      'identity_provider_disabled',
      'The identity provider is disabled.',
    )
  return { provider, protocol }
}

const mappedIdentity = async (input: FederatedSignIn, at: OperationContext): Promise<MappedIdentity> => {
  const enabled = await requireEnabled(input, at)
  if (!enabledMethods(at.ports.settings).includes(input.protocolId))
    throw authenticationFailed('method_unsupported')
  const mapping = await at.stores.mappings.find(enabled.protocol.mappingId)
  if (!mapping)
    throw domainError(
      'failed_precondition',
      'protocol_without_mapping',
      'The mapping of the protocol does not exist.',
    )
  const read = await verifyProof(enabled, input.proof, at)
  const rules = readMappingRules(mapping, at.ports.compilePattern)
  return applyMapping(rules, assertionFor(rules, read))
}

const admitLocalUser = async (
  identity: MappedIdentity,
  _provider: IdentityProvider,
  protocolId: string,
  at: CommandContext,
): Promise<FederatedUser> => {
  const { id: userId } = await requireLocalUser(identity.user, at)
  return { userId, protocolId, federation: undefined }
}

const admitEphemeralUser = async (
  identity: MappedIdentity,
  provider: IdentityProvider,
  protocolId: string,
  at: CommandContext,
): Promise<FederatedUser> => {
  const domain = await requireMappedDomain(identity.user.domain, provider, at)
  const uniqueId = uniqueIdOf(identity.user)
  const key: FederatedKey = { identityProviderId: provider.id, protocolId, uniqueId }
  const groupIds = await findGroupIds(identity, provider, at)
  const link = await at.stores.federatedUsers.get(key)
  const user = link
    ? await renewShadowUser(link, identity.user, at)
    : await createShadowUser(key, domain, identity.user, at)
  await grantMappedProjects(identity, user, provider, at)
  await renewGroups(key, user, groupIds, link, provider, at)
  return {
    userId: user.id,
    protocolId,
    federation: { groupIds, identityProviderId: provider.id, protocolId },
  }
}
