import type { At } from '../operation.ts'
import { forbiddenToDelegation, isBarred } from '../rules/delegation-bars.ts'

type Asking = Pick<At, 'caller'>

const spare = (userId: string, rule: string, { caller }: Asking): void => {
  if (caller.kind === 'known' && caller.userId === userId && isBarred(caller, rule))
    throw forbiddenToDelegation(rule)
}

/**
 * Refuses `forbidden` to become, by authority that was lent, the one who lent it: a password or an address of the
 * borrower's own would outlive the loan (T12). The right to change users does not make up for that.
 */
export const spareLendersProofs = (userId: string, at: Asking): void =>
  spare(userId, 'muster:set_own_password', at)

/** Refuses `forbidden` to delete the lender with what it lent for something else, by whatever route (T17). */
export const spareLender = (userId: string, at: Asking): void => spare(userId, 'muster:delete_own_user', at)
