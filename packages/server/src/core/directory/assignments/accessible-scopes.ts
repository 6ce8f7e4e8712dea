import type { Stores } from '../../kernel/stores.ts'
import type { AccessibleScopes } from '../projects/project-store.ts'
import type { Actor } from './assignment.ts'
import { effectiveRoleIds } from './effective-role-ids.ts'

/** The user and all groups of the user, as actors of assignments. */
export const actorsOf = async (userId: string, stores: Pick<Stores, 'groups'>): Promise<readonly Actor[]> => {
  const groupIds = await stores.groups.groupIdsOf(userId)
  return [{ type: 'user', id: userId }, ...groupIds.map((id) => ({ type: 'group', id }) as const)]
}

/**
 * The projects and domains on which a user has a role. The cost depends on the number of the user's assignments, not on
 * the size of the directory. `projects` are listed by id, or lie below the target of an inherited assignment.
 */
export const accessibleScopesOf = async (
  userId: string,
  stores: Pick<Stores, 'assignments' | 'groups' | 'roles'>,
): Promise<{ readonly projects: AccessibleScopes; readonly domainIds: readonly string[] }> => {
  const assignments = await stores.assignments.list({ actors: await actorsOf(userId, stores) })
  const effective = await effectiveRoleIds(new Set(assignments.map(({ roleId }) => roleId)), stores)
  const ids = new Set<string>()
  const below = new Set<string>()
  const domainIds = new Set<string>()
  for (const { target, roleId, inherited } of assignments) {
    if (target.type === 'system' || !effective.has(roleId)) continue
    if (inherited) below.add(target.id)
    else if (target.type === 'project') ids.add(target.id)
    else domainIds.add(target.id)
  }
  return { projects: { ids: [...ids], below: [...below] }, domainIds: [...domainIds] }
}
