import type { Stores } from '../../kernel/stores.ts'
import type { Project } from '../projects/project.ts'
import type { Implication, Role } from '../roles/role.ts'
import type { AssignmentTarget } from './assignment.ts'

/** What an authority reaches, and which groups and projects it was read from (for caches). */
export type EffectiveRoles = {
  readonly roles: readonly Role[]
  readonly groupIds: readonly string[]
  readonly ancestorIds: readonly string[]
}

/** What an inherited grant from above may name: a domain can be named as a project too. */
export const inheritableTargets = ({
  id,
  isDomain,
}: Pick<Project, 'id' | 'isDomain'>): readonly AssignmentTarget[] =>
  isDomain
    ? [
        { type: 'domain', id },
        { type: 'project', id },
      ]
    : [{ type: 'project', id }]

/** Every role that follows from those given, themselves included. Cycles end. */
export const impliedClosure = (
  roleIds: Iterable<string>,
  implications: readonly Implication[],
): Set<string> => {
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

/** What a user holds on a target before implication, and which groups and projects that was read from. */
export type HeldRoles = {
  readonly roleIds: readonly string[]
  readonly groupIds: readonly string[]
  readonly ancestorIds: readonly string[]
}

/**
 * Direct and through groups, and inherited from the projects above and the domain (keystone.md section 15.5).
 * On a domain and on the system only what was given right there counts.
 */
export const heldRoles = async (
  userId: string,
  target: AssignmentTarget,
  stores: Pick<Stores, 'assignments' | 'groups' | 'projects'>,
): Promise<HeldRoles> => {
  const groupIds = await stores.groups.groupIdsOf(userId)
  const actors = [
    { type: 'user', id: userId } as const,
    ...groupIds.map((id) => ({ type: 'group', id }) as const),
  ]
  const above = target.type === 'project' ? await stores.projects.ancestors(target.id) : []
  const [direct, inherited] = await Promise.all([
    stores.assignments.list({ actors, targets: [target], inherited: false }),
    above.length === 0
      ? []
      : stores.assignments.list({ actors, targets: above.flatMap(inheritableTargets), inherited: true }),
  ])
  return {
    roleIds: [...direct, ...inherited].map((assignment) => assignment.roleId),
    groupIds,
    ancestorIds: above.map((project) => project.id),
  }
}

/** What a user holds on a target with everything implied, as it may stand in a token. */
export const effectiveRoles = async (
  userId: string,
  target: AssignmentTarget,
  stores: Pick<Stores, 'assignments' | 'groups' | 'projects' | 'roles'>,
): Promise<EffectiveRoles> => {
  const { roleIds, groupIds, ancestorIds } = await heldRoles(userId, target, stores)
  return { roles: await visibleRoles(roleIds, stores), groupIds, ancestorIds }
}
