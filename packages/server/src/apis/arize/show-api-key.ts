import type { ApiKeyView } from '../../core/access/api-keys/api-key.ts'
import type { ServiceKey } from '../../core/access/api-keys/create-service-key.ts'
import { encodeEnum } from './client-versions.ts'
import { idOf } from './ids.ts'
import { type ArizeContext, time } from './request-context.ts'

const fields = (key: ApiKeyView, { dialect }: ArizeContext) => ({
  id: idOf('ApiKey', key.id),
  name: key.name,
  ...(key.description === null ? {} : { description: key.description }),
  key_type: encodeEnum(dialect, key.ownUser ? 'service' : 'user'),
  // Revoked and expired keys have the same status as deleted ones.
  status: encodeEnum(dialect, key.state === 'active' ? 'active' : dialect.over),
  created_at: time(key.createdAt),
  ...(key.expiresAt === null ? {} : { expires_at: time(key.expiresAt) }),
  created_by_user_id: idOf('User', key.madeBy ?? key.userId),
  ...(dialect.hasLastUsedAt && key.lastUsedAt !== null ? { last_used_at: time(key.lastUsedAt) } : {}),
})

const redacted = ({ prefix }: ApiKeyView) => ({ redacted_key: `${prefix}...` })

export const showApiKey = (key: ApiKeyView, context: ArizeContext) => ({
  ...fields(key, context),
  ...redacted(key),
})

/** Includes the secret, which is shown once. */
export const showNewKey = ({ key, secret }: Pick<ServiceKey, 'key' | 'secret'>, context: ArizeContext) => ({
  ...fields(key, context),
  ...(context.dialect.redactsNewKeys ? redacted(key) : {}),
  key: secret,
})
