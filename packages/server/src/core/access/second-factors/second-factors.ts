import { requireUser } from '../../directory/users/get-user.ts'
import { requireCaller, selfTarget } from '../../kernel/caller.ts'
import { type DomainError, domainError, notFound } from '../../kernel/domain-error.ts'
import { command, query } from '../../kernel/operation.ts'
import { credentialsOf } from '../credentials/credentials-of.ts'
import { deleteCredentialRow } from '../credentials/delete-credential.ts'
import {
  endRequirement,
  isFactorRequired,
  isOwnChoice,
  readSecondFactors,
  type SecondFactors,
} from './second-factor.ts'
import { applyVerification, type Proof, verifyCaller } from './verify-caller.ts'

/** The caller's devices for one-time passwords, without their seeds. */
export const listOwnSecondFactors = query({
  rule: 'muster:list_own_second_factors',
  target: (_input: object, _found, { caller }) => selfTarget(caller),
  read: async (_input, _found, at): Promise<SecondFactors> =>
    readSecondFactors(await requireUser(requireCaller(at.caller).userId, at), at),
})

export type RemoveOwnSecondFactor = { readonly id: string; readonly proof: Proof }

/**
 * Removes a device of the caller, who presents the password or a one-time password: a session alone is not enough. With the
 * last device the requirement of a second factor ends if the user alone has set it. Rejects with `failed_precondition`
 * if an administrator requires one, since the user could not sign in again.
 */
export const removeOwnSecondFactor = command({
  rule: 'muster:manage_own_second_factors',
  target: (_input: RemoveOwnSecondFactor, _found, { caller }) => selfTarget(caller),
  prepare: ({ proof }, _found, at) => verifyCaller(proof, at),
  apply: async ({ id }, { prepared, ...at }): Promise<undefined | DomainError> => {
    const failure = await applyVerification(prepared, at)
    if (failure) return failure
    const user = await requireUser(requireCaller(at.caller).userId, at)
    const factors = await credentialsOf(user.id, 'totp', at)
    const factor = factors.find((one) => one.id === id)
    if (!factor) throw notFound('credential', id)
    if (factors.length === 1 && isOwnChoice(user)) await endRequirement(user, at)
    else if (factors.length === 1 && isFactorRequired(user, at))
      throw domainError(
        'failed_precondition',
        'factor_required',
        'An administrator requires a second factor for this user. Add another device first, or ask an administrator.',
      )
    if (!(await deleteCredentialRow(factor, at))) throw notFound('credential', id)
    return undefined
  },
})
