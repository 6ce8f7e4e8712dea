import { assertCanManageOtherSystemUserById } from '../../directory/users/system-users.ts'
import { domainError, notFound } from '../../kernel/domain-error.ts'
import { type CommandContext, command } from '../../kernel/operation.ts'
import { checkVersion } from '../../kernel/versions.ts'
import {
  normalizeCredentialName,
  normalizeDescription,
} from '../application-credentials/issue-application-credential.ts'
import { assertWithinDelegation } from '../authority/within-delegation.ts'
import type { ApiKey, ApiKeyPart, ApiKeyView } from './api-key.ts'
import { type KeyRef, keyTarget, ownedKey, requireApiKey, viewedKey } from './get-api-key.ts'

export type ChangeApiKey = KeyRef & {
  readonly name?: string | undefined
  readonly description?: string | null | undefined
  /** True revokes the key, false undoes the revocation. */
  readonly revoked?: boolean | undefined
  /** Rejects with `conflict` (`version_changed`) unless the version of the key is one of these. */
  readonly ifVersion?: readonly number[] | undefined
}

/**
 * Renames a key, revokes it or undoes its revocation. Rejects with `not_found` for a deleted key, `conflict` for a name
 * that is taken, and `failed_precondition` when the owner undoes the revocation of another user.
 */
export const changeApiKey = command({
  rule: 'muster:update_api_key',
  load: (input: ChangeApiKey, at) => ownedKey(input, at),
  target: (_input, owned) => keyTarget(owned),
  apply: async (input, { found: { key, domainId }, ...at }): Promise<ApiKeyView> => {
    const { stores, record } = at
    const before = await requireActiveKey(key.id, at)
    await assertCanManageOtherSystemUserById(key.userId, at)
    checkVersion('API key', before, input.ifVersion)
    const revoked = newRevoked(before, input.revoked, at)
    if (revoked === null) await assertMayRevive(before, at)
    const name = input.name === undefined ? undefined : normalizeCredentialName(input.name)
    const description = input.description === undefined ? undefined : normalizeDescription(input.description)
    const fields = { name, description, revoked }
    const changed = Object.entries(fields).flatMap(([field, value]) => (value === undefined ? [] : [field]))
    if (changed.length === 0) return viewedKey(before, at)
    if (name !== undefined || description !== undefined)
      await stores.applicationCredentials.update(key.id, { name, description })
    if (!(await stores.apiKeys.update(key.id, { revoked }))) throw notFound('api_key', key.id)
    const action = revoked === undefined ? undefined : revoked === null ? 'granted' : 'revoked'
    record({
      kind: `application_credential.${action ?? 'updated'}`,
      subject: { type: 'application_credential', id: key.id },
      domainId,
      invalidates: [`application_credential:${key.id}`],
      detail: { user_id: key.userId, fields: changed },
    })
    return viewedKey(await requireApiKey(key.id, at), at)
  },
})

/** Rejects with `not_found` for a deleted key. */
export const requireActiveKey = async (id: string, at: Pick<CommandContext, 'stores'>): Promise<ApiKey> => {
  const key = await requireApiKey(id, at)
  if (key.deletedAt !== null) throw notFound('api_key', id)
  return key
}

/** A reactivated key has its full authority again, so for a key of the caller's own user the caller's delegation must cover it. */
const assertMayRevive = async (key: ApiKey, at: CommandContext): Promise<void> => {
  const { caller } = at
  if (caller.kind === 'known' && caller.userId === key.userId) await assertWithinDelegation(caller, key, at)
}

const newRevoked = (
  { userId, revoked: before }: ApiKey,
  wanted: boolean | undefined,
  { caller, now }: CommandContext,
): ApiKeyPart['revoked'] | undefined => {
  if (wanted === undefined || wanted === (before !== null)) return undefined
  const by = caller.kind === 'known' ? caller.userId : null
  if (wanted) return { at: now, by }
  if (by === userId && before?.by !== userId)
    throw domainError(
      'failed_precondition',
      'revoked_by_another',
      'Another user revoked this key. Ask an administrator to undo the revocation.',
    )
  return null
}
