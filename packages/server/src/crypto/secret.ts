import { hash, randomBytes, timingSafeEqual } from 'node:crypto'

const randomLength = 43
const checksumLength = 6

const checksum = (text: string): string => hash('sha256', text, 'base64url').slice(0, checksumLength)

/**
 * A new reference secret (session, API key): the prefix, 256 random bits in base64url, and a checksum of six characters,
 * by which secret scanners and `isSecret` recognize a secret without a lookup.
 */
export const makeSecret = (prefix: string): string => {
  const body = prefix + randomBytes(32).toString('base64url')
  return body + checksum(body)
}

/** 128 random bits as 32 hex digits, the key format of EC2 clients. */
export const makeHexSecret = (): string => randomBytes(16).toString('hex')

/** Whether `text` has the format of `makeSecret(prefix)`; not whether it is valid. */
export const isSecret = (prefix: string, text: string): boolean =>
  text.length === prefix.length + randomLength + checksumLength &&
  text.startsWith(prefix) &&
  checksum(text.slice(0, -checksumLength)) === text.slice(-checksumLength)

/**
 * SHA-256 in hex, the only form in which reference secrets are stored. A fast hash is sufficient for 256 random bits; do
 * not use it for secrets chosen by users.
 */
export const secretHash = (secret: string): string => hash('sha256', secret, 'hex')

/** Compares in constant time, which does not reveal the length either. */
export const sameSecret = (one: string, other: string): boolean =>
  timingSafeEqual(hash('sha256', one, 'buffer'), hash('sha256', other, 'buffer'))
