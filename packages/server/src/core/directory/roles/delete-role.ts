import { notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { assertDeletable } from '../projects/immutable.ts'
import { requireRole, roleRules, roleTarget } from './get-role.ts'

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
