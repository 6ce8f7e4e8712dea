import { assertCanManageOtherSystemUserById } from '../../directory/users/system-users.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { revokeApplicationCredentials } from '../application-credentials/revoke-application-credentials.ts'
import { softDeleteUser } from '../deletion/soft-delete-user.ts'
import { type KeyRef, keyTarget, ownedKey, requireApiKey } from './get-api-key.ts'

export type DeleteApiKey = KeyRef & {
  /** Whether deleting a key that is already deleted succeeds. */
  readonly orDeleted?: boolean | undefined
}

/**
 * Deletes the key, the credentials made with it, and a service user created for it. The key stays listed as deleted for
 * `deletedApiKeyRetention`.
 */
export const deleteApiKey = command({
  rule: 'muster:delete_api_key',
  load: (ref: DeleteApiKey, at) => ownedKey(ref, at),
  target: (_ref, owned) => keyTarget(owned),
  apply: async ({ orDeleted }, { found: { domainId, ...found }, ...at }): Promise<void> => {
    const key = await requireApiKey(found.key.id, at)
    if (orDeleted && key.deletedAt !== null) return
    await assertCanManageOtherSystemUserById(key.userId, at)
    const own = key.ownUser ? await at.stores.users.get(key.userId) : undefined
    if (own) return softDeleteUser(own, at)
    const ended = await at.stores.applicationCredentials.delete(key.id)
    if (ended.length === 0) throw notFound('api_key', key.id)
    await revokeApplicationCredentials(ended, domainId, at)
  },
})
