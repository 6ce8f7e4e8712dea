import type { Implication, Role } from '../roles/role.ts'
import type { Stores } from '../stores.ts'
import type { AssignmentTarget } from './assignment.ts'

/** What an authority reaches, and which groups and projects it was read from (for caches). */
export type EffectiveRoles = {
  readonly roles: readonly Role[]
  readonly groupIds: readonly string[]
  readonly ancestorIds: readonly string[]
}

/** Every role that follows from those given, themselves included. Cycles end. */
export const impliedClosure = (roleIds: Iterable<string>, implications: readonly Implication[]): Set<string> => {
  const closure = new Set(roleIds)
  for (const id of closure)
    for (const { priorId, impliedId } of implications) if (priorId === id) closure.add(impliedId)
  return closure
}

/** The closure as roles that may stand in a token: roles of a domain only imply, they never appear. */
export const visibleRoles = async (
  roleIds: Iterable<string>,
  stores: Pick<Stores, 'roles'>,
): Promise<readonly Role[]> => {
  const given = [...roleIds]
  if (given.length === 0) return []
  const roles = await stores.roles.getMany([...impliedClosure(given, await stores.roles.implications())])
  return roles.filter((role) => role.domainId === null)
}

/**
 * The roles of a user on a target (keystone.md section 15.5): direct and through groups, inherited from the
 * projects above and the domain, then everything implied. On a domain and on the system only what was given
 * right there counts.
 */
export const effectiveRoles = async (
  userId: string,
  target: AssignmentTarget,
  stores: Pick<Stores, 'assignments' | 'groups' | 'projects' | 'roles'>,
): Promise<EffectiveRoles> => {
  const groupIds = await stores.groups.groupIdsOf(userId)
  const actors = [{ type: 'user', id: userId } as const, ...groupIds.map((id) => ({ type: 'group', id }) as const)]
  const above = target.type === 'project' ? await stores.projects.ancestors(target.id) : []
  const [direct, inherited] = await Promise.all([
    stores.assignments.list({ actors, targets: [target], inherited: false }),
    above.length === 0
      ? []
      : stores.assignments.list({
          actors,
          targets: above.map(({ id, isDomain }) => ({ type: isDomain ? 'domain' : 'project', id }) as const),
          inherited: true,
        }),
  ])
  const roles = await visibleRoles(
    [...direct, ...inherited].map((assignment) => assignment.roleId),
    stores,
  )
  return { roles, groupIds, ancestorIds: above.map((project) => project.id) }
}
