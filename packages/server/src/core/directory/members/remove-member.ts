import { notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { assertCanManageSystemUser } from '../users/system-users.ts'
import { checkMayGive } from './assert-can-grant.ts'
import { directRoles, revokeRole } from './direct-roles.ts'
import { loadPair, type PairRef, pairTarget, requireMembership } from './membership.ts'

/**
 * Takes every role that was given to a user on a project and below it, its bindings among them. Rejects with `not_found`
 * for who has none on the project itself, `forbidden` where one of them is not the caller's to take.
 */
export const removeMember = command({
  rule: 'muster:set_member',
  load: (ref: PairRef, at) => loadPair(ref, at),
  target: (_ref, pair) => pairTarget(pair),
  apply: async (ref, at): Promise<void> => {
    const { user, project } = await requireMembership(ref, at)
    assertCanManageSystemUser(user, at)
    if ((await directRoles(user.id, project.id, at)).length === 0) throw notFound('member', user.id)
    for (const place of [project, ...(await at.stores.projects.descendants(project.id))])
      for (const { role } of await directRoles(user.id, place.id, at)) {
        checkMayGive(user, place, role, at)
        await revokeRole(user.id, place, role.id, at)
      }
  },
})
