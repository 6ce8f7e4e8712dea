import { requireCaller } from '../../kernel/caller.ts'
import { command } from '../../kernel/operation.ts'
import {
  type DelegationRequest,
  issueApplicationCredential,
} from '../application-credentials/issue-application-credential.ts'
import { type ApiKeyView, apiKeyPrefix, visiblePrefix } from './api-key.ts'
import { requireApiKey, viewedKey } from './get-api-key.ts'
import { asDelegator, assertCanGrantRoles, serviceUserOf, serviceUserTarget } from './service-user-keys.ts'

export type CreateApiKey = Omit<DelegationRequest, 'userId' | 'accessRules'> & {
  /** The caller or a service user. Absent: the caller. */
  readonly userId?: string | undefined
}

/** The secret is shown once. */
export type ApiKeyWithSecret = { readonly key: ApiKeyView; readonly secret: string }

/**
 * Creates an application credential whose secret authenticates without an id. Rejects as `issueApplicationCredential`
 * does, and with `forbidden` when the key of a service user would have a role that the caller cannot grant.
 */
export const createApiKey = command({
  rule: 'muster:create_api_key',
  load: ({ userId }: CreateApiKey, at) => serviceUserOf(userId, at),
  target: ({ userId }, serviceUser, { caller }) =>
    serviceUser
      ? serviceUserTarget(serviceUser)
      : { user_id: userId ?? (caller.kind === 'known' ? caller.userId : undefined) },
  prepare: async (_input, _found, { ports }) => {
    const secret = ports.secrets.make(apiKeyPrefix)
    return { secret, hash: ports.generatedSecrets.hash(secret) }
  },
  apply: async (
    input,
    { found: serviceUser, prepared: { secret, hash }, ...at },
  ): Promise<ApiKeyWithSecret> => {
    const userId = input.userId ?? requireCaller(at.caller).userId
    const delegated = await issueApplicationCredential(
      { ...input, userId },
      hash,
      at,
      serviceUser && asDelegator(serviceUser),
    )
    if (serviceUser) await assertCanGrantRoles(serviceUser, delegated, at)
    const { id } = delegated
    await at.stores.apiKeys.insert({ id, userId, prefix: visiblePrefix(secret) })
    return { key: await viewedKey(await requireApiKey(id, at), at), secret }
  },
})
