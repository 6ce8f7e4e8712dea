import { shouldRecordUse } from '../../directory/users/inactivity.ts'
import { lockRule } from './lockout.ts'
import type { Step } from './sign-in-state.ts'

/**
 * The side effects of a successful sign-in; most sign-ins have none. The row of the user is locked first, as in every
 * change of a user, which prevents deadlocks.
 */
export const collectSideEffects: Step = ({ user, results, sideEffects }, at) => ({
  sideEffects: [
    // Exchanging a token is not a new sign-in.
    ...(user && shouldRecordUse(user, at.now) && results.some((result) => result.rootAuditId === undefined)
      ? [{ kind: 'mark_active', userId: user.id } as const]
      : []),
    ...(user && lockRule(at) && results.some((result) => result.countsTowardLockout)
      ? [{ kind: 'settle_failures', user } as const]
      : []),
    ...results.flatMap((result) => [
      ...(result.sideEffects ?? []),
      ...(result.recordUse ? [result.recordUse] : []),
    ]),
    ...sideEffects,
  ],
})
