import { Unreadable } from '../../http/face.ts'

/** Tokens, receipts, trusts: whole seconds, six zero digits, Z (keystone.md section 1.1). Unix seconds in. */
export const tokenTime = (seconds: number): string =>
  `${new Date(Math.floor(seconds) * 1000).toISOString().slice(0, 19)}.000000Z`

/** Password and application credential expiry: microseconds, no Z. Unix milliseconds in. */
export const plainTime = (ms: number | null): string | null =>
  ms === null ? null : `${new Date(ms).toISOString().slice(0, 23)}000`

const isoTime = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)?(Z|[+-]\d\d:\d\d)?$/

/** An ISO 8601 time, UTC where it does not say, as unix milliseconds. */
export const readUtc = (field: string, text: string): number => {
  const [, zone] = isoTime.exec(text) ?? [undefined, '']
  const time = text.replace(' ', 'T').slice(0, text.length - (zone?.length ?? 0))
  const local = Date.parse(`${time.length === 10 ? `${time}T00:00` : time}Z`)
  // A day that is not in the calendar would otherwise become one of the next month.
  if (zone === '' || Number.isNaN(local) || !new Date(local).toISOString().startsWith(time.slice(0, 10)))
    throw new Unreadable(
      `Invalid input for field '${field}': it is not a time as in 2026-01-02T03:04:05Z.`,
      field,
    )
  return local - offsetOf(zone)
}

const offsetOf = (zone = 'Z'): number => {
  if (zone === 'Z') return 0
  const [hours = 0, minutes = 0] = zone.slice(1).split(':').map(Number)
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000
}

/** When a trust or an application credential expires: always UTC, so an offset is refused (keystone.md section 1.1). */
export const readExpiry = (text: string | null | undefined): number | null | undefined =>
  typeof text === 'string' ? readUtc('expires_at', text.endsWith('Z') ? text : `${text}Z`) : text
