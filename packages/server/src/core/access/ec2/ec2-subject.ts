import type { OperationContext } from '../../kernel/operation.ts'
import { authenticationFailed, type DelegationBinding } from '../authentication/auth-result.ts'
import type { Credential } from '../credentials/credential.ts'
import { namesOnly, readEc2Blob } from '../credentials/ec2-blob.ts'
import { isUsedUp } from '../trusts/trust.ts'

export type Ec2Subject = {
  /** The user who receives the token; with a trust, the trustee, also when the trust impersonates the trustor. */
  readonly userId: string
  readonly delegated: DelegationBinding
  /** The trust with limited uses that this token consumes one use of. */
  readonly usesTrust?: string
}

/** The user and the delegation of a token for this key. The delegation is the stored one; the blob must agree (T01). */
export const resolveEc2Subject = async (
  credential: Credential,
  at: Pick<OperationContext, 'stores'>,
): Promise<Ec2Subject> => {
  const { userId, projectId, madeWith, blob } = credential
  if (projectId === null) throw authenticationFailed('key_without_project')
  if (!namesOnly(readEc2Blob(blob), madeWith)) throw authenticationFailed('key_of_another_delegation')
  const scope = { kind: 'project', projectId } as const
  switch (madeWith?.kind) {
    case undefined:
      return { userId, delegated: { scope } }
    case 'application_credential':
      return { userId, delegated: { scope, applicationCredentialId: madeWith.id } }
    case 'access_token':
      return { userId, delegated: { scope, accessTokenId: madeWith.id } }
    case 'trust':
      return byTrust(madeWith.id, userId, projectId, at)
  }
}

const byTrust = async (
  trustId: string,
  userId: string,
  projectId: string,
  at: Pick<OperationContext, 'stores'>,
): Promise<Ec2Subject> => {
  const trust = await at.stores.trusts.get(trustId)
  if (!trust) throw authenticationFailed('trust_unknown')
  const effectiveUser = trust.impersonation ? trust.trustorId : trust.trusteeId
  if (effectiveUser !== userId || trust.projectId !== projectId) throw authenticationFailed('trust_elsewhere')
  if (isUsedUp(trust)) throw authenticationFailed('trust_used_up')
  return {
    userId: trust.trusteeId,
    delegated: { scope: { kind: 'project', projectId }, trustId },
    ...(trust.remainingUses === null ? {} : { usesTrust: trustId }),
  }
}
