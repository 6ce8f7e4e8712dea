import type { AuthAttempt, AuthLimits } from '../core/access/authentication/limited-attempts.ts'
import { addressKey, type Limiter } from './rate-limits.ts'

export type AuthLimiters = {
  /** Failed authentications from one address. Absent: no limit. */
  readonly addresses?: Limiter | undefined
  /** Failed authentications of one subject from all addresses together. Absent: no limit. */
  readonly subjects?: Limiter | undefined
  /** Failed authentications of one subject from an address where it succeeded before. Absent: no limit. */
  readonly pairs?: Limiter | undefined
}

/** Maximum number of stored pairs of subject and address; the least recently used one is evicted. */
const capacity = 50_000

const secondsOf = (limiter: Limiter | undefined, key: string | undefined): number => {
  if (!limiter || key === undefined) return 0
  const { allowed, next } = limiter.peek(key)
  return allowed ? 0 : next
}

/**
 * Limits by address and by subject. A subject that succeeded from an address is limited there only by its own failures
 * from that address. Guesses from elsewhere therefore do not lock the user out, and failures of others behind the same
 * proxy do not stop a client with the correct password.
 */
export const authLimits = ({ addresses, subjects, pairs }: AuthLimiters): AuthLimits => {
  const succeeded = new Set<string>()
  const keysOf = ({ subject, address }: AuthAttempt) => {
    const from = address === undefined ? undefined : addressKey(address)
    return { subject, from, pair: JSON.stringify([subject, from]) }
  }
  return {
    retryAfter(attempt) {
      const { subject, from, pair } = keysOf(attempt)
      const seconds = succeeded.has(pair)
        ? secondsOf(pairs, pair)
        : Math.max(secondsOf(addresses, from), secondsOf(subjects, subject))
      return seconds === 0 ? undefined : seconds
    },
    failed(attempt) {
      const { subject, from, pair } = keysOf(attempt)
      if (succeeded.has(pair)) {
        pairs?.take(pair)
        return
      }
      if (from !== undefined) addresses?.take(from)
      subjects?.take(subject)
    },
    succeeded(attempt) {
      const { pair } = keysOf(attempt)
      succeeded.delete(pair)
      if (succeeded.size >= capacity) succeeded.delete(succeeded.keys().next().value ?? '')
      succeeded.add(pair)
    },
  }
}
