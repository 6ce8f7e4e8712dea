import type { ProofAttempt, ProofLimits } from '../core/access/authentication/limited-attempts.ts'
import { addressKey, type Limiter } from './rate-limits.ts'

export type ProofLimiters = {
  /** Failed proofs from one address. Absent: any number. */
  readonly addresses?: Limiter | undefined
  /** Failed proofs of one subject, from all addresses together. Absent: any number. */
  readonly subjects?: Limiter | undefined
  /** Failed proofs of one subject from an address where it succeeded before. Absent: any number. */
  readonly pairs?: Limiter | undefined
}

/** Pairs of a subject and an address that are remembered; the one unused for longest is dropped. */
const capacity = 50_000

const secondsOf = (limiter: Limiter | undefined, key: string | undefined): number => {
  if (!limiter || key === undefined) return 0
  const { allowed, next } = limiter.peek(key)
  return allowed ? 0 : next
}

/**
 * Limits by address and by subject. A subject that succeeded from an address is limited there by its own failures at
 * that address and by nothing else, so guesses from elsewhere do not lock the user out of the places it works from,
 * and a failing neighbour behind the same proxy does not stop a program whose password is right.
 */
export const proofLimits = ({ addresses, subjects, pairs }: ProofLimiters): ProofLimits => {
  const succeeded = new Set<string>()
  const keysOf = ({ subject, address }: ProofAttempt) => {
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
