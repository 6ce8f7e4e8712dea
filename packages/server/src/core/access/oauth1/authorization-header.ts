/** A decoded Authorization header of OAuth 1.0 (RFC 5849 section 3.5.1). */
export type OAuthHeader = {
  readonly consumerKey: string
  readonly token: string | undefined
  readonly verifier: string | undefined
  readonly signatureMethod: string
  readonly signature: string
  /** Unix seconds. */
  readonly timestamp: number
  readonly nonce: string
  /** The signed parameters: all but the realm and the signature. */
  readonly signed: readonly Parameter[]
}

export type Parameter = readonly [name: string, value: string]

/** Characters. No client sends a longer header. */
const maxLength = 8192

const scheme = /^\s*OAuth\s+/i
const pair = /\s*([\w.~%-]+)="([^"]*)"\s*(,|$)/y
/** The characters of an encoded value (RFC 5849 section 3.6). */
const encoded = /^[\w.~%-]*$/
const time = /^\d{1,12}$/
const plain = /^[\x21-\x7e]{1,255}$/

const decoded = (text: string): string | undefined => {
  if (!encoded.test(text)) return undefined
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

const parametersOf = (text: string): ReadonlyMap<string, string> | undefined => {
  const found = new Map<string, string>()
  pair.lastIndex = text.length - text.replace(scheme, '').length
  if (pair.lastIndex === 0) return undefined
  for (;;) {
    const [match, rawName = '', rawValue = '', more] = pair.exec(text) ?? []
    if (match === undefined) return undefined
    const name = decoded(rawName)
    // A realm is a quoted string, neither encoded nor signed.
    const value = name === 'realm' ? rawValue : decoded(rawValue)
    if (name === undefined || value === undefined || found.has(name)) return undefined
    found.set(name, value)
    if (more !== ',') return found
  }
}

/** Undefined unless the header has every parameter of a signed request, each exactly once (T77). */
export const readAuthorizationHeader = (text: string): OAuthHeader | undefined => {
  const found = text.length > maxLength ? undefined : parametersOf(text)
  if (!found) return undefined
  const [consumerKey, signatureMethod, signature, timestamp, nonce] = [
    'oauth_consumer_key',
    'oauth_signature_method',
    'oauth_signature',
    'oauth_timestamp',
    'oauth_nonce',
  ].map((name) => found.get(name))
  if (!consumerKey || !signatureMethod || !signature || !timestamp || !nonce) return undefined
  if (!time.test(timestamp) || !plain.test(nonce)) return undefined
  if ((found.get('oauth_version') ?? '1.0') !== '1.0') return undefined
  return {
    consumerKey,
    token: found.get('oauth_token'),
    verifier: found.get('oauth_verifier'),
    signatureMethod,
    signature,
    timestamp: Number(timestamp),
    nonce,
    signed: [...found].filter(([name]) => name !== 'realm' && name !== 'oauth_signature'),
  }
}
