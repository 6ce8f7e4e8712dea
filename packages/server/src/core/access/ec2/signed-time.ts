import { readBasicTime, readIsoTime, readMailTime } from '../../kernel/times.ts'
import type { Signed } from './signed-request.ts'

const unix = /^\d{9,11}$/

/** ISO 8601 in both spellings (UTC where it does not say), or the date of mail and HTTP; unix milliseconds. */
export const readTime = (text: string): number | undefined =>
  readBasicTime(text) ?? (text.length > 10 ? readIsoTime(text) : undefined) ?? readMailTime(text)

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
