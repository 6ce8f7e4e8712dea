import { query } from '../../kernel/operation.ts'
import { userTarget } from '../users/get-user.ts'
import type { User } from '../users/user.ts'
import { type AccountRole, accountRolesOf } from './domain-role.ts'

/**
 * The strongest account role of each user whom the caller may see, by the id of the user; one without any is not
 * there. An administrator of the system is `admin` whatever it is on its domain.
 */
export const listAccountRoles = query({
  searches: true,
  rule: 'known',
  read: async (
    { users }: { readonly users: readonly User[] },
    _found,
    at,
  ): Promise<ReadonlyMap<string, AccountRole>> => {
    const { may, stores } = at
    const seen = users.filter((user) => may('identity:get_user', userTarget(user)))
    if (seen.length === 0) return new Map()
    const roles = new Map(await accountRolesOf(seen, at))
    const admin = (await stores.roles.getByName('admin')).find(({ domainId }) => domainId === null)
    if (!admin) return roles
    const given = await stores.assignments.list({
      actors: seen.map(({ id }) => ({ type: 'user', id }) as const),
      targets: [{ type: 'system' }],
      roleIds: [admin.id],
    })
    for (const { actor } of given) roles.set(actor.id, 'admin')
    return roles
  },
})
