import { type At, query } from '../operation.ts'
import { notFound } from '../refusal.ts'
import type { Role } from './role.ts'

/** Fetches a role or refuses `not_found`. */
export const theRole = async (id: string, at: Pick<At, 'stores'>): Promise<Role> => {
  const role = await at.stores.roles.get(id)
  if (!role) throw notFound('role', id)
  return role
}

/** What rules may compare of a role. */
export const roleTarget = (role: Pick<Role, 'id' | 'name' | 'domainId'> | undefined) =>
  role ? { target: { role: { id: role.id, name: role.name, domain_id: role.domainId } } } : {}

/** Roles of a domain have rules of their own; what is missing is judged as a global role. */
export const roleRule =
  (action: 'get' | 'update' | 'delete') =>
  (_input: object, role: Role | undefined): string =>
    `identity:${action}${role?.domainId ? '_domain' : ''}_role`

export const getRole = query({
  rule: roleRule('get'),
  load: ({ id }: { readonly id: string }, at) => at.stores.roles.get(id),
  target: (_input, role) => roleTarget(role),
  read: async ({ id }, role): Promise<Role> => {
    if (!role) throw notFound('role', id)
    return role
  },
})
