import { randomBytes } from 'node:crypto'

// Requesting 16 bytes from the system costs twenty times as much as slicing them from a pool.
let pool = Buffer.alloc(0)
let next = 0

/** 16 random bytes that are returned only once and never overwritten. */
export const random16 = (): Buffer => {
  if (next === pool.length) {
    pool = randomBytes(4096)
    next = 0
  }
  next += 16
  return pool.subarray(next - 16, next)
}
