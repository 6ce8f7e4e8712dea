import { endApplicationCredentials } from '../application-credentials/end-application-credentials.ts'
import { command } from '../operation.ts'
import { notFound } from '../refusal.ts'
import { type KeyRef, keyTarget, ownedKey } from './get-api-key.ts'

/** Ends the key and what was made with it. What it was called stays to be looked at for a while. */
export const deleteApiKey = command({
  rule: 'muster:delete_api_key',
  load: (ref: KeyRef, at) => ownedKey(ref, at),
  target: (_ref, owned) => keyTarget(owned),
  apply: async (_ref, { found: { key, domainId }, ...at }) => {
    const ended = await at.stores.applicationCredentials.delete(key.id)
    if (ended.length === 0) throw notFound('api_key', key.id)
    await endApplicationCredentials(ended, domainId, at)
  },
})
