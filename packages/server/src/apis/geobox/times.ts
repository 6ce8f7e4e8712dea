import { readIsoTime } from '../../core/kernel/times.ts'
import { BadRequest } from '../../http/api.ts'

/** Seconds and a Z: what the client turns into a date (geobox.md section 5). */
export const time = (ms: number): string => `${new Date(ms).toISOString().slice(0, -5)}Z`
export const timeOrNull = (ms: number | null): string | null => (ms === null ? null : time(ms))

/** Unix milliseconds of an ISO date (its first moment) or of a date and a time, in UTC unless it says otherwise. */
export const readTime = (field: string, text: string): number => {
  const moment = readIsoTime(text)
  if (moment !== undefined) return moment
  const detail = 'must be a date as 2026-01-31, or a date and a time as 2026-01-31T12:00:00Z'
  throw new BadRequest(detail, field, [{ pointer: `/${field}`, detail }])
}
