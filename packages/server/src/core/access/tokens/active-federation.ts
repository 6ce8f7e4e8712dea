import type { ReadContext } from '../../kernel/operation.ts'
import { invalidToken } from './invalid-token.ts'
import type { TokenPayload } from './token.ts'

/** Throws `unauthenticated` for a federated token whose provider is disabled or deleted, or whose protocol is deleted (T38). */
export const requireActiveFederation = async (
  { federation }: Pick<TokenPayload, 'federation'>,
  { stores }: Pick<ReadContext, 'stores'>,
): Promise<void> => {
  if (!federation) return
  const { identityProviderId, protocolId } = federation
  const provider = await stores.identityProviders.find(identityProviderId)
  if (!provider?.enabled) throw invalidToken('identity_provider_not_active')
  if (!(await stores.federationProtocols.find(identityProviderId, protocolId)))
    throw invalidToken('identity_provider_not_active')
}
