import { domainError } from '../../../kernel/domain-error.ts'
import { type OperationContext, query } from '../../../kernel/operation.ts'
import { authenticationFailed } from '../../authentication/auth-result.ts'
import { requireIdentityProvider } from '../identity-providers.ts'
import { headerAttributes } from './assertion-attributes.ts'
import type { FederatedProof } from './federated-proof.ts'
import type { AuthorizationChecks } from './openid-clients.ts'

/** A web single sign-on on its way: sealed into a cookie, which binds the response to the browser. */
export type WebSso = {
  readonly identityProviderId: string
  readonly protocolId: string
  /** Where the token goes. */
  readonly origin: string
  readonly checks: AuthorizationChecks
  /** Unix milliseconds. */
  readonly until: number
}

const purpose = 'web_sso'

/** Milliseconds that a user has to sign in at the provider. */
const lifetime = 600_000

/** Rejects with `invalid` without an origin, and with `unauthenticated` for one that is not exactly a trusted dashboard. */
export const assertTrustedDashboard = (
  origin: string | undefined,
  { ports: { settings } }: Pick<OperationContext, 'ports'>,
): string => {
  if (!origin)
    throw domainError('invalid', 'origin_missing', 'The query must have origin, the URL of the dashboard.', {
      field: 'origin',
    })
  if (!settings.trustedDashboards.includes(origin)) throw authenticationFailed('origin_not_trusted')
  return origin
}

/** `assertTrustedDashboard` as an operation. */
export const checkDashboard = query({
  access: 'public',
  read: async ({ origin }: { readonly origin: string | undefined }, _found, at): Promise<string> =>
    assertTrustedDashboard(origin, at),
})

export type StartWebSso = {
  readonly identityProviderId: string
  readonly protocolId: string
  readonly origin: string
  readonly redirectUri: string
}

/** The URL of the provider to send the browser to. Undefined when this server is no OpenID client of the protocol. */
export const startWebSso = query({
  access: 'public',
  read: async (
    { identityProviderId, protocolId, origin, redirectUri }: StartWebSso,
    _found,
    at,
  ): Promise<{ readonly url: string; readonly sealed: string } | undefined> => {
    const client = at.ports.openIdClients.find(identityProviderId, protocolId)
    if (!client) return undefined
    const { enabled } = await requireIdentityProvider(identityProviderId, at)
    if (!enabled)
      throw domainError(
        'failed_precondition',
        'identity_provider_disabled',
        'The identity provider is disabled.',
      )
    const checks = client.newChecks()
    const sso: WebSso = {
      identityProviderId,
      protocolId,
      origin: assertTrustedDashboard(origin, at),
      checks,
      until: at.now + lifetime,
    }
    return {
      url: await client.authorizationUrl(redirectUri, checks),
      sealed: at.ports.sealing.seal(purpose, JSON.stringify(sso)),
    }
  },
})

export type ResumeWebSso = {
  readonly identityProviderId: string
  readonly protocolId: string
  readonly sealed: string | undefined
  /** Of the response of the provider. */
  readonly state: string | undefined
}

/** The sign-in that this browser started. Rejects with `unauthenticated` for the response to another one. */
export const resumeWebSso = query({
  access: 'public',
  read: async ({ sealed, state, ...input }: ResumeWebSso, _found, at): Promise<WebSso> => {
    const sso = sealed === undefined ? undefined : openSealed(sealed, at)
    if (
      !sso ||
      at.now >= sso.until ||
      sso.identityProviderId !== input.identityProviderId ||
      sso.protocolId !== input.protocolId ||
      !at.ports.digests.same(sso.checks.state, state ?? '')
    )
      throw authenticationFailed('web_sso_not_started')
    assertTrustedDashboard(sso.origin, at)
    return sso
  },
})

const openSealed = (sealed: string, { ports }: OperationContext): WebSso | undefined => {
  try {
    return JSON.parse(ports.sealing.open(purpose, sealed))
  } catch {
    return undefined
  }
}

/**
 * The identity provider of a web single sign-on that names only the protocol: the one whose name the front server sent,
 * or the only OpenID client of the protocol.
 */
export const findSsoProvider = query({
  access: 'public',
  read: async (
    { protocolId, proof }: { readonly protocolId: string; readonly proof: FederatedProof | undefined },
    _found,
    { stores, ports },
  ): Promise<string> => {
    const [client, ...others] = ports.openIdClients.ofProtocol(protocolId)
    if (client && others.length === 0 && proof?.kind !== 'front_server') return client.identityProviderId
    // Only selects the provider: `verifyProof` decides whether the headers are accepted.
    const { remoteIdAttribute } = ports.settings
    const [remoteId] =
      proof?.kind === 'front_server' && remoteIdAttribute !== undefined
        ? (headerAttributes(proof.header)(remoteIdAttribute) ?? [])
        : []
    const provider =
      remoteId === undefined ? undefined : await stores.identityProviders.findByRemoteId(remoteId)
    if (provider) return provider.id
    throw authenticationFailed('federated_proof_missing')
  },
})
