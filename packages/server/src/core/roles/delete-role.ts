import { endApplicationCredentials } from '../application-credentials/end-application-credentials.ts'
import { command } from '../operation.ts'
import { barImmutableDelete } from '../projects/immutable.ts'
import { notFound } from '../refusal.ts'
import { roleRule, roleTarget, theRole } from './get-role.ts'

/**
 * Its grants and implications end with it, and the application credentials of users who were given it, where
 * they were given it (keystone.md section 15.1). Refuses `barred` while the role is immutable.
 */
export const deleteRole = command({
  rule: roleRule('delete'),
  missing: 'shown',
  load: ({ id }: { readonly id: string }, at) => theRole(id, at),
  target: (_input, role) => roleTarget(role),
  apply: async ({ id }, at) => {
    const { stores, record } = at
    const role = await theRole(id, { stores })
    barImmutableDelete('role', role)
    // First, since these are found by the grants.
    const credentials = await stores.applicationCredentials.deleteOfRole(id)
    await endApplicationCredentials(credentials, role.domainId, at)
    const grants = await stores.assignments.deleteOfRole(id)
    if (!(await stores.roles.delete(id))) throw notFound('role', id)
    record({
      kind: 'role.deleted',
      subject: { type: 'role', id },
      domainId: role.domainId,
      touches: ['roles'],
      detail: { name: role.name, grants, application_credentials: credentials.length },
    })
  },
})
