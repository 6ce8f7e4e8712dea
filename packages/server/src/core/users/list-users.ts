import { confinedTo } from '../caller.ts'
import { eq, type Slice } from '../lists/list-query.ts'
import { query } from '../operation.ts'
import { notFound } from '../refusal.ts'
import { allAsSeen, inactiveBefore } from './inactivity.ts'
import type { User } from './user.ts'
import type { UserListQuery } from './user-store.ts'

/** A domain-scoped caller sees its domain, whatever it asks for. An unknown marker is `not_found`. */
export const listUsers = query({
  rule: 'identity:list_users',
  target: (_input: UserListQuery, _found, { caller }) => ({
    target: { domain_id: confinedTo(caller) },
  }),
  read: async (input, _found, at): Promise<Slice<User>> => {
    const { stores, caller } = at
    const { after } = input.page
    if (after !== undefined && !(await stores.users.get(after))) throw notFound('marker', after)
    const own = confinedTo(caller)
    const where = own === undefined ? input.where : [...input.where, eq('domain_id' as const, own)]
    return allAsSeen(await stores.users.list({ ...input, where, inactiveBefore: inactiveBefore(at) }), at)
  },
})
