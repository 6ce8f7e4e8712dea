import type { User } from '../../directory/users/user.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import { authenticationFailed } from './auth-result.ts'
import { factorsMissing, methodsOfReceipt } from './issue-receipt.ts'
import { lockRule } from './lockout.ts'
import { missingFactors } from './multi-factor.ts'
import { enabledMethods } from './run-methods.ts'
import type { SignInState, Step } from './sign-in-state.ts'

/** The multi-factor rules that the completed methods leave unsatisfied; undefined when a rule is satisfied. */
export const unsatisfiedRules = (
  { options }: Pick<User, 'options'>,
  { results, earlier }: Pick<SignInState, 'results' | 'earlier'>,
  { ports: { settings } }: Pick<OperationContext, 'ports'>,
): ReturnType<typeof missingFactors> => {
  const completed = [...results.flatMap((result) => result.methods), ...earlier]
  return missingFactors(options, completed, enabledMethods(settings))
}

/**
 * Checks the completed methods against the user's multi-factor rules (T64). When factors are missing, one-time values
 * among the completed ones are consumed nevertheless.
 */
export const checkFactors: Step = async ({ user, cachedView, results, request }, at) => {
  // The view satisfied the rules when it was cached.
  if (cachedView && !user) return {}
  if (!user) throw authenticationFailed('user_unknown')
  const earlier = await methodsOfReceipt(request.receipt, user, at)
  const required = unsatisfiedRules(user, { results, earlier }, at)
  if (!required) return { earlier }
  const consumed = results
    .flatMap((result) => result.sideEffects ?? [])
    .filter(({ kind }) => kind !== 'rehash')
  const guarded = lockRule(at) && results.some((result) => result.countsTowardLockout)
  return {
    failure: await factorsMissing(user, { results, earlier }, required, at),
    sideEffects: [...(guarded ? [{ kind: 'check_lock', user } as const] : []), ...consumed],
  }
}
