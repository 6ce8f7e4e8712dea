import type { User } from '../../directory/users/user.ts'
import type { CommandContext, OperationContext } from '../../kernel/operation.ts'
import type { Failures, LockRule } from './lockout-store.ts'

/** Whom failures count against. */
export type LockoutSubject = Pick<User, 'id' | 'domainId' | 'options'>

/** Stands for a user that is not there, so that a guess at it costs what a guess at any other costs (T73). */
export const unknownUserId = ''

/** Undefined where no number of failures locks anybody. */
export const lockRule = ({ ports, now }: Pick<OperationContext, 'ports' | 'now'>): LockRule | undefined => {
  const { lockoutFailureAttempts: attempts, lockoutDuration: seconds } = ports.settings
  if (attempts === undefined) return undefined
  return { attempts, since: seconds === 0 ? -1 : now - seconds * 1000 }
}

const ruleFor = (user: LockoutSubject, at: Pick<OperationContext, 'ports' | 'now'>): LockRule | undefined =>
  user.options.ignore_lockout_failure_attempts ? undefined : lockRule(at)

export const isLocking = (failures: Failures | undefined, rule: LockRule | undefined): boolean =>
  failures !== undefined &&
  rule !== undefined &&
  failures.count >= rule.attempts &&
  failures.lastAt > rule.since

/** Reads as much for nobody as for anybody. */
export const isLocked = async (
  user: LockoutSubject | undefined,
  at: Pick<OperationContext, 'ports' | 'now' | 'stores'>,
): Promise<boolean> => {
  if (!lockRule(at)) return false
  const failures = await at.stores.lockouts.get(user?.id ?? unknownUserId)
  return user !== undefined && isLocking(failures, ruleFor(user, at))
}

/**
 * Counts one failure. What counts against no user (an unknown one, one that is locked already, one that is never
 * locked) is written down just so, in a row of nobody's: the time an answer takes tells nothing (T73).
 */
export const countFailure = async (user: LockoutSubject | undefined, at: CommandContext): Promise<void> => {
  if (!lockRule(at)) return
  const { stores, now, record } = at
  const rule = user && ruleFor(user, at)
  const count = user && rule && (await stores.lockouts.count(user.id, now, rule))
  if (count === undefined) {
    // Begins anew every time, so that it never grows.
    await stores.lockouts.count(unknownUserId, now, { attempts: 1, since: now })
    return
  }
  if (user && count === rule?.attempts)
    record({ kind: 'user.locked', subject: { type: 'user', id: user.id }, domainId: user.domainId })
}

/** The failures are forgiven once a sign-in is complete. False: they have locked the user meanwhile. */
export const settleFailures = async (
  user: LockoutSubject,
  at: Pick<OperationContext, 'ports' | 'now' | 'stores'>,
): Promise<boolean> => {
  const rule = ruleFor(user, at)
  return rule === undefined || at.stores.lockouts.settle(user.id, rule)
}
