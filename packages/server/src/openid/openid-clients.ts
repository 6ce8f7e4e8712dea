import type { OpenIdClients } from '../core/access/federation/sign-in/openid-clients.ts'
import { makeOpenIdClient, type OpenIdClientConfig, type OpenIdClientParts } from './openid-client.ts'

/** Muster as a client of the configured OpenID providers. */
export const makeOpenIdClients = (
  configs: readonly OpenIdClientConfig[],
  parts: OpenIdClientParts,
): OpenIdClients => {
  const clients = configs.map((config) => makeOpenIdClient(config, parts))
  return {
    find: (identityProviderId, protocolId) =>
      clients.find(
        (client) => client.identityProviderId === identityProviderId && client.protocolId === protocolId,
      ),
    ofProtocol: (protocolId) => clients.filter((client) => client.protocolId === protocolId),
  }
}
