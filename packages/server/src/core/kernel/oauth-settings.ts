import type { CertificateMapping } from '../access/oauth2/certificate-mapping.ts'

/** What programs of others are given, and how they may ask for it. */
export type OAuthSettings = {
  /** Seconds that an OAuth 1.0 request token waits for its user; 0: without end. */
  readonly requestTokenLifetime: number
  /** Seconds that an OAuth 1.0 access token lives; 0: without end. */
  readonly accessTokenLifetime: number
  /** Whether OAuth 1.0 requests may carry the secrets themselves instead of a signature. */
  readonly allowPlaintextSignatures: boolean
  /** Which client certificate stands for which user, for OAuth 2.0 with mutual TLS. */
  readonly certificateMapping: CertificateMapping
}

export const defaultOAuth: OAuthSettings = {
  requestTokenLifetime: 28_800,
  accessTokenLifetime: 86_400,
  allowPlaintextSignatures: false,
  certificateMapping: [],
}
