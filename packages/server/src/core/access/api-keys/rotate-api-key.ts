import { domainError, notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { checkDeveloper } from '../application-credentials/check-developer.ts'
import { checkExpiry } from '../application-credentials/issue-application-credential.ts'
import { assertWithinDelegation } from '../authority/within-delegation.ts'
import { apiKeyPrefix, visiblePrefix } from './api-key.ts'
import { requireActiveKey } from './change-api-key.ts'
import type { ApiKeyWithSecret } from './create-api-key.ts'
import { type KeyRef, keyTarget, ownedKey, requireApiKey, viewedKey } from './get-api-key.ts'
import { assertCanGrantRoles, serviceUserOf, serviceUserTarget } from './service-user-keys.ts'

export type RotateApiKey = KeyRef & {
  /** Seconds that the secret before still works: at most a week. Absent: none. */
  readonly overlap?: number | undefined
  /** Unix milliseconds, or null for no end. Absent: as it was. */
  readonly expiresAt?: number | null | undefined
}

/** Seconds. */
export const longestOverlap = 7 * 86_400

/**
 * A new secret for the same key; one that an earlier rotation left ends now. Rejects with `failed_precondition` to anybody but the
 * owner, or who makes keys of a program, and for a key that is revoked or expired.
 */
export const rotateApiKey = command({
  rule: 'muster:rotate_api_key',
  load: async (input: RotateApiKey, at) => {
    const owned = await ownedKey(input, at)
    return { ...owned, program: await serviceUserOf(owned.key.userId, at) }
  },
  target: (_input, owned) => (owned.program ? serviceUserTarget(owned.program) : keyTarget(owned)),
  prepare: async (_input, _found, { ports }) => {
    const secret = ports.secrets.make(apiKeyPrefix)
    return { secret, hash: ports.generatedSecrets.hash(secret) }
  },
  apply: async (input, { found, prepared: { secret, hash }, ...at }): Promise<ApiKeyWithSecret> => {
    const { caller, stores, now, record } = at
    const { overlap = 0, expiresAt } = input
    const { id, userId } = found.key
    const own = caller.kind === 'known' && caller.userId === userId
    if (!own && !found.program)
      throw domainError('failed_precondition', 'not_the_owner', 'Nobody gets a secret of somebody else.')
    if (!Number.isInteger(overlap) || overlap < 0 || overlap > longestOverlap)
      throw domainError('invalid', 'overlap_out_of_range', 'The overlap is at most seven days.', {
        field: 'overlap_seconds',
      })
    if (found.program) await assertCanGrantRoles(found.program, found.key, at)
    else await assertWithinDelegation(caller, found.key, at)
    await checkDeveloper(userId, at)
    checkExpiry(expiresAt, at)
    const key = await requireActiveKey(id, at)
    const before = await stores.applicationCredentials.get(id)
    if (!before) throw notFound('api_key', id)
    if (key.revoked !== null || (key.expiresAt !== null && key.expiresAt <= now))
      throw domainError(
        'failed_precondition',
        'api_key_ended',
        'A key that is revoked or expired gets no new secret.',
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
