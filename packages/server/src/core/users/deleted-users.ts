import { confinedTo } from '../caller.ts'
import type { Slice } from '../lists/list-query.ts'
import { type At, query } from '../operation.ts'
import { notFound } from '../refusal.ts'
import { userTarget } from './get-user.ts'
import type { Tombstone, TombstoneQuery } from './tombstone.ts'

/** Fetches a deleted user, or refuses `not_found`, also for one that lives. */
export const theTombstone = async (id: string, { stores }: Pick<At, 'stores'>): Promise<Tombstone> => {
  const found = await stores.tombstones.get(id)
  if (!found) throw notFound('deleted_user', id)
  return found
}

export const getDeletedUser = query({
  rule: 'muster:get_deleted_user',
  load: ({ id }: { readonly id: string }, at) => theTombstone(id, at),
  target: (_input, user) => userTarget(user),
  read: (_input, user): Tombstone => user,
})

/** A domain-scoped caller sees its domain, whatever it asks for. */
export const listDeletedUsers = query({
  searches: true,
  rule: 'muster:list_deleted_users',
  target: (_input: TombstoneQuery, _found, { caller }) => ({ target: { domain_id: confinedTo(caller) } }),
  read: async (input, _found, { stores, caller }): Promise<Slice<Tombstone>> => {
    const own = confinedTo(caller)
    if (own !== undefined && input.domainId !== undefined && input.domainId !== own)
      return { rows: [], more: false }
    return stores.tombstones.list({ ...input, domainId: own ?? input.domainId })
  },
})
