import { assertCanManageSystemUserById } from '../../directory/users/system-users.ts'
import type { CommandContext } from '../../kernel/operation.ts'
import { revokeKeyTokens } from '../ec2/audit-chain.ts'
import type { Credential } from './credential.ts'
import { assertCanAccessCredential, checkMayManage } from './credential-access.ts'
import { isEc2 } from './credential-types.ts'

/**
 * The one way out of the store, whichever route asked. The tokens bought with a key end with it. False when
 * somebody was quicker.
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
