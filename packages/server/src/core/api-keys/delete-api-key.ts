import { endApplicationCredentials } from '../application-credentials/end-application-credentials.ts'
import { command } from '../operation.ts'
import { notFound } from '../refusal.ts'
import { endUser } from '../users/end-user.ts'
import { spareOtherSystemUserById } from '../users/system-users.ts'
import { type KeyRef, keyTarget, ownedKey, theApiKey } from './get-api-key.ts'

export type DeleteApiKey = KeyRef & {
  /** A key that is deleted already is no reason to refuse. */
  readonly orDeleted?: boolean | undefined
}

/**
 * Ends the key and what was made with it, and a user that was made for it. What it was called stays to be looked
 * at for a while.
 */
export const deleteApiKey = command({
  rule: 'muster:delete_api_key',
  load: (ref: DeleteApiKey, at) => ownedKey(ref, at),
  target: (_ref, owned) => keyTarget(owned),
  apply: async ({ orDeleted }, { found: { domainId, ...found }, ...at }): Promise<void> => {
    const key = await theApiKey(found.key.id, at)
    if (orDeleted && key.deletedAt !== null) return
    await spareOtherSystemUserById(key.userId, at)
    const own = key.ownUser ? await at.stores.users.get(key.userId) : undefined
    if (own) return endUser(own, at)
    const ended = await at.stores.applicationCredentials.delete(key.id)
    if (ended.length === 0) throw notFound('api_key', key.id)
    await endApplicationCredentials(ended, domainId, at)
  },
})
