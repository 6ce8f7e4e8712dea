import { createRemoteJWKSet, customFetch as customJwksFetch } from 'jose'
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  tokenIntrospection,
} from 'openid-client'
import type { Claims, OpenIdClient } from '../core/access/federation/sign-in/openid-clients.ts'
import { codeOf, notAccepted, outboundErrorIn, providerUnavailable } from './provider-errors.ts'
import { verifyAccessToken } from './verify-access-token.ts'

/** Muster's registration at an OpenID provider. */
export type OpenIdClientConfig = {
  readonly identityProviderId: string
  readonly protocolId: string
  readonly issuer: string
  readonly clientId: string
  /** Undefined: a public client. */
  readonly clientSecret: string | undefined
  readonly clientAuthentication: 'basic' | 'post'
  /** Of access tokens. */
  readonly audience: string
  readonly claimPrefix: string
  /** Requested scopes, separated by spaces. */
  readonly scope: string
  /** How access tokens are checked. */
  readonly accessTokens: 'jwt' | 'introspection'
  /** Whether the claims of the UserInfo endpoint are added to those of a code or an introspected token. */
  readonly userinfo: boolean
}

export type OpenIdClientParts = {
  /** The interface of `fetch`, over the outbound client. */
  readonly send: (url: string, init?: RequestInit) => Promise<Response>
  /** The wall-clock time in unix milliseconds. */
  readonly now: () => number
  /** Logs a warning; `fields` have no secrets. */
  readonly warn: (fields: Readonly<Record<string, unknown>>, message: string) => void
}

/** Milliseconds that the metadata and keys of a provider are cached. */
const cacheTime = 600_000
/** Milliseconds that a failure to read the metadata is repeated without asking again. */
const failureTime = 3000

type Provider = {
  readonly configuration: Configuration
  readonly keys: ReturnType<typeof createRemoteJWKSet>
}

export const makeOpenIdClient = (
  config: OpenIdClientConfig,
  { send, now, warn }: OpenIdClientParts,
): OpenIdClient => {
  const { identityProviderId, protocolId, issuer, clientId, clientSecret, claimPrefix } = config
  const log = (message: string, thrown: unknown) =>
    warn({ component: 'openid', identity_provider: identityProviderId, code: codeOf(thrown) }, message)

  const discover = async (): Promise<Provider> => {
    try {
      const configuration = await discovery(
        new URL(issuer),
        clientId,
        clientSecret === undefined ? {} : { client_secret: clientSecret },
        authenticationOf(config),
        {
          [customFetch]: (url, init) => send(url, init as RequestInit),
          // The HTTP client decides which networks and schemes are allowed.
          execute: [allowInsecureRequests, enableNonRepudiationChecks],
        },
      )
      const { jwks_uri: keysUri } = configuration.serverMetadata()
      if (keysUri === undefined) throw providerUnavailable('It publishes no keys.')
      const keys = createRemoteJWKSet(new URL(keysUri), {
        cacheMaxAge: cacheTime,
        [customJwksFetch]: (url, { headers, method }) => send(url, { headers, method }),
      })
      return { configuration, keys }
    } catch (thrown) {
      log('reading the metadata of an identity provider failed', thrown)
      throw outboundErrorIn(thrown) ?? providerUnavailable('Its metadata is not valid.')
    }
  }

  let cached: { readonly until: number; readonly provider: Promise<Provider> } | undefined
  const provider = (): Promise<Provider> => {
    if (cached && now() < cached.until) return cached.provider
    const found = discover()
    cached = { until: now() + cacheTime, provider: found }
    found.catch(() => {
      cached = { until: now() + failureTime, provider: found }
    })
    return found
  }

  /** Errors of a proof become `unauthenticated`; those of the provider stay `unavailable`. */
  const accepting = async (message: string, work: () => Promise<Claims>): Promise<Claims> => {
    try {
      return await work()
    } catch (thrown) {
      log(message, thrown)
      throw (
        outboundErrorIn(thrown) ??
        (isProviderFault(thrown) ? providerUnavailable('Its response is not valid.') : notAccepted())
      )
    }
  }

  const withUserinfo = async (
    claims: Claims,
    configuration: Configuration,
    accessToken: string,
  ): Promise<Claims> => {
    const { userinfo_endpoint: endpoint } = configuration.serverMetadata()
    if (!config.userinfo || endpoint === undefined) return claims
    // The subjects must be the same, or the claims would be of another user (OpenID Connect Core section 5.3.2).
    return { ...(await fetchUserInfo(configuration, accessToken, String(claims['sub']))), ...claims }
  }

  const introspect = async (token: string, { configuration }: Provider): Promise<Claims> => {
    const found = await tokenIntrospection(configuration, token)
    if (!found.active || !isForUs(found, config) || typeof found.sub !== 'string') throw notAccepted()
    return withUserinfo(found, configuration, token)
  }

  return {
    identityProviderId,
    protocolId,
    issuer,
    claimPrefix,
    newChecks: () => ({
      state: randomState(),
      nonce: randomNonce(),
      codeVerifier: randomPKCECodeVerifier(),
    }),
    async readAccessToken(token) {
      const found = await provider()
      return accepting('an access token was not accepted', () =>
        config.accessTokens === 'introspection'
          ? introspect(token, found)
          : verifyAccessToken(token, {
              keys: found.keys,
              issuer,
              audience: config.audience,
              at: now(),
            }),
      )
    },
    async authorizationUrl(redirectUri, { state, nonce, codeVerifier }) {
      const { configuration } = await provider()
      try {
        return buildAuthorizationUrl(configuration, {
          redirect_uri: redirectUri,
          scope: config.scope,
          state,
          nonce,
          code_challenge: await calculatePKCECodeChallenge(codeVerifier),
          code_challenge_method: 'S256',
        }).href
      } catch (thrown) {
        log('building an authorization request failed', thrown)
        throw providerUnavailable('Its metadata has no authorization endpoint.')
      }
    },
    async redeemCode(responseUrl, { state, nonce, codeVerifier }) {
      const { configuration } = await provider()
      return accepting('an authorization response was not accepted', async () => {
        const tokens = await authorizationCodeGrant(configuration, new URL(responseUrl), {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: codeVerifier,
          idTokenExpected: true,
        })
        const claims = tokens.claims()
        if (!claims) throw notAccepted()
        return withUserinfo(claims, configuration, tokens.access_token)
      })
    },
  }
}

const authenticationOf = ({ clientSecret, clientAuthentication }: OpenIdClientConfig) => {
  if (clientSecret === undefined) return None()
  return clientAuthentication === 'post' ? ClientSecretPost(clientSecret) : ClientSecretBasic(clientSecret)
}

/** An active token may be for another client of the provider (RFC 7662 section 4). */
const isForUs = (
  { aud, client_id: owner, iss }: Readonly<Record<string, unknown>>,
  { audience, clientId, issuer }: OpenIdClientConfig,
): boolean => {
  if (iss !== undefined && iss !== issuer) return false
  return aud === undefined ? owner === clientId : [aud].flat().includes(audience)
}

/** Errors of the libraries that mean a broken provider, not a wrong proof. */
const providerFaults = new Set([
  'ERR_JWKS_TIMEOUT',
  'ERR_JWKS_INVALID',
  'ERR_JOSE_GENERIC',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_PARSE_ERROR',
  'OAUTH_TIMEOUT',
])

const isProviderFault = (thrown: unknown): boolean => providerFaults.has(codeOf(thrown))
