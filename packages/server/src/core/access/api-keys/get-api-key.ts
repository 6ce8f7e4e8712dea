import { userTarget } from '../../directory/users/get-user.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { type OperationContext, query } from '../../kernel/operation.ts'
import { type ApiKey, type ApiKeyView, stateOf } from './api-key.ts'

type Context = Pick<OperationContext, 'stores'>

/** A key by id or by number. */
export type KeyRef = { readonly id: string } | { readonly number: number }

/** Fetches a key, deleted or not, or rejects with `not_found`. */
export const requireApiKey = async (ref: KeyRef | string, { stores }: Context): Promise<ApiKey> => {
  const by = typeof ref === 'string' ? { id: ref } : ref
  const key = 'id' in by ? await stores.apiKeys.get(by.id) : await stores.apiKeys.getByNumber(by.number)
  if (!key) throw notFound('api_key', 'id' in by ? by.id : String(by.number))
  return key
}

export type OwnedKey = { readonly key: ApiKey; readonly domainId: string | null }

/** The key with the domain of its owner; null when the owner no longer exists. */
export const ownedKey = async (ref: KeyRef, at: Context): Promise<OwnedKey> => {
  const key = await requireApiKey(ref, at)
  return { key, domainId: (await at.stores.users.get(key.userId))?.domainId ?? null }
}

/** Rules compare the stored owner (T22). */
export const keyTarget = ({ key, domainId }: OwnedKey) =>
  domainId === null ? { user_id: key.userId } : userTarget({ id: key.userId, domainId })

/** Adds the roles to a whole page. Roles deleted since are left out. */
export const viewedKeys = async (
  keys: readonly ApiKey[],
  { stores, now }: Pick<OperationContext, 'stores' | 'now'>,
): Promise<readonly ApiKeyView[]> => {
  const roles = await stores.roles.getMany([...new Set(keys.flatMap(({ roleIds }) => roleIds))])
  const roleOf = new Map(roles.map((role) => [role.id, role]))
  return keys.map(({ roleIds, ...key }) => ({
    ...key,
    roles: roleIds.flatMap((id) => roleOf.get(id) ?? []),
    state: stateOf(key, now),
  }))
}

export const viewedKey = async (
  key: ApiKey,
  at: Pick<OperationContext, 'stores' | 'now'>,
): Promise<ApiKeyView> => {
  const [view] = await viewedKeys([key], at)
  if (!view) throw notFound('api_key', key.id)
  return view
}

export const getApiKey = query({
  rule: 'muster:get_api_key',
  load: (ref: KeyRef, at) => ownedKey(ref, at),
  target: (_ref, owned) => keyTarget(owned),
  read: (_ref, { key }, at): Promise<ApiKeyView> => viewedKey(key, at),
})
