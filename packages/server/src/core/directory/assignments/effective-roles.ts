import type { Stores } from '../../kernel/stores.ts'
import type { Project } from '../projects/project.ts'
import type { Implication, Role } from '../roles/role.ts'
import type { AssignmentTarget } from './assignment.ts'

/** Effective roles, and the groups and ancestor projects they depend on (cache dependencies). */
export type EffectiveRoles = {
  readonly roles: readonly Role[]
  readonly groupIds: readonly string[]
  readonly ancestorIds: readonly string[]
  /** Unix milliseconds: when the first of the memberships expires. */
  readonly until: number
}

/** The targets of inherited assignments on a project or domain: a domain can also be referred to as a project. */
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

/** The roles and all roles they imply, directly or indirectly. Terminates on cycles. */
export const impliedClosure = (
  roleIds: Iterable<string>,
  implications: readonly Implication[],
): Set<string> => {
  const closure = new Set(roleIds)
  for (const id of closure)
    for (const { priorId, impliedId } of implications) if (priorId === id) closure.add(impliedId)
  return closure
}

/** The global roles in the closure, which are shown in tokens. Domain roles are never shown; they only imply others. */
export const visibleRoles = async (
  roleIds: Iterable<string>,
  stores: Pick<Stores, 'roles'>,
): Promise<readonly Role[]> => {
  const assigned = [...roleIds]
  if (assigned.length === 0) return []
  const roles = await stores.roles.getMany([...impliedClosure(assigned, await stores.roles.implications())])
  return roles.filter((role) => role.domainId === null)
}

/** Assigned roles of a user on a target before implication, and the groups and ancestor projects they depend on. */
export type HeldRoles = {
  readonly roleIds: readonly string[]
  readonly groupIds: readonly string[]
  readonly ancestorIds: readonly string[]
  readonly until: number
}

type Reading<Names extends keyof Stores> = { readonly stores: Pick<Stores, Names>; readonly now: number }

/**
 * Direct roles, roles of groups, and roles inherited from the projects above and the domain (keystone.md section 15.5).
 * On a domain and on the system only assignments on that target count. `tokenGroupIds` are the groups of a federated
 * token, beside the stored memberships.
 */
export const heldRoles = async (
  userId: string,
  target: AssignmentTarget,
  { stores, now }: Reading<'assignments' | 'groups' | 'projects'>,
  tokenGroupIds: readonly string[] = [],
): Promise<HeldRoles> => {
  const stored = await stores.groups.groupIdsOf(userId, now)
  const groupIds = [...new Set([...stored.ids, ...tokenGroupIds])]
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
    until: stored.until,
  }
}

/** The roles of a user on a target, including implied roles, as a token shows them. */
export const effectiveRoles = async (
  userId: string,
  target: AssignmentTarget,
  at: Reading<'assignments' | 'groups' | 'projects' | 'roles'>,
  tokenGroupIds: readonly string[] = [],
): Promise<EffectiveRoles> => {
  const { roleIds, ...held } = await heldRoles(userId, target, at, tokenGroupIds)
  return { roles: await visibleRoles(roleIds, at.stores), ...held }
}
