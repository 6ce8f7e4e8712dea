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
 * The text that is signed (RFC 5849 section 3.4.1). `address` is the whole one that the client used, its query
 * included. Undefined for an address that cannot be read.
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

/** The methods that a secret alone can check; RSA needs keys that consumers here do not have. */
const macs = {
  'HMAC-SHA1': 'hmacSha1',
  'HMAC-SHA256': 'hmacSha256',
} as const satisfies Record<string, keyof Digests>

export type SignatureMethod = keyof typeof macs

export const isSignatureMethod = (name: string): name is SignatureMethod => Object.hasOwn(macs, name)

/** The method that sends the secrets themselves and leaves their protection to TLS (RFC 5849 section 3.4.4). */
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
