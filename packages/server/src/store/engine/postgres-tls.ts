import { readFileSync } from 'node:fs'

/** Options of `tls.connect`. */
export type TlsOptions = {
  readonly rejectUnauthorized: boolean
  readonly ca?: string
  readonly host?: string
  readonly checkServerIdentity?: () => undefined
} & OwnCertificate

type OwnCertificate = { readonly cert?: string; readonly key?: string }

/** How to reach PostgreSQL: the URL without what it says of TLS, and that as the driver takes it. */
export type PostgresAddress = { readonly url: string; readonly tls: false | TlsOptions }

/** A `database_url` that asks for TLS in a way that cannot be done; the message says what to write. */
export class BadTlsMode extends Error {}

/** The driver would let these override what is decided here. */
const elsewhere: Readonly<Record<string, string>> = {
  ssl: 'write sslmode',
  sslrootcert: 'name the file of the certificate authority in database_ca_file',
  sslnegotiation: 'leave it out',
  uselibpqcompat: 'leave it out, sslmode is read as libpq does',
}

/** The files of a client certificate that the URL names, for servers that ask for one. */
const ownCertificate = ({ searchParams }: URL): OwnCertificate | undefined => {
  const [cert, key] = [searchParams.get('sslcert'), searchParams.get('sslkey')]
  if (cert === null && key === null) return undefined
  if (cert === null || key === null) throw new BadTlsMode('database_url: sslcert and sslkey belong together.')
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
  // Names are passed by the driver; an address must be passed here to be compared with the certificate.
  ...(address.test(host) ? { host: host.replace(/^\[|\]$/g, '') } : {}),
})

const anyName = { checkServerIdentity: () => undefined }

/**
 * The modes of libpq, but for the two that fall back to no TLS by themselves. Without `sslmode`, a server on this
 * machine is reached without TLS, and any other one with a certificate that is verified to be its own: an address of
 * a private network is no protection.
 */
export const postgresAddress = (given: string, ca?: string): PostgresAddress => {
  // A user without a host is no URL elsewhere, and here means a socket that `host` names.
  const text = given.replace('@/', '@localhost/')
  const url = new URL(URL.canParse(text) ? text : encodeURI(text))
  const host = hostOf(url)
  const mode = url.searchParams.get('sslmode')
  for (const [name, instead] of Object.entries(elsewhere))
    if (url.searchParams.has(name))
      throw new BadTlsMode(`database_url: ${name} is not taken in the URL: ${instead}.`)
  const own = ownCertificate(url)
  for (const name of ['sslmode', 'sslcert', 'sslkey']) url.searchParams.delete(name)
  const plain = mode === null && own === undefined ? given : url.href
  switch (mode) {
    case null:
      return { url: plain, tls: host.startsWith('/') || loopback.test(host) ? false : verify(host, ca, own) }
    case 'disable':
      return { url: plain, tls: false }
    case 'require':
      // As libpq does: an authority that is named is not passed over.
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

/** What to do about a connection that failed for its TLS; undefined for other failures. */
export const tlsAdvice = ({
  message = '',
  code = '',
}: {
  message?: string
  code?: string
}): string | undefined =>
  tlsFailure.test(message) || tlsFailure.test(code)
    ? `The TLS connection to PostgreSQL failed: ${message || code}. Servers on other machines need a certificate that names their host: set database_ca_file to the certificate of their authority, or add sslmode to database_url (sslmode=disable where the network in between is trusted).`
    : undefined
