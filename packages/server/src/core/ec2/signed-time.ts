import type { Signed } from './signed-request.ts'

const basic = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z?$/
const extended = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?$/
const mail = /^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (?:GMT|UTC|[+-]\d{4})$/
const unix = /^\d{9,11}$/

const numberOrNothing = (ms: number) => (Number.isNaN(ms) ? undefined : ms)

/** ISO 8601 in both spellings (UTC where it does not say), or the date of mail and HTTP; unix milliseconds. */
export const readTime = (text: string): number | undefined => {
  const [, year, month, day, hour, minute, second] = basic.exec(text) ?? []
  if (year) return numberOrNothing(Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`))
  const iso = extended.exec(text)
  if (iso) return numberOrNothing(Date.parse(iso[1] === undefined ? `${text}Z` : text))
  return mail.test(text) ? numberOrNothing(Date.parse(text)) : undefined
}

const readEnd = (text: string): number | undefined => (unix.test(text) ? Number(text) * 1000 : readTime(text))

/**
 * Until when such a signature could be used again, in unix milliseconds; undefined when it no longer counts now, or
 * not yet. A request that carries no time is good for ever, once: then null.
 * @param window milliseconds before and after now
 */
export const goodUntil = ({ time, ends }: Signed, now: number, window: number): number | null | undefined => {
  const limits: number[] = []
  if (time !== undefined) {
    const at = readTime(time)
    if (at === undefined || Math.abs(now - at) > window) return undefined
    limits.push(at + window)
  }
  if (ends !== undefined) {
    const at = readEnd(ends)
    if (at === undefined || at < now) return undefined
    limits.push(at)
  }
  return limits.length === 0 ? null : Math.min(...limits)
}
