import { domainError } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import { isUsedUp } from '../trusts/trust.ts'
import { authenticationFailed } from './auth-result.ts'
import type { SignInState } from './sign-in-state.ts'

/** Resolves the scope `OS-TRUST:trust` for the trustee; each token consumes one use of the trust (keystone.md section 19). */
export const trustScope = async (
  trustId: string,
  userId: string,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<Pick<SignInState, 'binding' | 'sideEffects'>> => {
  const trust = await stores.trusts.get(trustId)
  if (!trust) throw authenticationFailed('trust_unknown')
  if (trust.trusteeId !== userId)
    throw domainError('failed_precondition', 'not_the_trustee', 'This trust can be used only by its trustee.')
  if (isUsedUp(trust)) throw authenticationFailed('trust_used_up')
  if (trust.projectId === null) throw authenticationFailed('trust_without_project')
  return {
    binding: { scope: { kind: 'project', projectId: trust.projectId }, trustId },
    sideEffects: trust.remainingUses === null ? [] : [{ kind: 'consume_trust', trustId }],
  }
}
