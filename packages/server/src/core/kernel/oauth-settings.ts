import type { CertificateMapping } from '../access/oauth2/certificate-mapping.ts'

/** Settings of OAuth 1.0 and OAuth 2.0 clients. */
export type OAuthSettings = {
  /** Lifetime of an OAuth 1.0 request token in seconds; 0: unlimited. */
  readonly requestTokenLifetime: number
  /** Lifetime of an OAuth 1.0 access token in seconds; 0: unlimited. */
  readonly accessTokenLifetime: number
  /** Whether OAuth 1.0 requests may use the signature method PLAINTEXT. */
  readonly allowPlaintextSignatures: boolean
  /** Maps client certificates to users, for OAuth 2.0 with mutual TLS. */
  readonly certificateMapping: CertificateMapping
}

export const defaultOAuth: OAuthSettings = {
  requestTokenLifetime: 28_800,
  accessTokenLifetime: 86_400,
  allowPlaintextSignatures: false,
  certificateMapping: [],
}
