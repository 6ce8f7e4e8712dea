import { endKeyTokens } from '../ec2/key-chain.ts'
import type { Applying } from '../operation.ts'
import { spareSystemUserById } from '../users/system-users.ts'
import type { Credential } from './credential.ts'
import { isEc2 } from './credential-types.ts'
import { checkMayManage, checkReach } from './lent-reach.ts'

/**
 * The one way out of the store, whichever route asked. The tokens bought with a key end with it. False when
 * somebody was quicker.
 */
export const dropCredential = async (
  credential: Credential,
  { caller, stores, now, may, record }: Pick<Applying, 'caller' | 'stores' | 'now' | 'may' | 'record'>,
): Promise<boolean> => {
  checkMayManage(caller, credential)
  checkReach(caller, credential)
  await spareSystemUserById(credential.userId, { stores, may })
  const { id, type, userId, projectId } = credential
  if (!(await stores.credentials.delete(id))) return false
  const touches = isEc2(type) ? await endKeyTokens(id, { stores, now }) : []
  record({
    kind: 'credential.deleted',
    subject: { type: 'credential', id },
    touches,
    detail: { type, user_id: userId, project_id: projectId },
  })
  return true
}
