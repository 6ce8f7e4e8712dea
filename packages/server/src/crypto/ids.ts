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
