import type { Stores } from '../../kernel/stores.ts'
import type { AccessibleScopes } from '../projects/project-store.ts'
import type { Actor } from './assignment.ts'
import { effectiveRoleIds } from './effective-role-ids.ts'

type Reading<Names extends keyof Stores> = { readonly stores: Pick<Stores, Names>; readonly now: number }

/** The user and all groups of the user, as actors of assignments; `tokenGroupIds` are those of a federated token. */
export const actorsOf = async (
  userId: string,
  { stores, now }: Reading<'groups'>,
  tokenGroupIds: readonly string[] = [],
): Promise<readonly Actor[]> => {
  const { ids } = await stores.groups.groupIdsOf(userId, now)
  const groupIds = [...new Set([...ids, ...tokenGroupIds])]
  return [{ type: 'user', id: userId }, ...groupIds.map((id) => ({ type: 'group', id }) as const)]
}

/**
 * The projects and domains on which a user has a role. The cost depends on the number of the user's assignments, not on
 * the size of the directory. `projects` are listed by id, or lie below the target of an inherited assignment.
 */
export const accessibleScopesOf = async (
  userId: string,
  at: Reading<'assignments' | 'groups' | 'roles'>,
  tokenGroupIds: readonly string[] = [],
): Promise<{ readonly projects: AccessibleScopes; readonly domainIds: readonly string[] }> => {
  const actors = await actorsOf(userId, at, tokenGroupIds)
  const assignments = await at.stores.assignments.list({ actors })
  const effective = await effectiveRoleIds(new Set(assignments.map(({ roleId }) => roleId)), at.stores)
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
