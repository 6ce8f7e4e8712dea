import { notFound } from '../../kernel/domain-error.ts'
import { command, type OperationContext, query } from '../../kernel/operation.ts'
import { eq, type ListQuery, type Slice } from '../../kernel/paging/list-query.ts'
import { assertDeletable } from '../projects/immutable.ts'
import type { Role } from './role.ts'
import type { RoleFilterKey } from './role-store.ts'

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

type Query = ListQuery<RoleFilterKey>

const asksForDomain = ({ where }: Query): boolean =>
  where.some(({ key, op, value }) => key === 'domain_id' && op === 'eq' && value !== null && value !== '')

/** The global roles, or those of a domain when the filter has its id. Rejects with `not_found` for an unknown marker. */
export const listRoles = query({
  searches: true,
  rules: {
    any: ['identity:list_roles', 'identity:list_domain_roles'],
    choose: (input: Query) => (asksForDomain(input) ? 'identity:list_domain_roles' : 'identity:list_roles'),
  },
  read: async (input, _found, { stores }): Promise<Slice<Role>> => {
    const { after } = input.page
    if (after !== undefined && !(await stores.roles.get(after))) throw notFound('marker', after)
    if (asksForDomain(input)) return stores.roles.list(input)
    const where = input.where.filter(({ key, value }) => key !== 'domain_id' || value !== '')
    return stores.roles.list({ ...input, where: [...where, eq('domain_id', null)] })
  },
})

/**
 * Deletes a role with its assignments and implications, and the application credentials of users with the role on the
 * same target (keystone.md section 15.1). Rejects with `failed_precondition` while the role is immutable.
 */
export const deleteRole = command({
  rules: roleRules('delete'),
  missing: 'shown',
  load: ({ id }: { readonly id: string }, at) => requireRole(id, at),
  target: (_input, role) => roleTarget(role),
  apply: async ({ id }, at) => {
    const { stores, ports, record } = at
    const role = await requireRole(id, { stores })
    assertDeletable('role', role)
    // First, because the credentials are found by the assignments.
    const credentials = await ports.access.onRoleDeleted(role, at)
    const grants = await stores.assignments.deleteOfRole(id)
    if (!(await stores.roles.delete(id))) throw notFound('role', id)
    record({
      kind: 'role.deleted',
      subject: { type: 'role', id },
      domainId: role.domainId,
      invalidates: ['roles'],
      detail: { name: role.name, grants, application_credentials: credentials },
    })
  },
})
