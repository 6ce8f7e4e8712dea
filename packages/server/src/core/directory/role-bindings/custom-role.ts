import { domainError, notFound } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import { domainRoles } from '../assignments/domain-role.ts'
import type { Project } from '../projects/project.ts'
import type { Role } from '../roles/role.ts'
import type { User } from '../users/user.ts'

const known: ReadonlySet<string> = new Set(domainRoles)

/** A role that somebody made for ends of their own: neither what members are nor what accounts are. */
export const isCustom = ({ name, domainId }: Pick<Role, 'name' | 'domainId'>): boolean =>
  domainId !== null || !known.has(name)

/** Rejects with `not_found` for a role of another domain, `invalid` for one that is no role of one's own. */
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
      `The role ${role.name} is given to members, not by a binding.`,
      {
        field: 'role_id',
      },
    )
  return role
}

/** Rejects with `forbidden` unless the caller may give and take this role, which is none of members, there. */
export const checkMayBind = (
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
      `You may not give or take the role ${role.name} there.`,
      {
        field: 'role_id',
      },
    )
}
