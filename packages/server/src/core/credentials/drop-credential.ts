import type { Applying } from '../operation.ts'
import type { Credential } from './credential.ts'
import { checkMayManage, checkReach } from './lent-reach.ts'

/** The one way out of the store, whichever route asked. False when somebody was quicker. */
export const dropCredential = async (
  credential: Credential,
  { caller, stores, record }: Pick<Applying, 'caller' | 'stores' | 'record'>,
): Promise<boolean> => {
  checkMayManage(caller, credential)
  checkReach(caller, credential)
  const { id, type, userId, projectId } = credential
  if (!(await stores.credentials.delete(id))) return false
  record({
    kind: 'credential.deleted',
    subject: { type: 'credential', id },
    detail: { type, user_id: userId, project_id: projectId },
  })
  return true
}
