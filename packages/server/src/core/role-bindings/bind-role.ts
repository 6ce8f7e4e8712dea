import { givenRoles, giveRole, takeRole } from '../members/given-roles.ts'
import { loadPair, type PairRef, pairTarget, thePair } from '../members/pair.ts'
import { command } from '../operation.ts'
import { refuse } from '../refusal.ts'
import { spareSystemUser } from '../users/system-users.ts'
import { checkMayBind, isCustom, theCustomRole } from './custom-role.ts'
import { type RoleBinding, theBinding } from './role-binding.ts'

export type BindRole = PairRef & { readonly roleId: string }

/** Refuses `conflict` where the user has a custom role on the project already, and what `theCustomRole` does. */
export const createRoleBinding = command({
  rule: 'muster:manage_role_bindings',
  load: (input: BindRole, at) => loadPair(input, at),
  target: (_input, pair) => pairTarget(pair),
  apply: async (input, at): Promise<RoleBinding> => {
    const { user, project } = await thePair(input, at)
    spareSystemUser(user, at)
    const role = await theCustomRole(input.roleId, user.domainId, at)
    checkMayBind(user, project, role, at)
    if ((await givenRoles(user.id, project.id, at)).some(({ role: held }) => isCustom(held)))
      throw refuse('conflict', 'role_binding_exists', 'This user has a role binding there already.')
    await giveRole(user.id, project, role.id, at)
    return theBinding(user.id, project, at)
  },
})

/** Puts another role in place of the one that is bound. */
export const changeRoleBinding = command({
  rule: 'muster:manage_role_bindings',
  load: (input: BindRole, at) => loadPair(input, at),
  target: (_input, pair) => pairTarget(pair),
  apply: async (input, at): Promise<RoleBinding> => {
    const { user, project } = await thePair(input, at)
    spareSystemUser(user, at)
    const before = await theBinding(user.id, project, at)
    const role = await theCustomRole(input.roleId, user.domainId, at)
    checkMayBind(user, project, role, at)
    if (role.id === before.roleId) return before
    for (const { role: held } of await givenRoles(user.id, project.id, at)) {
      if (!isCustom(held)) continue
      checkMayBind(user, project, held, at)
      await takeRole(user.id, project, held.id, at)
    }
    await giveRole(user.id, project, role.id, at, before.createdAt)
    return theBinding(user.id, project, at)
  },
})

/** Takes every custom role that the user has on the project. */
export const deleteRoleBinding = command({
  rule: 'muster:manage_role_bindings',
  load: (ref: PairRef, at) => loadPair(ref, at),
  target: (_ref, pair) => pairTarget(pair),
  apply: async (ref, at): Promise<void> => {
    const { user, project } = await thePair(ref, at)
    spareSystemUser(user, at)
    await theBinding(user.id, project, at)
    for (const { role } of await givenRoles(user.id, project.id, at)) {
      if (!isCustom(role)) continue
      checkMayBind(user, project, role, at)
      await takeRole(user.id, project, role.id, at)
    }
  },
})
