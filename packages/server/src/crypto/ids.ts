import { random16 } from './random-pool.ts'

/** A random UUID (RFC 9562, version 4) written without dashes in `encoding`. */
export const makeUuid = (encoding: 'hex' | 'base64url'): string => {
  const bytes = random16()
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return bytes.toString(encoding)
}

/** The id of a new object: 32 lower case hex digits. Unpredictable, but not a secret. */
export const makeId = (): string => makeUuid('hex')

/**
 * Ids that sort in their order of creation: UUIDs of version 7 (RFC 9562) with milliseconds, a 12-bit counter that
 * restarts every millisecond, and 62 random bits, in 32 hex digits. Consecutive rows are adjacent in every index of
 * ids, whereas random ids would each write to another page.
 */
export const makeOrderedIds = (now: () => number): (() => string) => {
  let time = 0
  let counter = 0
  return () => {
    const current = now()
    counter = current > time ? 0 : counter + 1
    time = Math.max(time, current)
    if (counter > 0xfff) {
      // Runs ahead of the clock until it catches up.
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
