import type { ApiKeyView } from '../../core/access/api-keys/api-key.ts'
import type { ServiceKey } from '../../core/access/api-keys/create-service-key.ts'
import { say } from './client-versions.ts'
import { idOf } from './ids.ts'
import { type ArizeVisit, time } from './request-context.ts'

const fields = (key: ApiKeyView, { dialect }: ArizeVisit) => ({
  id: idOf('ApiKey', key.id),
  name: key.name,
  ...(key.description === null ? {} : { description: key.description }),
  key_type: say(dialect, key.ownUser ? 'service' : 'user'),
  // A key that is revoked or expired is no more valid than one that is gone.
  status: say(dialect, key.state === 'active' ? 'active' : dialect.over),
  created_at: time(key.createdAt),
  ...(key.expiresAt === null ? {} : { expires_at: time(key.expiresAt) }),
  created_by_user_id: idOf('User', key.madeBy ?? key.userId),
  ...(dialect.tellsUse && key.lastUsedAt !== null ? { last_used_at: time(key.lastUsedAt) } : {}),
})

const redacted = ({ prefix }: ApiKeyView) => ({ redacted_key: `${prefix}...` })

export const showApiKey = (key: ApiKeyView, context: ArizeVisit) => ({
  ...fields(key, context),
  ...redacted(key),
})

/** The secret is told this once. */
export const showNewKey = ({ key, secret }: Pick<ServiceKey, 'key' | 'secret'>, context: ArizeVisit) => ({
  ...fields(key, context),
  ...(context.dialect.redactsNewKeys ? redacted(key) : {}),
  key: secret,
})
