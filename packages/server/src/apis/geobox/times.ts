import { readIsoTime } from '../../core/kernel/times.ts'
import { BadRequest } from '../../http/api.ts'

/** With seconds and Z, the format that the client parses (geobox.md section 5). */
export const time = (ms: number): string => `${new Date(ms).toISOString().slice(0, -5)}Z`
export const timeOrNull = (ms: number | null): string | null => (ms === null ? null : time(ms))

/** Unix milliseconds of an ISO date (its start) or a date and time, in UTC without an offset. */
export const readTime = (field: string, text: string): number => {
  const moment = readIsoTime(text)
  if (moment !== undefined) return moment
  const detail = 'must be a date as in 2026-01-31, or a date and a time as in 2026-01-31T12:00:00Z'
  throw new BadRequest(detail, field, [{ pointer: `/${field}`, detail }])
}
