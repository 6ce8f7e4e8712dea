import { toBase64 } from '../../kernel/encodings.ts'
import type { Digests } from '../../kernel/ports.ts'
import type { Parameter } from './authorization-header.ts'

/** Percent-encoding of everything but letters, digits, `-`, `.`, `_` and `~` (RFC 5849 section 3.6). */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )

const addressForm = /^(https?):\/\/([^/?#@]+)((?:\/[^?#]*)?)(?:\?([^#]*))?$/i

const withoutDefaultPort = (scheme: string, host: string): string =>
  host.replace(scheme === 'https' ? /:443$/ : /:80$/, '')

const queryParameters = (query: string): readonly Parameter[] =>
  query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const cut = part.indexOf('=')
      const [name, value] = cut < 0 ? [part, ''] : [part.slice(0, cut), part.slice(cut + 1)]
      const plain = (text: string) => decodeURIComponent(text.replaceAll('+', ' '))
      return [plain(name), plain(value)] as const
    })

/**
 * The signature base string (RFC 5849 section 3.4.1). `address` is the full URL that the client used, with its query.
 * Undefined for a malformed URL.
 */
export const signatureBaseString = (
  method: string,
  address: string,
  parameters: readonly Parameter[],
): string | undefined => {
  const [match, rawScheme = '', host = '', path = '', query = ''] = addressForm.exec(address) ?? []
  if (match === undefined) return undefined
  const scheme = rawScheme.toLowerCase()
  try {
    const sorted = [...parameters, ...queryParameters(query)]
      .map(([name, value]) => [encode(name), encode(value)] as const)
      .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
      .map(([name, value]) => `${name}=${value}`)
    const base = `${scheme}://${withoutDefaultPort(scheme, host.toLowerCase())}${path === '' ? '/' : path}`
    return [method.toUpperCase(), encode(base), encode(sorted.join('&'))].join('&')
  } catch {
    return undefined
  }
}

/** The HMAC methods; RSA-SHA1 is not supported, since consumers have no key pairs. */
const macs = {
  'HMAC-SHA1': 'hmacSha1',
  'HMAC-SHA256': 'hmacSha256',
} as const satisfies Record<string, keyof Digests>

export type SignatureMethod = keyof typeof macs

export const isSignatureMethod = (name: string): name is SignatureMethod => Object.hasOwn(macs, name)

/** Sends the secrets themselves, protected by TLS only (RFC 5849 section 3.4.4). */
export const plaintext = 'PLAINTEXT'

/** The secrets of the consumer and of the token; `''` without a token (RFC 5849 section 3.4.2). */
export type SigningSecrets = { readonly consumer: string; readonly token: string }

export const plaintextSignature = ({ consumer, token }: SigningSecrets): string =>
  `${encode(consumer)}&${encode(token)}`

export const signatureOf = (
  baseString: string,
  method: SignatureMethod,
  secrets: SigningSecrets,
  digests: Digests,
): string => toBase64(digests[macs[method]](plaintextSignature(secrets), baseString))
