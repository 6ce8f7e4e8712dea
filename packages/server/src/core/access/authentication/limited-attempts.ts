import { type DomainError, domainError, isDomainError } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import type { Subject } from './sign-in-state.ts'

/** The subject of an authentication attempt, and the network address of the client where it is known. */
export type AuthAttempt = { readonly subject: string; readonly address: string | undefined }

/** Counts failed attempts in memory, per node. */
export type AuthLimits = {
  /** Seconds until the next attempt is allowed; undefined when it is allowed now. */
  retryAfter(attempt: AuthAttempt): number | undefined
  failed(attempt: AuthAttempt): void
  /** From now on this subject and this address together are limited by their own failures only. */
  succeeded(attempt: AuthAttempt): void
}

const tooMany = (seconds: number): DomainError =>
  domainError(
    'resource_exhausted',
    'too_many_failed_proofs',
    `Too many failed sign-ins. Try again in ${seconds} seconds.`,
    {
      retryAfter: seconds,
    },
  )

/** The subject for a user. Attempts at unknown names are limited as well (T73). */
export const userSubject = ({ user, reference }: Pick<Subject, 'user' | 'reference'>): string =>
  user ? `user:${user.id}` : `unknown:${reference}`

/**
 * Runs one authentication attempt. It counts as failed when `work` returns an `AuthFailure` or throws `unauthenticated`.
 * Rejects with `resource_exhausted` once the limit is reached, also for a successful attempt while parallel ones reached
 * the limit: the response would reveal which of many parallel guesses was right.
 */
export const limitAttempts = async <T extends object>(
  subject: string,
  { ports: { proofLimits }, address }: Pick<OperationContext, 'ports' | 'address'>,
  work: () => Promise<T>,
): Promise<T> => {
  // Names are client input of any length; subjects of known users are shorter than this.
  const attempt: AuthAttempt = { subject: subject.slice(0, 400), address }
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
