import type { At } from '../operation.ts'
import { refuse } from '../refusal.ts'
import { type Afterwards, failedSignIn, type Lent } from './proof.ts'

/** The scope `OS-TRUST:trust`, for the trustee alone; each token made takes one use (keystone.md section 19). */
export const trustScope = async (
  trustId: string,
  userId: string,
  { stores }: Pick<At, 'stores'>,
): Promise<{ readonly lent: Lent; readonly afterwards: readonly Afterwards[] }> => {
  const trust = await stores.trusts.get(trustId)
  if (!trust) throw failedSignIn('trust_unknown')
  if (trust.trusteeId !== userId)
    throw refuse('barred', 'not_the_trustee', 'Only the trustee may use this trust.')
  if (trust.remainingUses === 0) throw failedSignIn('trust_used_up')
  if (trust.projectId === null) throw failedSignIn('trust_without_project')
  return {
    lent: { scope: { kind: 'project', projectId: trust.projectId }, trustId },
    afterwards: trust.remainingUses === null ? [] : [{ kind: 'consume_trust', trustId }],
  }
}
