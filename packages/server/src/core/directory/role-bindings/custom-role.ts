import { domainError, notFound } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import { domainRoles } from '../assignments/domain-role.ts'
import type { Project } from '../projects/project.ts'
import type { Role } from '../roles/role.ts'
import type { User } from '../users/user.ts'

const known: ReadonlySet<string> = new Set(domainRoles)

/** Whether the role is a custom role: neither a member role nor a domain role. */
export const isCustom = ({ name, domainId }: Pick<Role, 'name' | 'domainId'>): boolean =>
  domainId !== null || !known.has(name)

/** Rejects with `not_found` for a missing role and one of another domain, `invalid` for a role that is not custom. */
export const requireCustomRole = async (
  id: string,
  domainId: string,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<Role> => {
  const role = await stores.roles.get(id)
  if (!role || (role.domainId !== null && role.domainId !== domainId)) throw notFound('role', id)
  if (!isCustom(role))
    throw domainError(
      'invalid',
      'role_not_custom',
      `The role ${role.name} is not a custom role. Assign it as a member role instead.`,
      {
        field: 'role_id',
      },
    )
  return role
}

/** Rejects with `forbidden` unless the caller may grant and revoke this custom role on the project. */
export const assertCanBind = (
  user: User,
  project: Project,
  role: Role,
  { may }: Pick<OperationContext, 'may'>,
): void => {
  const target = {
    user: { id: user.id, domain_id: user.domainId },
    project: { id: project.id, domain_id: project.domainId },
    role: { id: role.id, name: role.name, domain_id: role.domainId },
  }
  if (!may('muster:bind_role', { target }))
    throw domainError(
      'forbidden',
      'role_binding_forbidden',
      `You are not allowed to grant or revoke the role ${role.name} on this project.`,
      {
        field: 'role_id',
      },
    )
}
