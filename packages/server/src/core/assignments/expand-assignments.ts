import type { Implication } from '../roles/role.ts'
import type { Assignment, AssignmentTarget } from './assignment.ts'
import { impliedClosure } from './effective-roles.ts'

/** What a user has on a target, and where it comes from. */
export type EffectiveAssignment = {
  readonly userId: string
  readonly target: AssignmentTarget
  readonly roleId: string
  readonly source: AssignmentSource
}

export type AssignmentSource = {
  /** Given to this group, of which the user is a member. */
  readonly groupId?: string
  /** Given here, above the target, to be inherited. */
  readonly from?: AssignmentTarget
  /** Follows directly from this role, which the user has in the same way. */
  readonly priorId?: string
}

export type Surroundings = {
  /** The users each group stands for; a group that is not here stands for nobody. */
  readonly members: ReadonlyMap<string, readonly string[]>
  /** The projects that inherited grants may show up on, each with the ids of all that is above it. */
  readonly reach: ReadonlyMap<string, readonly string[]>
  readonly implications: readonly Implication[]
  /** Roles of a domain only imply; they never show up themselves. */
  readonly isGlobal: (roleId: string) => boolean
}

type Followed = { readonly roleId: string; readonly priorId?: string }
type Placed = Omit<EffectiveAssignment, 'userId'>

/**
 * The grants as they take effect (keystone.md section 15.5): groups become their members, inherited grants
 * the projects they reach, and each role brings what it implies, one row for each implication that led there.
 */
export const expandAssignments = (
  assignments: readonly Assignment[],
  { members, reach, implications, isGlobal }: Surroundings,
): readonly EffectiveAssignment[] => {
  const reached = Map.groupBy(
    [...reach].flatMap(([id, above]) => above.map((aboveId) => ({ id, aboveId }))),
    ({ aboveId }) => aboveId,
  )
  const followed = new Map<string, readonly Followed[]>()
  const rolesFrom = (roleId: string) => {
    const known = followed.get(roleId)
    if (known) return known
    const closure = impliedClosure([roleId], implications)
    const roles: readonly Followed[] = [
      { roleId },
      ...implications
        .filter(({ priorId }) => closure.has(priorId))
        .map(({ priorId, impliedId }) => ({ roleId: impliedId, priorId })),
    ].filter((role) => isGlobal(role.roleId))
    followed.set(roleId, roles)
    return roles
  }
  const places = ({ target, roleId, inherited }: Assignment): readonly Placed[] => {
    if (!inherited) return [{ target, roleId, source: {} }]
    if (target.type === 'system') return []
    return (reached.get(target.id) ?? []).map(({ id }) => ({
      target: { type: 'project', id },
      roleId,
      source: { from: target },
    }))
  }

  const rows = new Map<string, EffectiveAssignment>()
  for (const assignment of assignments) {
    const { type, id } = assignment.actor
    const users = type === 'user' ? [id] : (members.get(id) ?? [])
    const group = type === 'group' ? { groupId: id } : {}
    for (const { target, source } of places(assignment))
      for (const { roleId, priorId } of rolesFrom(assignment.roleId))
        for (const userId of users) {
          const from = { ...group, ...source, ...(priorId === undefined ? {} : { priorId }) }
          const row = { userId, target, roleId, source: from }
          rows.set(JSON.stringify(row), row)
        }
  }
  return [...rows.values()]
}
