import type { CertificateNames } from './certificate-mapping.ts'

/** A parsed client certificate. The TLS terminator has verified its chain of trust. */
export type ClientCertificate = {
  /** `SSL_CLIENT_SUBJECT_DN_CN`, `SSL_CLIENT_ISSUER_DN_O` …; several values of one attribute are joined by `;`. */
  readonly names: CertificateNames
  /** `x5t#S256` as Keystone and its middleware compute it: over the PEM text, with padding. */
  readonly thumbprint: string
  /** Unix seconds. */
  readonly notBefore: number
  readonly notAfter: number
}

export type Certificates = {
  /**
   * Reads a certificate from a proxy's header: PEM on one line or URL-encoded, base64 of DER, or base64 between colons
   * (RFC 9440). Undefined for anything else.
   */
  read(text: string): ClientCertificate | undefined
}
