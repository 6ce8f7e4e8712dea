import type { Stores } from '../../kernel/stores.ts'
import { accessibleScopesOf } from '../assignments/accessible-scopes.ts'
import type { Project } from './project.ts'

/**
 * The ids of those candidates on which the user has a role: given right there, or inherited from a project
 * above or the domain, to the user or one of its groups. `family` holds everything between the candidates and
 * their domain. The number of questions to the store does not grow with the number of candidates.
 */
export const withRole = async (
  userId: string,
  candidates: readonly Project[],
  family: readonly Project[],
  stores: Pick<Stores, 'assignments' | 'groups' | 'roles'>,
): Promise<ReadonlySet<string>> => {
  if (candidates.length === 0) return new Set()
  const { projects: reach } = await accessibleScopesOf(userId, stores)
  const given = new Set(reach.ids)
  const handedDown = new Set(reach.below)
  const parentOf = new Map(family.map((project) => [project.id, project.parentId]))
  const inherits = (project: Project): boolean => {
    for (let up = project.parentId; up !== null; up = parentOf.get(up) ?? null)
      if (handedDown.has(up)) return true
    return false
  }
  return new Set(
    candidates.filter((project) => given.has(project.id) || inherits(project)).map(({ id }) => id),
  )
}
