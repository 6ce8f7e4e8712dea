import type { Stores } from '../../kernel/stores.ts'
import { accessibleScopesOf } from '../assignments/accessible-scopes.ts'
import type { Project } from './project.ts'

/**
 * The ids of the candidates on which the user has a role, directly, by a group, or inherited from a project above or the
 * domain. `family` contains all projects between the candidates and their domain. The number of store queries does not
 * depend on the number of candidates.
 */
export const withRole = async (
  userId: string,
  candidates: readonly Project[],
  family: readonly Project[],
  at: { readonly stores: Pick<Stores, 'assignments' | 'groups' | 'roles'>; readonly now: number },
): Promise<ReadonlySet<string>> => {
  if (candidates.length === 0) return new Set()
  const { projects: reach } = await accessibleScopesOf(userId, at)
  const direct = new Set(reach.ids)
  const inheritedFrom = new Set(reach.below)
  const parentOf = new Map(family.map((project) => [project.id, project.parentId]))
  const inherits = (project: Project): boolean => {
    for (let up = project.parentId; up !== null; up = parentOf.get(up) ?? null)
      if (inheritedFrom.has(up)) return true
    return false
  }
  return new Set(
    candidates.filter((project) => direct.has(project.id) || inherits(project)).map(({ id }) => id),
  )
}
