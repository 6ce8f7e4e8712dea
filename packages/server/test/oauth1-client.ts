import { createHmac, randomBytes } from 'node:crypto'

export type Key = { readonly id: string; readonly secret: string }

export type ToSign = {
  readonly consumer: Key
  readonly token?: Key
  readonly verifier?: string
  /** The URL without a query. */
  readonly address: string
  readonly method?: string
  /** Unix seconds. */
  readonly timestamp?: number
  readonly nonce?: string
  readonly signatureMethod?: string
  /** Further parameters to sign and send. */
  readonly more?: Readonly<Record<string, string>>
}

const encode = (text: string) =>
  [...Buffer.from(text)]
    .map((byte) => {
      const email = String.fromCharCode(byte)
      return /[\w.~-]/.test(email) ? email : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
    })
    .join('')

/** The Authorization header of an OAuth 1.0 consumer, implemented independently from RFC 5849. */
export const signedHeader = (request: ToSign): string => {
  const { consumer, token, verifier, address, method = 'POST', signatureMethod = 'HMAC-SHA1' } = request
  const said: Record<string, string> = {
    oauth_consumer_key: consumer.id,
    oauth_nonce: request.nonce ?? randomBytes(8).toString('hex'),
    oauth_signature_method: signatureMethod,
    oauth_timestamp: String(request.timestamp ?? Math.floor(Date.now() / 1000)),
    oauth_version: '1.0',
    ...(token ? { oauth_token: token.id } : {}),
    ...(verifier === undefined ? {} : { oauth_verifier: verifier }),
    ...request.more,
  }
  const sorted = Object.entries(said)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
  const base = `${method}&${encode(address)}&${encode(sorted.join('&'))}`
  const key = `${encode(consumer.secret)}&${encode(token?.secret ?? '')}`
  const digest = signatureMethod === 'HMAC-SHA256' ? 'sha256' : 'sha1'
  const signature =
    signatureMethod === 'PLAINTEXT' ? key : createHmac(digest, key).update(base).digest('base64')
  const fields = Object.entries({ ...said, oauth_signature: signature })
  return `OAuth ${fields.map(([name, value]) => `${encode(name)}="${encode(value)}"`).join(', ')}`
}
