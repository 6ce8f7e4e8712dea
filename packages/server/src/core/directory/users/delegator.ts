import type { OperationContext } from '../../kernel/operation.ts'
import { delegationNotAllowed, isRestricted } from '../../kernel/rules/delegation-restrictions.ts'

type Asking = Pick<OperationContext, 'caller'>

const spare = (userId: string, rule: string, { caller }: Asking): void => {
  if (caller.kind === 'known' && caller.userId === userId && isRestricted(caller, rule))
    throw delegationNotAllowed(rule)
}

/**
 * Rejects with `forbidden` to become, by authority that was lent, the one who lent it: a password or an address of the
 * borrower's own would outlive the loan (T12). The right to change users does not make up for that.
 */
export const assertNotDelegatorCredentials = (userId: string, at: Asking): void =>
  spare(userId, 'muster:set_own_password', at)

/** Rejects with `forbidden` to delete the lender with what it lent for something else, by whatever route (T17). */
export const assertNotDelegator = (userId: string, at: Asking): void =>
  spare(userId, 'muster:delete_own_user', at)
