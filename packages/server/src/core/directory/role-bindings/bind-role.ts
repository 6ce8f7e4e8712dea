import { domainError } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { directRoles, grantRole, revokeRole } from '../members/direct-roles.ts'
import { loadPair, type PairRef, pairTarget, requireMembership } from '../members/membership.ts'
import { assertCanManageSystemUser } from '../users/system-users.ts'
import { checkMayBind, isCustom, requireCustomRole } from './custom-role.ts'
import { type RoleBinding, requireBinding } from './role-binding.ts'

export type BindRole = PairRef & { readonly roleId: string }

/** Rejects with `conflict` where the user has a custom role on the project already, and what `theCustomRole` does. */
export const createRoleBinding = command({
  rule: 'muster:manage_role_bindings',
  load: (input: BindRole, at) => loadPair(input, at),
  target: (_input, pair) => pairTarget(pair),
  apply: async (input, at): Promise<RoleBinding> => {
    const { user, project } = await requireMembership(input, at)
    assertCanManageSystemUser(user, at)
    const role = await requireCustomRole(input.roleId, user.domainId, at)
    checkMayBind(user, project, role, at)
    if ((await directRoles(user.id, project.id, at)).some(({ role: held }) => isCustom(held)))
      throw domainError('conflict', 'role_binding_exists', 'This user has a role binding there already.')
    await grantRole(user.id, project, role.id, at)
    return requireBinding(user.id, project, at)
  },
})

/** Puts another role in place of the one that is bound. */
export const changeRoleBinding = command({
  rule: 'muster:manage_role_bindings',
  load: (input: BindRole, at) => loadPair(input, at),
  target: (_input, pair) => pairTarget(pair),
  apply: async (input, at): Promise<RoleBinding> => {
    const { user, project } = await requireMembership(input, at)
    assertCanManageSystemUser(user, at)
    const before = await requireBinding(user.id, project, at)
    const role = await requireCustomRole(input.roleId, user.domainId, at)
    checkMayBind(user, project, role, at)
    if (role.id === before.roleId) return before
    for (const { role: held } of await directRoles(user.id, project.id, at)) {
      if (!isCustom(held)) continue
      checkMayBind(user, project, held, at)
      await revokeRole(user.id, project, held.id, at)
    }
    await grantRole(user.id, project, role.id, at, before.createdAt)
    return requireBinding(user.id, project, at)
  },
})

/** Takes every custom role that the user has on the project. */
export const deleteRoleBinding = command({
  rule: 'muster:manage_role_bindings',
  load: (ref: PairRef, at) => loadPair(ref, at),
  target: (_ref, pair) => pairTarget(pair),
  apply: async (ref, at): Promise<void> => {
    const { user, project } = await requireMembership(ref, at)
    assertCanManageSystemUser(user, at)
    await requireBinding(user.id, project, at)
    for (const { role } of await directRoles(user.id, project.id, at)) {
      if (!isCustom(role)) continue
      checkMayBind(user, project, role, at)
      await revokeRole(user.id, project, role.id, at)
    }
  },
})
