import type { OperationContext } from '../../kernel/operation.ts'
import type { RuleName } from '../../kernel/rules/defaults/all.ts'
import { delegationNotAllowed, isRestricted } from '../../kernel/rules/delegation-restrictions.ts'

type Context = Pick<OperationContext, 'caller'>

const rejectRestrictedCaller = (userId: string, rule: RuleName, { caller }: Context): void => {
  if (caller.kind === 'known' && caller.userId === userId && isRestricted(caller, rule))
    throw delegationNotAllowed(rule)
}

/**
 * Rejects with `forbidden` changes of the delegator's own credentials by a delegated caller: a new password or email
 * address would outlive the delegation (T12). Applies also when the rules allow the caller to change users.
 */
export const assertNotDelegatorCredentials = (userId: string, at: Context): void =>
  rejectRestrictedCaller(userId, 'muster:set_own_password', at)

/** Rejects with `forbidden` the deletion of the delegator by a delegated caller, on every route (T17). */
export const assertNotDelegator = (userId: string, at: Context): void =>
  rejectRestrictedCaller(userId, 'muster:delete_own_user', at)
