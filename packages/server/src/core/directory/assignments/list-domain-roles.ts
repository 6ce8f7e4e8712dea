import { query } from '../../kernel/operation.ts'
import { userTarget } from '../users/get-user.ts'
import type { User } from '../users/user.ts'
import { type AccountRole, accountRolesOf } from './domain-role.ts'

/**
 * The strongest domain role of each user that the caller may see, by user id; users without one are absent. A system
 * administrator is `admin`, whatever its domain role.
 */
export const listAccountRoles = query({
  searches: true,
  access: 'authenticated',
  read: async (
    { users }: { readonly users: readonly User[] },
    _found,
    at,
  ): Promise<ReadonlyMap<string, AccountRole>> => {
    const { may, stores } = at
    const visible = users.filter((user) => may('identity:get_user', userTarget(user)))
    if (visible.length === 0) return new Map()
    const roles = new Map(await accountRolesOf(visible, at))
    const admin = (await stores.roles.getByName('admin')).find(({ domainId }) => domainId === null)
    if (!admin) return roles
    const assignments = await stores.assignments.list({
      actors: visible.map(({ id }) => ({ type: 'user', id }) as const),
      targets: [{ type: 'system' }],
      roleIds: [admin.id],
    })
    for (const { actor } of assignments) roles.set(actor.id, 'admin')
    return roles
  },
})
