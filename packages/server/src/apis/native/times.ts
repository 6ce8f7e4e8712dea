import { readRfc3339 } from '../../core/kernel/times.ts'
import { BadRequest } from '../../http/api.ts'

/** Unix milliseconds as RFC 3339 in UTC. */
export const time = (ms: number): string => new Date(ms).toISOString()

/** RFC 3339 as unix milliseconds; null and undefined are returned unchanged. */
export const readTime = <T extends null | undefined>(field: string, text: string | T): number | T => {
  if (typeof text !== 'string') return text
  const moment = readRfc3339(text)
  if (moment !== undefined) return moment
  const detail = 'must be a valid time, as in 2026-01-31T12:00:00Z (RFC 3339)'
  throw new BadRequest(`Invalid input for field '${field}': it ${detail}.`, field, [
    { pointer: `/${field}`, detail },
  ])
}

export const timeOrNull = (ms: number | null): string | null => (ms === null ? null : time(ms))
