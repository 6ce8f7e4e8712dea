import type { ProjectLink } from '../projects/project-store.ts'
import type { ListWork } from './list-work.ts'

/** The projects below a domain or project, to which its inherited assignments apply, ordered by id. */
export type ProjectsBelow = (id: string) => Promise<readonly string[]>

export const nothingBelow: ProjectsBelow = async () => []

/** From 1/16 of the links on, the sorted links are filtered; a smaller result is sorted instead. */
const filterDivisor = 16

/**
 * Follows links from parents to children. `links` are ordered by id; `among` limits the result to these projects.
 */
export const projectsBelow = async (
  links: readonly ProjectLink[],
  work: ListWork,
  among?: ReadonlySet<string>,
): Promise<ProjectsBelow> => {
  const children = new Map<string, string[]>()
  for (const { id, parentId } of links) {
    const known = children.get(parentId)
    if (known) known.push(id)
    else children.set(parentId, [id])
    const turn = work.did(1)
    if (turn) await turn
  }
  const walk = async (id: string): Promise<readonly string[]> => {
    const below = new Set<string>()
    const walked = [id]
    for (const at of walked)
      for (const child of children.get(at) ?? []) {
        walked.push(child)
        if (!among || among.has(child)) below.add(child)
        const turn = work.did(1)
        if (turn) await turn
      }
    if (below.size * filterDivisor < links.length) return [...below].sort()
    const sorted = []
    for (const link of links) {
      if (below.has(link.id)) sorted.push(link.id)
      const turn = work.did(1)
      if (turn) await turn
    }
    return sorted
  }
  const known = new Map<string, readonly string[]>()
  return async (id) => {
    const found = known.get(id) ?? (await walk(id))
    known.set(id, found)
    return found
  }
}
