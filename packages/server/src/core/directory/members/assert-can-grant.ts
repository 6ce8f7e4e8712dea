import { domainError } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import type { Project } from '../projects/project.ts'
import { assertCanBind } from '../role-bindings/custom-role.ts'
import type { Role } from '../roles/role.ts'
import type { User } from '../users/user.ts'
import { isMemberRole } from './member-role.ts'

/**
 * Rejects with `forbidden` unless the caller may grant and revoke this member role or custom role on the project. The
 * same roles are allowed on every route (T17).
 */
export const assertCanGrantRole = (
  user: User,
  project: Project,
  role: Role,
  at: Pick<OperationContext, 'may'>,
): void => {
  if (!isMemberRole(role)) {
    assertCanBind(user, project, role, at)
    return
  }
  const target = {
    user: { id: user.id, domain_id: user.domainId },
    project: { id: project.id, domain_id: project.domainId },
    role: { id: role.id, name: role.name, domain_id: role.domainId },
  }
  if (!at.may('muster:give_member_role', { target }))
    throw domainError(
      'forbidden',
      'member_role_forbidden',
      `You are not allowed to grant or revoke the role ${role.name} on this project.`,
      { field: 'role' },
    )
}
