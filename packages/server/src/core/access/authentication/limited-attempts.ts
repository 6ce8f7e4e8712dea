import { type DomainError, domainError, isDomainError } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'

/** What is guessed at, and the network address that guesses, where it is known. */
export type ProofAttempt = { readonly subject: string; readonly address: string | undefined }

/** Counts failed proofs. Counts are kept in memory, so each node counts its own. */
export type ProofLimits = {
  /** Seconds until the next attempt is allowed; undefined: it is allowed now. */
  retryAfter(attempt: ProofAttempt): number | undefined
  failed(attempt: ProofAttempt): void
  /** From here on this subject and this address are limited by their own failures only. */
  succeeded(attempt: ProofAttempt): void
}

const tooMany = (seconds: number): DomainError =>
  domainError(
    'resource_exhausted',
    'too_many_failed_proofs',
    `Too many failed sign-ins: try again in ${seconds} seconds.`,
    {
      retryAfter: seconds,
    },
  )

/** The subject of a user, known or not: guesses at a name that does not exist are limited like any other (T73). */
export const userSubject = (user: { readonly id: string } | undefined, reference: string): string =>
  user ? `user:${user.id}` : `unknown:${reference}`

/**
 * Runs one check of a proof. A failed proof is one that `work` answers as `wrong` or rejects as `unauthenticated`;
 * only those count. Rejects `resource_exhausted` once the limit is reached, also for a proof that turned out right while others
 * used the limit up: the answer would reveal which of many parallel guesses was right.
 */
export const limitAttempts = async <T extends object>(
  subject: string,
  { ports: { proofLimits }, address }: Pick<OperationContext, 'ports' | 'address'>,
  work: () => Promise<T>,
): Promise<T> => {
  // Names come from the request and may be of any length; no subject that exists is longer than this.
  const attempt: ProofAttempt = { subject: subject.slice(0, 400), address }
  const check = (): void => {
    const seconds = proofLimits.retryAfter(attempt)
    if (seconds !== undefined) throw tooMany(seconds)
  }
  check()
  let outcome: T
  try {
    outcome = await work()
  } catch (thrown) {
    if (!isDomainError(thrown, 'unauthenticated')) throw thrown
    check()
    proofLimits.failed(attempt)
    throw thrown
  }
  check()
  if ('wrong' in outcome) proofLimits.failed(attempt)
  else proofLimits.succeeded(attempt)
  return outcome
}
