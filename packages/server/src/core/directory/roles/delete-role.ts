import { notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { barImmutableDelete } from '../projects/immutable.ts'
import { requireRole, roleRule, roleTarget } from './get-role.ts'

/**
 * Its grants and implications end with it, and the application credentials of users who were given it, where
 * they were given it (keystone.md section 15.1). Rejects with `failed_precondition` while the role is immutable.
 */
export const deleteRole = command({
  rule: roleRule('delete'),
  missing: 'shown',
  load: ({ id }: { readonly id: string }, at) => requireRole(id, at),
  target: (_input, role) => roleTarget(role),
  apply: async ({ id }, at) => {
    const { stores, ports, record } = at
    const role = await requireRole(id, { stores })
    barImmutableDelete('role', role)
    // First, since these are found by the grants.
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
