import { eq, type Filter } from '../../core/lists/list-query.ts'
import { listProjects } from '../../core/projects/list-projects.ts'
import { lookUpProject } from '../../core/projects/look-up-project.ts'
import type { Project } from '../../core/projects/project.ts'
import type { ProjectFilterKey } from '../../core/projects/project-store.ts'
import { idOf, readId } from './ids.ts'
import { pagination, type RawQuery, readPage, readSearch } from './lists.ts'
import { type ArizeVisit, accountOf, time } from './visit.ts'

/** How deep a project stands that clients call so; what is below a space is a project there too. */
const depths = { Organization: 1, Space: 2 } as const
type Kind = keyof typeof depths

/** `rule`: of what is to be done there. */
export const theProjectOf = async (
  kind: Kind,
  id: string,
  visit: ArizeVisit,
  rule?: string,
): Promise<Project> =>
  (await visit.run(lookUpProject, { id: readId(kind, id), depth: depths[kind], rule })).project

export const showProject = (kind: Kind, { id, name, description, createdAt }: Project) => ({
  id: idOf(kind, id),
  name,
  description,
  created_at: time(createdAt),
})

export const listOf = async (
  kind: Kind,
  where: readonly Filter<ProjectFilterKey>[],
  query: RawQuery,
  visit: ArizeVisit,
) => {
  const asked = readPage(kind, query, visit)
  const name = readSearch(query, 'name')
  const found = await visit.run(listProjects, {
    where: [
      eq('domain_id', accountOf(visit)),
      ...where,
      ...(name === undefined ? [] : [{ key: 'name', op: 'icontains', value: name } as const]),
      ...(asked.from === undefined ? [] : [{ key: 'id', op: 'gt', value: asked.from.id } as const]),
    ],
    page: { limit: asked.limit },
  })
  return {
    rows: found.rows.map((project) => showProject(kind, project)),
    pagination: pagination(found, asked, ({ id }) => ({ id }), visit),
  }
}
