import { notFound } from '../../kernel/domain-error.ts'
import { type OperationContext, query } from '../../kernel/operation.ts'
import type { Role } from './role.ts'

/** Fetches a role or rejects with `not_found`. */
export const requireRole = async (id: string, at: Pick<OperationContext, 'stores'>): Promise<Role> => {
  const role = await at.stores.roles.get(id)
  if (!role) throw notFound('role', id)
  return role
}

/** Rule target of a role. */
export const roleTarget = (role: Pick<Role, 'id' | 'name' | 'domainId'>) => ({
  target: { role: { id: role.id, name: role.name, domain_id: role.domainId } },
})

/** Domain roles have separate rules. Unauthenticated callers are rejected before the role is loaded. */
export const roleRule =
  (action: 'get' | 'update' | 'delete') =>
  (_input: object, role: Role | undefined): string =>
    `identity:${action}${role?.domainId ? '_domain' : ''}_role`

export const getRole = query({
  rule: roleRule('get'),
  missing: 'shown',
  load: ({ id }: { readonly id: string }, at) => requireRole(id, at),
  target: (_input, role) => roleTarget(role),
  read: async (_input, role): Promise<Role> => role,
})
