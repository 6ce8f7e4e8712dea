import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type Decipheriv,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { random16 } from './random-pool.ts'

/** One key of a ring, ready for use. Contains no printable secret. */
export type FernetKey = {
  readonly signing: KeyObject
  readonly encrypting: KeyObject
  readonly decipher: Decipheriv
}

/** `issuedAt`: Unix seconds from the envelope. */
export type OpenedFernet = { readonly plain: Buffer; readonly issuedAt: number }

/** Maximum length, enough for about a thousand groups in a federated token; longer input is not decoded. */
const maxFernetLength = 32_768

const version = 0x80
const headerLength = 1 + 8 + 16
const blockLength = 16
const macLength = 32
const computedMac = Buffer.alloc(macLength)

/**
 * `text`: 32 bytes in base64url with optional padding and surrounding white space (key files end with a line break).
 * @throws RangeError without the text
 */
export const parseFernetKey = (text: string): FernetKey => {
  const bare = text.trim().replace(/=$/, '')
  const bytes = Buffer.from(bare, 'base64url')
  if (bytes.length !== 32 || bytes.toString('base64url') !== bare)
    throw new RangeError('A Fernet key must be 32 bytes in base64url: 43 characters and "=".')
  const encrypting = createSecretKey(bytes.subarray(16))
  const decipher = createDecipheriv('aes-128-cbc', encrypting, Buffer.alloc(blockLength))
  decipher.setAutoPadding(false)
  return { signing: createSecretKey(bytes.subarray(0, 16)), encrypting, decipher }
}

/** A new random key in the format of key repositories: 44 characters of base64url. */
export const makeFernetKey = (): string => `${randomBytes(32).toString('base64url')}=`

const macOf = (key: FernetKey, signed: Uint8Array): string =>
  createHmac('sha256', key.signing).update(signed).digest('binary')

/**
 * Creates a Fernet token (github.com/fernet/spec, version 0x80) without padding, like Keystone.
 * `at`: whole Unix seconds. `iv` is only for test vectors; it must never repeat.
 * @throws RangeError when `at` is not a whole number of seconds since 1970
 */
export const sealFernet = (
  key: FernetKey,
  plain: Uint8Array,
  at: number,
  iv: Uint8Array = random16(),
): string => {
  if (!Number.isSafeInteger(at) || at < 0) throw new RangeError('The time of a token must be whole seconds.')
  const cipher = createCipheriv('aes-128-cbc', key.encrypting, iv)
  const header = Buffer.alloc(headerLength)
  header[0] = version
  header.writeUInt32BE(Math.floor(at / 2 ** 32), 1)
  header.writeUInt32BE(at % 2 ** 32, 5)
  header.set(iv, 9)
  const signed = Buffer.concat([header, cipher.update(plain), cipher.final()])
  return Buffer.concat([signed, Buffer.from(macOf(key, signed), 'latin1')]).toString('base64url')
}

const isSignedBy = (key: FernetKey, bytes: Buffer, end: number): boolean => {
  // For short data, node:crypto creates a string twice as fast as a Buffer.
  computedMac.write(macOf(key, bytes.subarray(0, end)), 'latin1')
  return timingSafeEqual(computedMac, bytes.subarray(end))
}

const unpad = (padded: Buffer): Buffer | undefined => {
  const pad = padded[padded.length - 1] ?? 0
  if (pad < 1 || pad > blockLength) return undefined
  for (let at = padded.length - pad; at < padded.length; at++) if (padded[at] !== pad) return undefined
  return padded.subarray(0, padded.length - pad)
}

/**
 * CBC decrypts a block with only the previous block. So one decipher per key is reused: with the IV as the first block,
 * it returns one block of noise and then the plain text. Creating a decipher for each token would cost twice as much as
 * the decryption.
 */
const decrypt = (key: FernetKey, ivAndBlocks: Buffer): Buffer =>
  key.decipher.update(ivAndBlocks).subarray(blockLength)

/**
 * Opens a token with the first of `keys` that signed it; the caller checks its age. Undefined for any other text.
 * Padding, other alphabets and unused bits are rejected, so that a token has exactly one spelling and caches and
 * revocations can use the text.
 */
export const openFernet = (
  keys: readonly FernetKey[],
  token: string,
  maxLength = maxFernetLength,
): OpenedFernet | undefined => {
  if (token.length > maxLength) return undefined
  const bytes = Buffer.from(token, 'base64url')
  const end = bytes.length - macLength
  if (end < headerLength + blockLength || (end - headerLength) % blockLength !== 0) return undefined
  if (bytes[0] !== version || bytes.toString('base64url') !== token) return undefined
  const key = keys.find((candidate) => isSignedBy(candidate, bytes, end))
  if (key === undefined) return undefined
  const issuedAt = bytes.readUInt32BE(1) * 2 ** 32 + bytes.readUInt32BE(5)
  const plain = unpad(decrypt(key, bytes.subarray(9, end)))
  return plain === undefined || !Number.isSafeInteger(issuedAt) ? undefined : { plain, issuedAt }
}
