import { readFileSync } from 'node:fs'

/** Options of `tls.connect`. */
export type TlsOptions = {
  readonly rejectUnauthorized: boolean
  readonly ca?: string
  readonly host?: string
  readonly checkServerIdentity?: () => undefined
} & OwnCertificate

type OwnCertificate = { readonly cert?: string; readonly key?: string }

/** The URL of PostgreSQL without its TLS parameters, and the TLS options of the driver. */
export type PostgresAddress = { readonly url: string; readonly tls: false | TlsOptions }

/** Unsupported TLS parameters in `database_url`; the message names the alternative. */
export class BadTlsMode extends Error {}

/** Parameters by which the driver would override the decision made here. */
const elsewhere: Readonly<Record<string, string>> = {
  ssl: 'use sslmode',
  sslrootcert: 'set the file of the certificate authority in database_ca_file',
  sslnegotiation: 'remove it',
  uselibpqcompat: 'remove it, sslmode is interpreted as in libpq',
}

/** The client certificate files in the URL, for servers that require one. */
const ownCertificate = ({ searchParams }: URL): OwnCertificate | undefined => {
  const [cert, key] = [searchParams.get('sslcert'), searchParams.get('sslkey')]
  if (cert === null && key === null) return undefined
  if (cert === null || key === null)
    throw new BadTlsMode('database_url: sslcert and sslkey must be used together.')
  return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') }
}

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/i

const hostOf = (url: URL): string => {
  const host = url.searchParams.get('host') ?? decodeURIComponent(url.hostname)
  return host === '' ? (process.env['PGHOST'] ?? 'localhost') : host
}

const address = /^(?:\d{1,3}(?:\.\d{1,3}){3}|.*:.*)$/

const verify = (host: string, ca: string | undefined, own: OwnCertificate | undefined): TlsOptions => ({
  rejectUnauthorized: true,
  ...own,
  ...(ca === undefined ? {} : { ca }),
  // The driver passes host names; an IP address must be passed here to be verified against the certificate.
  ...(address.test(host) ? { host: host.replace(/^\[|\]$/g, '') } : {}),
})

const anyName = { checkServerIdentity: () => undefined }

/**
 * Supports the modes of libpq except the two that fall back to no TLS. Without `sslmode`, a local server is used without
 * TLS, and any other server must present a valid certificate for its name, also in a private network.
 */
export const postgresAddress = (input: string, ca?: string): PostgresAddress => {
  // A user without a host is not a valid URL; here it means a socket in the parameter `host`.
  const text = input.replace('@/', '@localhost/')
  const url = new URL(URL.canParse(text) ? text : encodeURI(text))
  const host = hostOf(url)
  const mode = url.searchParams.get('sslmode')
  for (const [name, instead] of Object.entries(elsewhere))
    if (url.searchParams.has(name))
      throw new BadTlsMode(`database_url: the parameter ${name} is not supported: ${instead}.`)
  const own = ownCertificate(url)
  for (const name of ['sslmode', 'sslcert', 'sslkey']) url.searchParams.delete(name)
  const plain = mode === null && own === undefined ? input : url.href
  switch (mode) {
    case null:
      return { url: plain, tls: host.startsWith('/') || loopback.test(host) ? false : verify(host, ca, own) }
    case 'disable':
      return { url: plain, tls: false }
    case 'require':
      // As in libpq, a configured authority is not ignored.
      return {
        url: plain,
        tls:
          ca === undefined ? { rejectUnauthorized: false, ...own } : { ...verify(host, ca, own), ...anyName },
      }
    case 'verify-ca':
      return { url: plain, tls: { ...verify(host, ca, own), ...anyName } }
    case 'verify-full':
      return { url: plain, tls: verify(host, ca, own) }
    default:
      throw new BadTlsMode(
        `database_url: sslmode must be disable, require, verify-ca or verify-full instead of ${mode}.`,
      )
  }
}

const tlsFailure =
  /does not support SSL|error establishing an SSL|certificate|self.signed|altname|ERR_(?:TLS|SSL)_|_CERT|UNABLE_TO_/i

/** Advice for a failed TLS connection; undefined for other failures. */
export const tlsAdvice = ({
  message = '',
  code = '',
}: {
  message?: string
  code?: string
}): string | undefined =>
  tlsFailure.test(message) || tlsFailure.test(code)
    ? `The TLS connection to PostgreSQL failed: ${message || code}. A remote server needs a certificate for its host name. Set database_ca_file to the certificate of its authority, or add sslmode to database_url (sslmode=disable only in a trusted network).`
    : undefined
