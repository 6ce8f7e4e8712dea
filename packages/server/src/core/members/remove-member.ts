import { command } from '../operation.ts'
import { notFound } from '../refusal.ts'
import { spareSystemUser } from '../users/system-users.ts'
import { checkMayGive } from './check-may-give.ts'
import { givenRoles, takeRole } from './given-roles.ts'
import { loadPair, type PairRef, pairTarget, thePair } from './pair.ts'

/**
 * Takes every role that was given to a user on a project and below it, its bindings among them. Refuses `not_found`
 * for who has none on the project itself, `forbidden` where one of them is not the caller's to take.
 */
export const removeMember = command({
  rule: 'muster:set_member',
  load: (ref: PairRef, at) => loadPair(ref, at),
  target: (_ref, pair) => pairTarget(pair),
  apply: async (ref, at): Promise<void> => {
    const { user, project } = await thePair(ref, at)
    spareSystemUser(user, at)
    if ((await givenRoles(user.id, project.id, at)).length === 0) throw notFound('member', user.id)
    for (const place of [project, ...(await at.stores.projects.descendants(project.id))])
      for (const { role } of await givenRoles(user.id, place.id, at)) {
        checkMayGive(user, place, role, at)
        await takeRole(user.id, place, role.id, at)
      }
  },
})
