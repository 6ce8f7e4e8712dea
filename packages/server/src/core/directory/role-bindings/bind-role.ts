import { domainError } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { directRoles, grantRole, revokeRole } from '../members/direct-roles.ts'
import {
  loadMembership,
  type MembershipRef,
  membershipTarget,
  requireMembership,
} from '../members/membership.ts'
import { assertCanManageSystemUser } from '../users/system-users.ts'
import { assertCanBind, isCustom, requireCustomRole } from './custom-role.ts'
import { type RoleBinding, requireBinding } from './role-binding.ts'

export type BindRole = MembershipRef & { readonly roleId: string }

/** Rejects with `conflict` when the user already has a custom role on the project, and like `requireCustomRole`. */
export const createRoleBinding = command({
  rule: 'muster:manage_role_bindings',
  load: (input: BindRole, at) => loadMembership(input, at),
  target: (_input, membership) => membershipTarget(membership),
  apply: async (input, at): Promise<RoleBinding> => {
    const { user, project } = await requireMembership(input, at)
    assertCanManageSystemUser(user, at)
    const role = await requireCustomRole(input.roleId, user.domainId, at)
    assertCanBind(user, project, role, at)
    if ((await directRoles(user.id, project.id, at)).some(({ role: held }) => isCustom(held)))
      throw domainError(
        'conflict',
        'role_binding_exists',
        'This user already has a role binding on this project.',
      )
    await grantRole(user.id, project, role.id, at)
    return requireBinding(user.id, project, at)
  },
})

/** Replaces the bound role. */
export const changeRoleBinding = command({
  rule: 'muster:manage_role_bindings',
  load: (input: BindRole, at) => loadMembership(input, at),
  target: (_input, membership) => membershipTarget(membership),
  apply: async (input, at): Promise<RoleBinding> => {
    const { user, project } = await requireMembership(input, at)
    assertCanManageSystemUser(user, at)
    const before = await requireBinding(user.id, project, at)
    const role = await requireCustomRole(input.roleId, user.domainId, at)
    assertCanBind(user, project, role, at)
    if (role.id === before.roleId) return before
    for (const { role: held } of await directRoles(user.id, project.id, at)) {
      if (!isCustom(held)) continue
      assertCanBind(user, project, held, at)
      await revokeRole(user.id, project, held.id, at)
    }
    await grantRole(user.id, project, role.id, at, before.createdAt)
    return requireBinding(user.id, project, at)
  },
})

/** Revokes all custom roles of the user on the project. */
export const deleteRoleBinding = command({
  rule: 'muster:manage_role_bindings',
  load: (ref: MembershipRef, at) => loadMembership(ref, at),
  target: (_ref, membership) => membershipTarget(membership),
  apply: async (ref, at): Promise<void> => {
    const { user, project } = await requireMembership(ref, at)
    assertCanManageSystemUser(user, at)
    await requireBinding(user.id, project, at)
    for (const { role } of await directRoles(user.id, project.id, at)) {
      if (!isCustom(role)) continue
      assertCanBind(user, project, role, at)
      await revokeRole(user.id, project, role.id, at)
    }
  },
})
