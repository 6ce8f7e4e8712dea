import type { User } from '../../directory/users/user.ts'
import type { CommandContext, OperationContext } from '../../kernel/operation.ts'
import type { Failures, LockRule } from './lockout-store.ts'

/** The user that failures count against. */
export type LockoutSubject = Pick<User, 'id' | 'domainId' | 'options'>

/** The id used for unknown users, so that attempts at them cost the same as at known users (T73). */
export const unknownUserId = ''

/** Undefined when lockout is disabled. */
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

/** Runs the same queries for an unknown user. */
export const isLocked = async (
  user: LockoutSubject | undefined,
  at: Pick<OperationContext, 'ports' | 'now' | 'stores'>,
): Promise<boolean> => {
  if (!lockRule(at)) return false
  const failures = await at.stores.lockouts.get(user?.id ?? unknownUserId)
  return user !== undefined && isLocking(failures, ruleFor(user, at))
}

/**
 * Counts one failure. For an unknown user, a locked user and a user exempt from lockout it writes a row of
 * `unknownUserId` instead, so that the response time is the same (T73).
 */
export const countFailure = async (user: LockoutSubject | undefined, at: CommandContext): Promise<void> => {
  if (!lockRule(at)) return
  const { stores, now, record } = at
  const rule = user && ruleFor(user, at)
  const count = user && rule && (await stores.lockouts.recordFailure(user.id, now, rule))
  if (count === undefined) {
    // This rule restarts the count every time, so that the row never locks.
    await stores.lockouts.recordFailure(unknownUserId, now, { attempts: 1, since: now })
    return
  }
  if (user && count === rule?.attempts)
    record({ kind: 'user.locked', subject: { type: 'user', id: user.id }, domainId: user.domainId })
}

/** Deletes the failures after a successful sign-in. Returns false when they locked the user meanwhile. */
export const settleFailures = async (
  user: LockoutSubject,
  at: Pick<OperationContext, 'ports' | 'now' | 'stores'>,
): Promise<boolean> => {
  const rule = ruleFor(user, at)
  return rule === undefined || at.stores.lockouts.clearUnlessLocked(user.id, rule)
}
