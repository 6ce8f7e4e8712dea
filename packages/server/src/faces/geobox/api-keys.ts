import type { apiKeys as contract } from '@muster/contract/geobox/api-keys.ts'
import type { ApiKeyView } from '../../core/api-keys/api-key.ts'
import type { ApiKeySortKey } from '../../core/api-keys/api-key-store.ts'
import { changeApiKey } from '../../core/api-keys/change-api-key.ts'
import { createApiKey } from '../../core/api-keys/create-api-key.ts'
import { deleteApiKey } from '../../core/api-keys/delete-api-key.ts'
import { listApiKeys } from '../../core/api-keys/list-api-keys.ts'
import { lookUpApiKey } from '../../core/api-keys/look-up-api-key.ts'
import { notFound } from '../../core/refusal.ts'
import type { User } from '../../core/users/user.ts'
import type { Visit } from '../../http/face.ts'
import { byNumber } from './ids.ts'
import { readEnd, refuseEnd } from './key-ends.ts'
import { readId, readOrder, readPage, readText } from './lists.ts'
import { userIn } from './target.ts'
import { time, timeOrNull } from './times.ts'
import type { GeoboxHandlers } from './visit.ts'

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

const keyIn = (text: string, { run }: Visit, rule?: string) =>
  byNumber('api_key', text, (number) => run(lookUpApiKey, { number, rule }))

export const apiKeys = {
  async listApiKeys({ query }, visit) {
    const { skip, limit } = readPage(query)
    const { user } = await userIn(String(readId(query, 'user_id') ?? 'me'), visit, 'muster:list_api_keys')
    const { rows } = await visit.run(listApiKeys, {
      userId: user.id,
      search: readText(query, 'search'),
      order: readOrder(query, sortKeys),
      skip,
      limit,
    })
    return { status: 200, body: rows.map((key) => show(key, user)) }
  },

  async createApiKey({ body }, visit) {
    const { user, self } = await userIn(body.user_id ?? 'me', visit)
    const { key, secret } = await visit.run(createApiKey, {
      name: body.name,
      ...readEnd(body),
      // A program has no place of its own where it could be asked from.
      ...(self ? {} : { userId: user.id, scope: { type: 'domain', id: user.domainId } }),
    })
    return { status: 201, body: show(key, user, secret) }
  },

  async getApiKey({ params }, visit) {
    const { key, owner } = await keyIn(params.key_id, visit)
    return { status: 200, body: show(key, owner) }
  },

  async updateApiKey({ params, body }, visit) {
    const { key, owner } = await keyIn(params.key_id, visit, 'muster:update_api_key')
    if (body.user_id !== undefined && body.user_id !== String(owner.number))
      throw notFound('api_key', params.key_id)
    refuseEnd(body)
    const changed = await visit.run(changeApiKey, { id: key.id, name: body.name })
    return { status: 200, body: show(changed, owner) }
  },

  async deleteApiKey({ params }, visit) {
    const { key } = await keyIn(params.key_id, visit, 'muster:delete_api_key')
    await visit.run(deleteApiKey, { id: key.id })
    return { status: 204 }
  },

  async revokeApiKey({ params }, visit) {
    const { key } = await keyIn(params.key_id, visit, 'muster:update_api_key')
    await visit.run(changeApiKey, { id: key.id, revoked: true })
    return { status: 204 }
  },

  async grantApiKey({ params }, visit) {
    const { key } = await keyIn(params.key_id, visit, 'muster:update_api_key')
    await visit.run(changeApiKey, { id: key.id, revoked: false })
    return { status: 204 }
  },
} satisfies GeoboxHandlers<typeof contract>
