import type { apiKeys as contract } from '@muster/contract/arize/api-keys.ts'
import { keyStatuses, keyTypes } from '@muster/contract/arize/shapes.ts'
import { type ApiKeyState, type ApiKeyView, apiKeyStates } from '../../core/access/api-keys/api-key.ts'
import { createApiKey } from '../../core/access/api-keys/create-api-key.ts'
import { deleteApiKey } from '../../core/access/api-keys/delete-api-key.ts'
import { getApiKey } from '../../core/access/api-keys/get-api-key.ts'
import { listApiKeys } from '../../core/access/api-keys/list-api-keys.ts'
import { rotateApiKey } from '../../core/access/api-keys/rotate-api-key.ts'
import { getProject } from '../../core/directory/projects/get-project.ts'
import { lookUpUserFor } from '../../core/directory/users/look-up-user.ts'
import { domainError, isDomainError, notFound } from '../../core/kernel/domain-error.ts'
import { readIsoTime } from '../../core/kernel/times.ts'
import { decodeEnum } from './client-versions.ts'
import { readId } from './ids.ts'
import { pagination, type RawQuery, readPage, readText, readWord } from './lists.ts'
import { requireProjectOf } from './projects.ts'
import { type ArizeContext, type ArizeHandlers, accountOf } from './request-context.ts'
import { makeServiceKey } from './service-keys.ts'
import { showApiKey, showNewKey } from './show-api-key.ts'
import { isSoftDeleted } from './users.ts'

const over = apiKeyStates.filter((state) => state !== 'active')

/** Lists only active keys by default (client documentation). */
const readStates = (query: RawQuery): readonly ApiKeyState[] => {
  const status = readWord(query, 'status', keyStatuses)
  return status === undefined || status === 'active' ? ['active'] : over
}

/** Reads a time; a time without a zone is UTC. */
const readTime = (text: string | null | undefined): number | null => {
  if (text == null) return null
  const at = text.length > 10 ? readIsoTime(text) : undefined
  if (at === undefined)
    throw domainError(
      'invalid',
      'expires_at_unreadable',
      'expires_at must be a time as in 2030-01-31T12:00:00Z.',
      {
        field: 'expires_at',
      },
    )
  return at
}

/** A key that the caller may see; does not reveal whether any other key exists. */
const requireKey = async (id: string, context: ArizeContext): Promise<ApiKeyView> => {
  try {
    return await context.run(getApiKey, { id: readId('ApiKey', id) })
  } catch (thrown) {
    throw isDomainError(thrown, 'forbidden') ? notFound('api_key', id) : thrown
  }
}

/** The id of a user of the account, deleted ones included. */
const requireOwner = async (text: string, context: ArizeContext): Promise<string> => {
  const id = readId('User', text)
  if (!(await isSoftDeleted(id, context))) await context.run(lookUpUserFor(listApiKeys), { id })
  return id
}

const endKey = async (id: string, context: ArizeContext) => {
  await context.run(deleteApiKey, { id: (await requireKey(id, context)).id, orDeleted: true })
  return { status: 204 } as const
}

/**
 * From 8.33.0 on, a refreshed key keeps its expiry or gets an earlier one. Older clients send the expiry each time, and
 * no expiry means that the key never expires.
 */
const newExpiry = (
  { expiresAt: before }: ApiKeyView,
  wanted: number | null,
  { dialect }: ArizeContext,
): number | null => {
  if (dialect.keepsExpiry && before !== null && (wanted === null || wanted > before))
    throw domainError(
      'invalid',
      'key_life_extended',
      'The expiry of a refreshed key cannot be later than before.',
    )
  return wanted
}

export const apiKeys = {
  async listApiKeys({ query }, context) {
    const page = readPage('api-keys', query, context)
    const [space, owner] = [readText(query, 'space_id'), readText(query, 'user_id')]
    const type = readWord(query, 'key_type', keyTypes) ?? (space === undefined ? 'user' : 'service')
    const userId = owner === undefined ? undefined : await requireOwner(owner, context)
    const place =
      space === undefined ? undefined : await requireProjectOf('Space', space, context, getProject)
    const found = await context.run(listApiKeys, {
      ...(type === 'service' ? { madeBy: userId } : { userId }),
      ...(type === 'service' || userId !== undefined ? { domainId: accountOf(context) } : {}),
      ownUser: type === 'service',
      scope: place && { type: 'project', id: place.id },
      states: readStates(query),
      limit: page.limit,
      after: typeof page.from?.value === 'number' ? page.from.value : undefined,
    })
    const position = ({ id, number }: ApiKeyView) => ({ id, value: number })
    return {
      status: 200,
      body: {
        api_keys: found.rows.map((key) => showApiKey(key, context)),
        pagination: pagination(found, page, position, context),
      },
    }
  },

  async createApiKey({ body }, context) {
    const expiresAt = readTime(body.expires_at)
    if (decodeEnum(keyTypes, body.key_type ?? 'user') === 'service')
      return { status: 201, body: await makeServiceKey(body, expiresAt, context) }
    if (body.space_id != null || body.roles != null || body.organizations || body.account_role)
      throw domainError(
        'invalid',
        'user_key_has_no_space',
        'A user key has no space: it has all permissions of its user.',
      )
    const made = await context.run(createApiKey, {
      name: body.name,
      description: body.description,
      expiresAt,
      // It can do everything that its user can, including the creation of keys.
      unrestricted: true,
    })
    return { status: 201, body: showNewKey(made, context) }
  },

  async deleteApiKey({ params }, context) {
    return endKey(params.api_key_id, context)
  },

  async revokeApiKey({ params }, context) {
    return endKey(params.api_key_id, context)
  },

  async refreshApiKey({ params, body }, context) {
    const key = await requireKey(params.api_key_id, context)
    if (key.deletedAt !== null) throw notFound('api_key', params.api_key_id)
    const made = await context.run(rotateApiKey, {
      id: key.id,
      overlap: body.grace_period_seconds ?? undefined,
      expiresAt: newExpiry(key, readTime(body.expires_at), context),
    })
    return { status: 200, body: showNewKey(made, context) }
  },
} satisfies ArizeHandlers<typeof contract>
