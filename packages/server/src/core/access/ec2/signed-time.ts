import { readBasicTime, readIsoTime, readMailTime } from '../../kernel/times.ts'
import type { Signed } from './signed-request.ts'

const unix = /^\d{9,11}$/

/** Unix milliseconds of ISO 8601 in basic or extended form (UTC without an offset), or of an RFC 5322 date. */
export const readTime = (text: string): number | undefined =>
  readBasicTime(text) ?? (text.length > 10 ? readIsoTime(text) : undefined) ?? readMailTime(text)

const readEnd = (text: string): number | undefined => (unix.test(text) ? Number(text) * 1000 : readTime(text))

/**
 * The unix milliseconds until which the signature could be replayed. Undefined when it is not valid now. Null for a
 * request without a time: it never expires, and is accepted once.
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
