import type { Digests } from '../../kernel/ports.ts'

/** Seconds of one window, and the digits of its password (RFC 6238, as Keystone fixes them). */
const period = 30
const digits = 6

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/**
 * RFC 4648 section 6, padded or not, in letters of either case, in groups with spaces or hyphens between them, as
 * devices show seeds; undefined for anything else and for nothing.
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

/** The window that a time (unix milliseconds) falls into. */
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
