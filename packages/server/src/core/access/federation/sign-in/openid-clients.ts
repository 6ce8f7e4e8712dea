/** Claims about a user, from a token that was verified. */
export type Claims = Readonly<Record<string, unknown>>

/** What binds an authorization response to the browser that asked for it. */
export type AuthorizationChecks = {
  readonly state: string
  readonly nonce: string
  /** Of PKCE (RFC 7636). */
  readonly codeVerifier: string
}

/** Muster as a client of an OpenID provider. */
export type OpenIdClient = {
  readonly identityProviderId: string
  readonly protocolId: string
  readonly issuer: string
  /** Before the name of a claim in the attributes of the assertion. */
  readonly claimPrefix: string
  /**
   * Verifies an access token. Rejects with `unauthenticated` for one that the provider did not issue for this audience
   * or that has expired, and with `unavailable` when the provider does not respond.
   */
  readAccessToken(token: string): Promise<Claims>
  /** The URL of the provider to send the browser to. Rejects with `unavailable`. */
  authorizationUrl(redirectUri: string, checks: AuthorizationChecks): Promise<string>
  newChecks(): AuthorizationChecks
  /** Redeems the code in the URL that the provider sent the browser to. Rejects as `readAccessToken`. */
  redeemCode(responseUrl: string, checks: AuthorizationChecks): Promise<Claims>
}

/** The configured clients. */
export type OpenIdClients = {
  find(identityProviderId: string, protocolId: string): OpenIdClient | undefined
  ofProtocol(protocolId: string): readonly OpenIdClient[]
}

export const noOpenIdClients: OpenIdClients = { find: () => undefined, ofProtocol: () => [] }
