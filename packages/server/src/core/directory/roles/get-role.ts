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

/** Domain roles have separate rules. */
export const roleRules = (action: 'get' | 'update' | 'delete') => {
  const [globalRole, domainRole] = [`identity:${action}_role`, `identity:${action}_domain_role`] as const
  return {
    any: [globalRole, domainRole],
    choose: (_input: object, role: Role | undefined) => (role?.domainId ? domainRole : globalRole),
  }
}

export const getRole = query({
  rules: roleRules('get'),
  missing: 'shown',
  load: ({ id }: { readonly id: string }, at) => requireRole(id, at),
  target: (_input, role) => roleTarget(role),
  read: async (_input, role): Promise<Role> => role,
})
