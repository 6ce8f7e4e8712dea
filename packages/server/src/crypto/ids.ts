import { randomFillSync } from 'node:crypto'

// Asking the system for 16 bytes costs twenty times as much as cutting them from a filled pool.
const pool = Buffer.alloc(4096)
let next = pool.length

/** A random UUID (RFC 9562, version 4) written without dashes in `encoding`. */
export const makeUuid = (encoding: 'hex' | 'base64url'): string => {
  if (next === pool.length) {
    randomFillSync(pool)
    next = 0
  }
  const start = next
  next += 16
  pool[start + 6] = ((pool[start + 6] ?? 0) & 0x0f) | 0x40
  pool[start + 8] = ((pool[start + 8] ?? 0) & 0x3f) | 0x80
  return pool.toString(encoding, start, next)
}

/** The id of a new object: 32 lowercase hex digits. Unguessable in practice, but no secret. */
export const makeId = (): string => makeUuid('hex')
