import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'

/** One key of a ring, ready for use. `signing` is absent for a key of which only the public half is known. */
export type JwsKey = { readonly signing: KeyObject | undefined; readonly verifying: KeyObject }

export type JwsClaims = Readonly<Record<string, unknown>>

/** Maximum length, enough for a federated token with hundreds of groups; longer input is not decoded. */
const maxJwsLength = 32_768
const curve = 'prime256v1'
const header = Buffer.from('{"alg":"ES256","typ":"JWT"}').toString('base64url')
const signatureOptions = { dsaEncoding: 'ieee-p1363' } as const
const signatureLength = 64

/**
 * `pem`: a private key (PKCS #8) or a public key (SPKI) on the curve P-256.
 * @throws RangeError without the text
 */
export const parseJwsKey = (pem: string): JwsKey => {
  try {
    const signing = pem.includes('PRIVATE KEY') ? createPrivateKey(pem) : undefined
    const verifying = createPublicKey(pem)
    if (verifying.asymmetricKeyDetails?.namedCurve === curve) return { signing, verifying }
  } catch {
    // The error of OpenSSL can quote the key.
  }
  throw new RangeError('A JWS key must be a PEM key on the curve P-256 (ES256), without a password.')
}

/** A new private key as PEM (PKCS #8), as `keystone-manage create_jws_keypair` creates it. */
export const makeJwsKey = (): string =>
  generateKeyPairSync('ec', {
    namedCurve: curve,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey

/** Signs claims as a compact JWS (RFC 7515) with ES256. */
export const signJws = ({ signing }: JwsKey, claims: JwsClaims): string => {
  if (!signing) throw new Error('This key cannot sign: its private half is missing.')
  const signed = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`
  const signature = sign('sha256', Buffer.from(signed), { key: signing, ...signatureOptions })
  return `${signed}.${signature.toString('base64url')}`
}

const decode = (part: string): Buffer | undefined => {
  const bytes = Buffer.from(part, 'base64url')
  return bytes.toString('base64url') === part ? bytes : undefined
}

const parse = (part: string): JwsClaims | undefined => {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(decode(part)))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}

/** ES256 alone, whatever the header offers; a header with other members (`crit`, `b64`, `jwk`) is rejected. */
const isSupported = (part: string): boolean => {
  const { alg, typ = 'JWT', ...others } = parse(part) ?? {}
  return alg === 'ES256' && typ === 'JWT' && Object.keys(others).length === 0
}

/** The claims of a JWS that one of `keys` signed; the caller checks them. Undefined for any other text. */
export const openJws = (keys: readonly JwsKey[], token: string): JwsClaims | undefined => {
  if (keys.length === 0 || token.length > maxJwsLength) return undefined
  const [head = '', claims = '', last = '', ...more] = token.split('.', 4)
  const signature = decode(last)
  if (more.length > 0 || signature?.length !== signatureLength || !isSupported(head)) return undefined
  const signed = Buffer.from(`${head}.${claims}`)
  const isSigned = keys.some(({ verifying }) =>
    verify('sha256', signed, { key: verifying, ...signatureOptions }, signature),
  )
  return isSigned ? parse(claims) : undefined
}
