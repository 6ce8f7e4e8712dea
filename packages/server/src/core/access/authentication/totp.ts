import type { Digests } from '../../kernel/ports.ts'

/** The time step in seconds and the number of digits (RFC 6238, with Keystone's values). */
const period = 30
const digits = 6

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/**
 * Decodes base32 (RFC 4648 section 6) in either case, with or without padding, and with spaces or hyphens between groups,
 * as devices show seeds. Undefined for other text and for the empty text.
 */
export const decodeBase32 = (text: string): Uint8Array | undefined => {
  const bare = text
    .replace(/[\s-]+/g, '')
    .replace(/=+$/, '')
    .toUpperCase()
  if (bare === '' || [1, 3, 6].includes(bare.length % 8)) return undefined
  const bytes: number[] = []
  let held = 0
  let bits = 0
  for (const character of bare) {
    const value = alphabet.indexOf(character)
    if (value < 0) return undefined
    held = ((held << 5) | value) & 0xfff
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes.push((held >> bits) & 0xff)
    }
  }
  return Uint8Array.from(bytes)
}

/** Base32 in upper case, without padding. */
export const encodeBase32 = (bytes: Uint8Array): string => {
  let text = ''
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += alphabet.charAt((held >> bits) & 31)
    }
  }
  return bits === 0 ? text : text + alphabet.charAt((held << (5 - bits)) & 31)
}

/** The time step of a time in unix milliseconds. */
export const stepAt = (now: number): number => Math.floor(now / 1000 / period)

/** RFC 4226 section 5.3, HMAC-SHA-1. */
export const passcodeOf = (
  secret: Uint8Array,
  step: number,
  { hmacSha1 }: Pick<Digests, 'hmacSha1'>,
): string => {
  const counter = new Uint8Array(8)
  new DataView(counter.buffer).setBigUint64(0, BigInt(step))
  const digest = hmacSha1(secret, counter)
  const start = (digest[digest.length - 1] ?? 0) & 0xf
  const number = new DataView(digest.buffer, digest.byteOffset + start, 4).getUint32(0) & 0x7fffffff
  return String(number % 10 ** digits).padStart(digits, '0')
}
export type PasscodeStore = {
  /**
   * Consumes the one-time password of a time step (RFC 6238). Returns true for exactly one of several concurrent calls,
   * and false for that step and earlier ones from then on. Rejects with `not_found` for an unknown credential.
   */
  use(credentialId: string, step: number): Promise<boolean>
}
