import { type CommandContext, command } from '../../kernel/operation.ts'
import type { Project } from '../projects/project.ts'
import { assertCanManageSystemUser } from '../users/system-users.ts'
import type { User } from '../users/user.ts'
import { assertCanGrantRole } from './assert-can-grant.ts'
import { revokeDirectRoles } from './direct-roles.ts'
import { loadMembership, type MembershipRef, membershipTarget, requireMembership } from './membership.ts'

/**
 * Revokes all direct roles of a user on a project and the projects below, including role bindings. Rejects with
 * `not_found` when the user has none on the project itself, `forbidden` unless the caller may revoke all of them.
 */
export const removeMember = command({
  rule: 'muster:set_member',
  load: (ref: MembershipRef, at) => loadMembership(ref, at),
  target: (_ref, membership) => membershipTarget(membership),
  apply: async (ref, at): Promise<void> => {
    const { user, project } = await requireMembership(ref, at)
    assertCanManageSystemUser(user, at)
    await endMembership(user, project, at)
  },
})

/** The change of `removeMember` on a user and a project of one domain. */
export const endMembership = (user: User, project: Project, at: CommandContext): Promise<void> =>
  revokeDirectRoles(user, project, at, (target, role) => assertCanGrantRole(user, target, role, at))
