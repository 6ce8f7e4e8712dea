import { domainError } from '../../../kernel/domain-error.ts'
import type { OperationContext } from '../../../kernel/operation.ts'
import { authenticationFailed } from '../../authentication/auth-result.ts'
import type { FederationProtocol } from '../federation-protocol.ts'
import type { IdentityProvider } from '../identity-provider.ts'
import { claimAttributes, headerAttributes, type ReadAttribute } from './assertion-attributes.ts'
import type { FederatedProof } from './federated-proof.ts'
import type { OpenIdClient } from './openid-clients.ts'

type Provider = { readonly provider: IdentityProvider; readonly protocol: FederationProtocol }

const foreignProvider = () =>
  domainError(
    'failed_precondition',
    'remote_id_unknown',
    'The assertion is not from this identity provider. Its name must be in remote_ids.',
  )

/**
 * The attributes of a verified proof. A protocol that this server is an OpenID client of accepts no headers. An assertion
 * of one provider is not accepted for another one.
 */
export const verifyProof = async (
  { provider, protocol }: Provider,
  proof: FederatedProof | undefined,
  at: OperationContext,
): Promise<ReadAttribute> => {
  const client = at.ports.openIdClients.find(provider.id, protocol.id)
  if (!proof) throw authenticationFailed('federated_proof_missing')
  if (client) return openIdAttributes(provider, client, proof)
  return frontServerAttributes({ provider, protocol }, proof, at)
}

const openIdAttributes = async (
  { remoteIds }: IdentityProvider,
  client: OpenIdClient,
  proof: FederatedProof,
): Promise<ReadAttribute> => {
  if (proof.kind === 'front_server') throw authenticationFailed('federated_proof_missing')
  if (remoteIds.length > 0 && !remoteIds.includes(client.issuer)) throw foreignProvider()
  const claims =
    proof.kind === 'code'
      ? await client.redeemCode(proof.responseUrl, proof.checks)
      : await client.readAccessToken(proof.token)
  return claimAttributes(claims, client.claimPrefix)
}

const frontServerAttributes = (
  { provider: { remoteIds }, protocol }: Provider,
  proof: FederatedProof,
  { ports: { settings, digests } }: OperationContext,
): ReadAttribute => {
  const { frontServerSecret, remoteIdAttribute } = settings
  if (proof.kind !== 'front_server' || !proof.trusted || frontServerSecret === undefined)
    throw authenticationFailed('federated_proof_missing')
  if (!digests.same(proof.secret ?? '', frontServerSecret))
    throw authenticationFailed('federated_proof_invalid')
  const read = headerAttributes(proof.header)
  if (remoteIds.length === 0) return read
  const name = protocol.remoteIdAttribute ?? remoteIdAttribute
  if (name === undefined)
    throw domainError(
      'failed_precondition',
      'remote_id_attribute_missing',
      'The identity provider has remote_ids, but no attribute to compare them with. Set remote_id_attribute of the protocol.',
    )
  const [remoteId, ...others] = read(name) ?? []
  if (remoteId === undefined) throw authenticationFailed('federated_proof_missing')
  if (others.length > 0 || !remoteIds.includes(remoteId)) throw foreignProvider()
  return read
}
