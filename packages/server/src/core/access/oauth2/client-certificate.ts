import type { CertificateNames } from './certificate-mapping.ts'

/** A client's certificate, read. Whether it was signed by anybody to trust is for whoever ended the TLS. */
export type ClientCertificate = {
  /** `SSL_CLIENT_SUBJECT_DN_CN`, `SSL_CLIENT_ISSUER_DN_O` …; several values of one attribute are joined by `;`. */
  readonly names: CertificateNames
  /** `x5t#S256` as Keystone and its middleware make it: of the PEM text, with padding. */
  readonly thumbprint: string
  /** Unix seconds. */
  readonly notBefore: number
  readonly notAfter: number
}

export type Certificates = {
  /**
   * Reads a certificate as proxies put it into a header: PEM with its lines in one or escaped for URLs, base64 of
   * DER, or the same between colons (RFC 9440). Undefined for anything else.
   */
  read(text: string): ClientCertificate | undefined
}
