import { assertCanManageSystemUserById } from '../../directory/users/system-users.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { type CommandContext, command } from '../../kernel/operation.ts'
import { revokeKeyTokens } from '../ec2/audit-chain.ts'
import type { Credential } from './credential.ts'
import { assertCanAccessCredential, checkMayManage } from './credential-access.ts'
import { isEc2 } from './credential-types.ts'
import { credentialTarget, requireCredential } from './get-credential.ts'

export const deleteCredential = command({
  rule: 'identity:delete_credential',
  load: ({ id }: { readonly id: string }, at) => requireCredential(id, at),
  target: (_input, credential) => credentialTarget(credential),
  isolation: 'read committed',
  apply: async ({ id }, { found, ...at }) => {
    if (!(await deleteCredentialRow(found, at))) throw notFound('credential', id)
  },
})

/**
 * The only way to delete a credential, for every route. Revokes the tokens issued for an EC2 key. Returns false when the
 * credential is already gone.
 */
export const deleteCredentialRow = async (
  credential: Credential,
  { caller, stores, now, may, record }: Pick<CommandContext, 'caller' | 'stores' | 'now' | 'may' | 'record'>,
): Promise<boolean> => {
  checkMayManage(caller, credential)
  assertCanAccessCredential(caller, credential)
  await assertCanManageSystemUserById(credential.userId, { stores, may })
  const { id, type, userId, projectId } = credential
  if (!(await stores.credentials.delete(id))) return false
  const invalidated = isEc2(type) ? await revokeKeyTokens(id, { stores, now }) : []
  record({
    kind: 'credential.deleted',
    subject: { type: 'credential', id },
    invalidates: invalidated,
    detail: { type, user_id: userId, project_id: projectId },
  })
  return true
}
