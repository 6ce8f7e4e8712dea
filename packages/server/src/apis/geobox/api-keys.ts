import type { apiKeys as contract } from '@muster/contract/geobox/api-keys.ts'
import type { ApiKeyView } from '../../core/access/api-keys/api-key.ts'
import type { ApiKeySortKey } from '../../core/access/api-keys/api-key-store.ts'
import { changeApiKey } from '../../core/access/api-keys/change-api-key.ts'
import { createApiKey } from '../../core/access/api-keys/create-api-key.ts'
import { deleteApiKey } from '../../core/access/api-keys/delete-api-key.ts'
import { getApiKey } from '../../core/access/api-keys/get-api-key.ts'
import { listApiKeys } from '../../core/access/api-keys/list-api-keys.ts'
import { lookUpApiKeyFor } from '../../core/access/api-keys/look-up-api-key.ts'
import { getAccountUser } from '../../core/directory/users/look-up-user.ts'
import type { User } from '../../core/directory/users/user.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import type { WithRule } from '../../core/kernel/operation.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
import { byNumber } from './ids.ts'
import { readEnd, rejectExpiryChange } from './key-ends.ts'
import { readId, readOrder, readPage, readText } from './lists.ts'
import { resolveUser } from './resolve-user.ts'
import { time, timeOrNull } from './times.ts'

const sortKeys: Readonly<Record<string, ApiKeySortKey>> = {
  id: 'number',
  name: 'name',
  created_at: 'created_at',
  expires_at: 'expires_at',
}

const show = (key: ApiKeyView, owner: User, secret: string | null = null) => ({
  id: key.number,
  name: key.name,
  key: secret,
  key_prefix: key.prefix,
  revoked: key.state === 'revoked',
  user_id: owner.number,
  created_at: time(key.createdAt),
  expires_at: timeOrNull(key.expiresAt),
  last_used: timeOrNull(key.lastUsedAt),
})

const resolveKey = (text: string, { run }: RequestContext, intended: WithRule) =>
  byNumber('api_key', text, (number) => run(lookUpApiKeyFor(intended), { number }))

export const apiKeys = {
  async listApiKeys({ query }, context) {
    const { skip, limit } = readPage(query)
    const { user } = await resolveUser(String(readId(query, 'user_id') ?? 'me'), context, listApiKeys)
    const { rows } = await context.run(listApiKeys, {
      userId: user.id,
      search: readText(query, 'search'),
      order: readOrder(query, sortKeys),
      skip,
      limit,
    })
    return { status: 200, body: rows.map((key) => show(key, user)) }
  },

  async createApiKey({ body }, context) {
    const { user, self } = await resolveUser(body.user_id ?? 'me', context, getAccountUser)
    const { key, secret } = await context.run(createApiKey, {
      name: body.name,
      ...readEnd(body),
      // A service user does not sign in, so the scope is its domain.
      ...(self ? {} : { userId: user.id, scope: { type: 'domain', id: user.domainId } }),
    })
    return { status: 201, body: show(key, user, secret) }
  },

  async getApiKey({ params }, context) {
    const { key, owner } = await resolveKey(params.key_id, context, getApiKey)
    return { status: 200, body: show(key, owner) }
  },

  async updateApiKey({ params, body }, context) {
    const { key, owner } = await resolveKey(params.key_id, context, changeApiKey)
    if (body.user_id !== undefined && body.user_id !== String(owner.number))
      throw notFound('api_key', params.key_id)
    rejectExpiryChange(body)
    const changed = await context.run(changeApiKey, { id: key.id, name: body.name })
    return { status: 200, body: show(changed, owner) }
  },

  async deleteApiKey({ params }, context) {
    const { key } = await resolveKey(params.key_id, context, deleteApiKey)
    await context.run(deleteApiKey, { id: key.id })
    return { status: 204 }
  },

  async revokeApiKey({ params }, context) {
    const { key } = await resolveKey(params.key_id, context, changeApiKey)
    await context.run(changeApiKey, { id: key.id, revoked: true })
    return { status: 204 }
  },

  async grantApiKey({ params }, context) {
    const { key } = await resolveKey(params.key_id, context, changeApiKey)
    await context.run(changeApiKey, { id: key.id, revoked: false })
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
