import { random16 } from './random-pool.ts'

/** A random UUID (RFC 9562, version 4) written without dashes in `encoding`. */
export const makeUuid = (encoding: 'hex' | 'base64url'): string => {
  const bytes = random16()
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return bytes.toString(encoding)
}

/** The id of a new object: 32 lowercase hex digits. Unguessable in practice, but no secret. */
export const makeId = (): string => makeUuid('hex')

/**
 * Ids that sort in the order they are made: UUIDs of RFC 9562 version 7, its milliseconds, a counter of 12 bits that
 * begins anew with each, and 62 random bits, in 32 hex digits. Many rows made one after another then stand together
 * in every index of ids, where random ones touch a page of it each.
 */
export const makeOrderedIds = (now: () => number): (() => string) => {
  let time = 0
  let counter = 0
  return () => {
    const current = now()
    counter = current > time ? 0 : counter + 1
    time = Math.max(time, current)
    if (counter > 0xfff) {
      // Ahead of the clock until it has caught up.
      time++
      counter = 0
    }
    const bytes = random16()
    bytes.writeUIntBE(time, 0, 6)
    bytes.writeUInt16BE(0x7000 | counter, 6)
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
    return bytes.toString('hex')
  }
}
