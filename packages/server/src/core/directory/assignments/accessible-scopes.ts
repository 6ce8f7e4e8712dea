import type { Stores } from '../../kernel/stores.ts'
import type { AccessibleScopes } from '../projects/project-store.ts'
import type { Actor } from './assignment.ts'
import { countingRoles } from './effective-role-ids.ts'

/** The user and every group it is a member of. */
export const actorsOf = async (userId: string, stores: Pick<Stores, 'groups'>): Promise<readonly Actor[]> => {
  const groupIds = await stores.groups.groupIdsOf(userId)
  return [{ type: 'user', id: userId }, ...groupIds.map((id) => ({ type: 'group', id }) as const)]
}

/**
 * Where a user has a role, read downwards from what it was given: the cost follows its grants, not the size
 * of the directory. `projects` are named one by one or lie below something inherited from.
 */
export const accessibleScopesOf = async (
  userId: string,
  stores: Pick<Stores, 'assignments' | 'groups' | 'roles'>,
): Promise<{ readonly projects: AccessibleScopes; readonly domainIds: readonly string[] }> => {
  const given = await stores.assignments.list({ actors: await actorsOf(userId, stores) })
  const counting = await countingRoles(new Set(given.map(({ roleId }) => roleId)), stores)
  const ids = new Set<string>()
  const below = new Set<string>()
  const domainIds = new Set<string>()
  for (const { target, roleId, inherited } of given) {
    if (target.type === 'system' || !counting.has(roleId)) continue
    if (inherited) below.add(target.id)
    else if (target.type === 'project') ids.add(target.id)
    else domainIds.add(target.id)
  }
  return { projects: { ids: [...ids], below: [...below] }, domainIds: [...domainIds] }
}
