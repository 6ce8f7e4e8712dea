import { assertCanManageOtherSystemUser } from '../../directory/users/system-users.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import {
  credentialRules,
  credentialTarget,
  findCredential,
  type NamedCredential,
} from './get-application-credential.ts'
import { revokeApplicationCredentials } from './revoke-application-credentials.ts'

/** Revokes its tokens and deletes the EC2 credentials made with it. Its access rules remain available. */
export const deleteApplicationCredential = command({
  rules: credentialRules('identity:delete_application_credential', 'muster:delete_api_key'),
  load: (input: NamedCredential, at) => findCredential(input, at),
  target: credentialTarget,
  apply: async ({ id, userId }, at) => {
    const owner = await at.stores.users.get(userId)
    if (owner) assertCanManageOtherSystemUser(owner, at)
    const ended = at.found?.userId === userId ? await at.stores.applicationCredentials.delete(id) : []
    if (ended.length === 0) throw notFound('application_credential', id)
    await revokeApplicationCredentials(ended, owner?.domainId ?? null, at)
  },
})
