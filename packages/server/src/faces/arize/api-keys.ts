import type { apiKeys as contract } from '@muster/contract/arize/api-keys.ts'
import { keyStatuses, keyTypes } from '@muster/contract/arize/shapes.ts'
import { type ApiKeyState, type ApiKeyView, apiKeyStates } from '../../core/api-keys/api-key.ts'
import { createApiKey } from '../../core/api-keys/create-api-key.ts'
import { deleteApiKey } from '../../core/api-keys/delete-api-key.ts'
import { getApiKey } from '../../core/api-keys/get-api-key.ts'
import { listApiKeys } from '../../core/api-keys/list-api-keys.ts'
import { rotateApiKey } from '../../core/api-keys/rotate-api-key.ts'
import { isRefusal, notFound, refuse } from '../../core/refusal.ts'
import { readIsoTime } from '../../core/times.ts'
import { lookUpUser } from '../../core/users/look-up-user.ts'
import { hear } from './dialects.ts'
import { readId } from './ids.ts'
import { pagination, type RawQuery, readPage, readText, readWord } from './lists.ts'
import { theProjectOf } from './projects.ts'
import { makeServiceKey } from './service-keys.ts'
import { showApiKey, showNewKey } from './show-api-key.ts'
import { isBuried } from './users.ts'
import { type ArizeHandlers, type ArizeVisit, accountOf } from './visit.ts'

const over = apiKeyStates.filter((state) => state !== 'active')

/** Only what works is listed unless asked (the documentation of the clients). */
const readStates = (query: RawQuery): readonly ApiKeyState[] => {
  const status = readWord(query, 'status', keyStatuses)
  return status === undefined || status === 'active' ? ['active'] : over
}

/** Clients send times without a zone too; those are UTC. */
const readTime = (text: string | null | undefined): number | null => {
  if (text == null) return null
  const at = text.length > 10 ? readIsoTime(text) : undefined
  if (at === undefined)
    throw refuse(
      'invalid',
      'expires_at_unreadable',
      'expires_at must be a time as in 2030-01-31T12:00:00Z.',
      {
        field: 'expires_at',
      },
    )
  return at
}

/** A key that the caller may look at; of others nobody learns whether they are there. */
const theKey = async (id: string, visit: ArizeVisit): Promise<ApiKeyView> => {
  try {
    return await visit.run(getApiKey, { id: readId('ApiKey', id) })
  } catch (thrown) {
    throw isRefusal(thrown, 'forbidden') ? notFound('api_key', id) : thrown
  }
}

/** Of a user of the account, deleted ones too. */
const theOwner = async (text: string, visit: ArizeVisit): Promise<string> => {
  const id = readId('User', text)
  if (!(await isBuried(id, visit))) await visit.run(lookUpUser, { id, rule: 'muster:list_api_keys' })
  return id
}

const endKey = async (id: string, visit: ArizeVisit) => {
  await visit.run(deleteApiKey, { id: (await theKey(id, visit)).id, orDeleted: true })
  return { status: 204 } as const
}

/**
 * From 8.33.0 on a refreshed key never lives longer than before; older clients say each time when it ends, and mean
 * never when they say nothing.
 */
const newExpiry = (
  { expiresAt: before }: ApiKeyView,
  wanted: number | null,
  { dialect }: ArizeVisit,
): number | null => {
  if (dialect.keepsExpiry && before !== null && (wanted === null || wanted > before))
    throw refuse('invalid', 'key_life_extended', 'A refreshed key ends when the one before did, or earlier.')
  return wanted
}

export const apiKeys = {
  async listApiKeys({ query }, visit) {
    const asked = readPage('api-keys', query, visit)
    const [space, owner] = [readText(query, 'space_id'), readText(query, 'user_id')]
    const type = readWord(query, 'key_type', keyTypes) ?? (space === undefined ? 'user' : 'service')
    const userId = owner === undefined ? undefined : await theOwner(owner, visit)
    const place = space === undefined ? undefined : await theProjectOf('Space', space, visit)
    const found = await visit.run(listApiKeys, {
      ...(type === 'service' ? { madeBy: userId } : { userId }),
      ...(type === 'service' || userId !== undefined ? { domainId: accountOf(visit) } : {}),
      ownUser: type === 'service',
      scope: place && { type: 'project', id: place.id },
      states: readStates(query),
      limit: asked.limit,
      after: typeof asked.from?.value === 'number' ? asked.from.value : undefined,
    })
    const position = ({ id, number }: ApiKeyView) => ({ id, value: number })
    return {
      status: 200,
      body: {
        api_keys: found.rows.map((key) => showApiKey(key, visit)),
        pagination: pagination(found, asked, position, visit),
      },
    }
  },

  async createApiKey({ body }, visit) {
    const expiresAt = readTime(body.expires_at)
    if (hear(keyTypes, body.key_type ?? 'user') === 'service')
      return { status: 201, body: await makeServiceKey(body, expiresAt, visit) }
    if (body.space_id != null || body.roles != null || body.organizations || body.account_role)
      throw refuse('invalid', 'user_key_has_no_space', 'A user key is for all that its user may do.')
    const made = await visit.run(createApiKey, {
      name: body.name,
      description: body.description,
      expiresAt,
      // It stands for its user in everything, the making of keys included.
      unrestricted: true,
    })
    return { status: 201, body: showNewKey(made, visit) }
  },

  async deleteApiKey({ params }, visit) {
    return endKey(params.api_key_id, visit)
  },

  async revokeApiKey({ params }, visit) {
    return endKey(params.api_key_id, visit)
  },

  async refreshApiKey({ params, body }, visit) {
    const key = await theKey(params.api_key_id, visit)
    if (key.deletedAt !== null) throw notFound('api_key', params.api_key_id)
    const made = await visit.run(rotateApiKey, {
      id: key.id,
      overlap: body.grace_period_seconds ?? undefined,
      expiresAt: newExpiry(key, readTime(body.expires_at), visit),
    })
    return { status: 200, body: showNewKey(made, visit) }
  },
} satisfies ArizeHandlers<typeof contract>
