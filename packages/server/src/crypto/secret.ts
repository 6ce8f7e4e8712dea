import { hash, randomBytes, timingSafeEqual } from 'node:crypto'

const randomLength = 43
const checksumLength = 6

const checksum = (text: string): string => hash('sha256', text, 'base64url').slice(0, checksumLength)

/**
 * A new reference secret (session, API key): the prefix, 256 random bits in base64url, and a checksum of
 * six characters by which scanners and `isSecret` tell a real one from look-alikes without a look-up.
 */
export const makeSecret = (prefix: string): string => {
  const body = prefix + randomBytes(32).toString('base64url')
  return body + checksum(body)
}

/** 128 random bits as 32 hex digits: what EC2 clients take for a key. */
export const makeHexSecret = (): string => randomBytes(16).toString('hex')

/** Whether `text` can have come from `makeSecret(prefix)`. Says nothing about whether it is in force. */
export const isSecret = (prefix: string, text: string): boolean =>
  text.length === prefix.length + randomLength + checksumLength &&
  text.startsWith(prefix) &&
  checksum(text.slice(0, -checksumLength)) === text.slice(-checksumLength)

/**
 * SHA-256 in hex, the only form in which reference secrets are stored. Quick on purpose: nobody guesses
 * 256 random bits. Never for anything a person chose.
 */
export const secretHash = (secret: string): string => hash('sha256', secret, 'hex')

/** Equality in a time that tells nothing about either, not even the length. */
export const sameSecret = (one: string, other: string): boolean =>
  timingSafeEqual(hash('sha256', one, 'buffer'), hash('sha256', other, 'buffer'))
