/** The content of an assertion. Times are unix seconds; every text is valid in XML (`isXmlText`). */
export type Assertion = {
  /** Where the service provider receives it. */
  readonly recipient: string
  /** The entity ids of the service provider. */
  readonly audiences: readonly string[]
  readonly userName: string
  readonly attributes: readonly { readonly name: string; readonly values: readonly string[] }[]
  readonly issuedAt: number
  readonly expiresAt: number
  /** When the user authenticated, and whether with a password. */
  readonly authenticatedAt: number
  readonly withPassword: boolean
  /** Unguessable XML names, used once each. */
  readonly ids: { readonly response: string; readonly assertion: string; readonly session: string }
}

/** Signs assertions with the key of this server as a SAML 2.0 identity provider. */
export type SamlIssuer = {
  /** The metadata document that service providers trust. */
  readonly metadata: string
  /** A SAML response with the signed assertion. */
  sign(assertion: Assertion): string
  /** A SAML response in the SOAP envelope of the Enhanced Client or Proxy (ECP) profile. */
  wrap(response: string, relayState: string): string
}

const xmlText = /^[\u{20}-\u{7e}\u{a0}-\u{2027}\u{2029}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u

/**
 * Whether every XML parser returns the text unchanged: no control characters, unpaired surrogates, U+FFFE and U+FFFF, and
 * not U+2028, which some parsers replace by a newline, as XML 1.1 requires.
 */
export const isXmlText = (text: string): boolean => xmlText.test(text)
