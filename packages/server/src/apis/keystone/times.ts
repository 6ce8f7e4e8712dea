import { readIsoMicroseconds, readIsoTime } from '../../core/kernel/times.ts'
import { BadRequest } from '../../http/api.ts'

/** Tokens and receipts: whole seconds, six zero digits, Z (keystone.md section 1.1). Unix seconds in. */
export const tokenTime = (seconds: number): string =>
  `${new Date(Math.floor(seconds) * 1000).toISOString().slice(0, 19)}.000000Z`

/** Password and application credential expiry: microseconds, no Z. Unix milliseconds in, with a fraction. */
export const plainTime = (time: number | null): string | null => {
  if (time === null) return null
  const microseconds = Math.round(time * 1000)
  const ms = Math.floor(microseconds / 1000)
  const digits = String(microseconds - ms * 1000).padStart(3, '0')
  return `${new Date(ms).toISOString().slice(0, 23)}${digits}`
}

/** Trust expiry: as `plainTime`, with Z. */
export const trustTime = (time: number | null): string | null =>
  time === null ? null : `${plainTime(time)}Z`

/** An ISO 8601 time as unix milliseconds; UTC without an offset. */
export const readUtc = (field: string, text: string, read = readIsoTime): number => {
  const time = read(text)
  if (time !== undefined) return time
  throw new BadRequest(
    `Invalid input for field '${field}': it must be a time as in 2026-01-02T03:04:05Z.`,
    field,
  )
}

/** The expiry of a trust or an application credential: always UTC, an offset is rejected (keystone.md section 1.1). */
export const readExpiry = (text: string | null | undefined): number | null | undefined =>
  typeof text === 'string'
    ? readUtc('expires_at', text.endsWith('Z') ? text : `${text}Z`, readIsoMicroseconds)
    : text
