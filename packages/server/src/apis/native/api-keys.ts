import { apiKeyStates, type apiKeys as contract, type NewApiKey } from '@muster/contract/native/api-keys.ts'
import type { Static } from 'typebox'
import type { ApiKeyView } from '../../core/access/api-keys/api-key.ts'
import { changeApiKey } from '../../core/access/api-keys/change-api-key.ts'
import { createApiKey } from '../../core/access/api-keys/create-api-key.ts'
import { createServiceUser } from '../../core/access/api-keys/create-service-user.ts'
import { deleteApiKey } from '../../core/access/api-keys/delete-api-key.ts'
import { getApiKey } from '../../core/access/api-keys/get-api-key.ts'
import { listApiKeys } from '../../core/access/api-keys/list-api-keys.ts'
import { rotateApiKey } from '../../core/access/api-keys/rotate-api-key.ts'
import { etagOf, readIfMatch } from './entity-tags.ts'
import { nextCursor, readChoice, readPage, readText } from './lists.ts'
import type { NativeHandlers } from './request-context.ts'
import { fieldErrorAt, readScope, showScope } from './scopes.ts'
import { readTime, time, timeOrNull } from './times.ts'
import { showUser } from './users.ts'

export const showApiKey = (key: ApiKeyView) => ({
  id: key.id,
  number: key.number,
  user_id: key.userId,
  name: key.name,
  description: key.description,
  prefix: key.prefix,
  scope: showScope(key.scope),
  roles: key.roles.map(({ id, name }) => ({ id, name })),
  unrestricted: key.unrestricted,
  state: key.state,
  created_at: time(key.createdAt),
  expires_at: timeOrNull(key.expiresAt),
  last_used_at: timeOrNull(key.lastUsedAt),
  revoked_at: timeOrNull(key.revoked?.at ?? null),
  deleted_at: timeOrNull(key.deletedAt),
  overlap_until: timeOrNull(key.previousUntil),
})

const readRoles = ({ roles }: Pick<Static<typeof NewApiKey>, 'roles'>) => {
  for (const [index, { id, name }] of (roles ?? []).entries())
    if ((id === undefined) === (name === undefined))
      throw fieldErrorAt(`/roles/${index}`, 'must have either an id or a name')
  return roles
}

export const apiKeys = {
  async listApiKeys({ query }, context) {
    const page = readPage('api-keys', query, context)
    const state = readChoice(query, 'state', apiKeyStates)
    const withDeleted = readChoice(query, 'include_deleted', ['true', 'false']) === 'true'
    const found = await context.run(listApiKeys, {
      userId: readText(query, 'user_id'),
      domainId: readText(query, 'domain_id'),
      states: state ? [state] : withDeleted ? apiKeyStates : undefined,
      limit: page.limit,
      after: typeof page.from?.value === 'number' ? page.from.value : undefined,
    })
    const position = ({ id, number }: ApiKeyView) => ({ id, value: number })
    return {
      status: 200,
      body: {
        api_keys: found.rows.map(showApiKey),
        next_cursor: nextCursor(found, page, position, context),
      },
    }
  },

  async createServiceUser({ body }, context) {
    const { user, key, secret } = await context.run(createServiceUser, {
      name: body.username,
      domainId: body.domain_id,
      displayName: body.display_name,
      description: body.description,
      scope: readScope(body.scope),
      roles: readRoles(body) ?? [],
      expiresAt: readTime('expires_at', body.expires_at),
      unrestricted: body.unrestricted,
    })
    const location = `${context.base}/api/v1/users/${user.id}`
    return {
      status: 201,
      headers: { location },
      body: { user: showUser(user), api_key: showApiKey(key), secret },
    }
  },

  async createApiKey({ body }, context) {
    const { key, secret } = await context.run(createApiKey, {
      userId: body.user_id,
      name: body.name,
      description: body.description,
      scope: body.scope && readScope(body.scope),
      roles: readRoles(body),
      expiresAt: readTime('expires_at', body.expires_at),
      unrestricted: body.unrestricted,
    })
    const location = `${context.base}/api/v1/api-keys/${key.id}`
    return {
      status: 201,
      headers: { location, etag: etagOf(key) },
      body: { api_key: showApiKey(key), secret },
    }
  },

  async getApiKey({ params }, context) {
    const key = await context.run(getApiKey, { id: params.api_key_id })
    return { status: 200, headers: { etag: etagOf(key) }, body: showApiKey(key) }
  },

  async updateApiKey({ params, body }, context) {
    const key = await context.run(changeApiKey, {
      id: params.api_key_id,
      ifVersion: readIfMatch(context.header('if-match')),
      name: body.name,
      description: body.description,
      revoked: body.revoked,
    })
    return { status: 200, headers: { etag: etagOf(key) }, body: showApiKey(key) }
  },

  async rotateApiKey({ params, body }, context) {
    const { key, secret } = await context.run(rotateApiKey, {
      id: params.api_key_id,
      overlap: body.overlap_seconds,
    })
    return { status: 200, headers: { etag: etagOf(key) }, body: { api_key: showApiKey(key), secret } }
  },

  async deleteApiKey({ params }, context) {
    await context.run(deleteApiKey, { id: params.api_key_id })
    return { status: 204 }
  },
} satisfies NativeHandlers<typeof contract>
