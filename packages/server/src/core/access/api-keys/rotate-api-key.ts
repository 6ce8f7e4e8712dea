import { domainError, notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { checkDeveloper } from '../application-credentials/check-developer.ts'
import { checkExpiry } from '../application-credentials/issue-application-credential.ts'
import { assertWithinDelegation } from '../authority/within-delegation.ts'
import { apiKeyPrefix, stateOf, visiblePrefix } from './api-key.ts'
import { requireActiveKey } from './change-api-key.ts'
import type { ApiKeyWithSecret } from './create-api-key.ts'
import { type KeyRef, keyTarget, ownedKey, requireApiKey, viewedKey } from './get-api-key.ts'
import { assertCanGrantRoles, serviceUserOf, serviceUserTarget } from './service-user-keys.ts'

export type RotateApiKey = KeyRef & {
  /** Seconds that the previous secret stays valid, at most a week. Absent: 0. */
  readonly overlap?: number | undefined
  /** Unix milliseconds, or null for no expiry. Absent: unchanged. */
  readonly expiresAt?: number | null | undefined
}

/** Seconds. */
export const longestOverlap = 7 * 86_400

/**
 * Replaces the secret of a key. A secret kept by an earlier rotation becomes invalid. Rejects with `failed_precondition`
 * when the caller is not the owner and the owner is no service user, and for a key that is revoked or expired.
 */
export const rotateApiKey = command({
  rule: 'muster:rotate_api_key',
  load: async (input: RotateApiKey, at) => {
    const owned = await ownedKey(input, at)
    return { ...owned, serviceUser: await serviceUserOf(owned.key.userId, at) }
  },
  target: (_input, owned) => (owned.serviceUser ? serviceUserTarget(owned.serviceUser) : keyTarget(owned)),
  prepare: async (_input, _found, { ports }) => {
    const secret = ports.secrets.make(apiKeyPrefix)
    return { secret, hash: ports.generatedSecrets.hash(secret) }
  },
  apply: async (input, { found, prepared: { secret, hash }, ...at }): Promise<ApiKeyWithSecret> => {
    const { caller, stores, now, record } = at
    const { overlap = 0, expiresAt } = input
    const { id, userId } = found.key
    const own = caller.kind === 'known' && caller.userId === userId
    if (!own && !found.serviceUser)
      throw domainError(
        'failed_precondition',
        'not_the_owner',
        'Only the owner of an API key can rotate it, unless the owner is a service user.',
      )
    if (!Number.isInteger(overlap) || overlap < 0 || overlap > longestOverlap)
      throw domainError(
        'invalid',
        'overlap_out_of_range',
        'The overlap must be a whole number of seconds from 0 to 604800 (seven days).',
        {
          field: 'overlap_seconds',
        },
      )
    if (found.serviceUser) await assertCanGrantRoles(found.serviceUser, found.key, at)
    else await assertWithinDelegation(caller, found.key, at)
    await checkDeveloper(userId, at)
    checkExpiry(expiresAt, at)
    const key = await requireActiveKey(id, at)
    const before = await stores.applicationCredentials.get(id)
    if (!before) throw notFound('api_key', id)
    if (stateOf(key, now) !== 'active')
      throw domainError(
        'failed_precondition',
        'api_key_ended',
        'A revoked or expired API key cannot be rotated. Create a new one.',
      )
    const previous = overlap === 0 ? null : { hash: before.secretHash, until: now + overlap * 1000 }
    await stores.applicationCredentials.update(id, { secretHash: hash, expiresAt })
    if (!(await stores.apiKeys.update(id, { prefix: visiblePrefix(secret), previous })))
      throw notFound('api_key', id)
    record({
      kind: 'application_credential.rotated',
      subject: { type: 'application_credential', id },
      domainId: found.domainId,
      invalidates: [`application_credential:${id}`],
      detail: { user_id: userId, overlap_seconds: overlap },
    })
    return { key: await viewedKey(await requireApiKey(id, at), at), secret }
  },
})
