import { listProjects } from '../../core/directory/projects/list-projects.ts'
import { lookUpProjectFor } from '../../core/directory/projects/look-up-project.ts'
import type { Project } from '../../core/directory/projects/project.ts'
import type { ProjectFilterKey } from '../../core/directory/projects/project-store.ts'
import type { WithRule } from '../../core/kernel/operation.ts'
import { eq, type Filter } from '../../core/kernel/paging/list-query.ts'
import { idOf, readId } from './ids.ts'
import { pagination, type RawQuery, readPage, readSearch } from './lists.ts'
import { type ArizeContext, accountOf, time } from './request-context.ts'

/** The depth of organizations and spaces in the project tree; a project below a space is a project there too. */
const depths = { Organization: 1, Space: 2 } as const
type Kind = keyof typeof depths

/** A project on which the caller intends the operation. */
export const requireProjectOf = async (
  kind: Kind,
  id: string,
  context: ArizeContext,
  intended: WithRule,
): Promise<Project> =>
  (await context.run(lookUpProjectFor(intended), { id: readId(kind, id), depth: depths[kind] })).project

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
  context: ArizeContext,
) => {
  const page = readPage(kind, query, context)
  const name = readSearch(query, 'name')
  const found = await context.run(listProjects, {
    where: [
      eq('domain_id', accountOf(context)),
      ...where,
      ...(name === undefined ? [] : [{ key: 'name', op: 'icontains', value: name } as const]),
      ...(page.from === undefined ? [] : [{ key: 'id', op: 'gt', value: page.from.id } as const]),
    ],
    page: { limit: page.limit },
  })
  return {
    rows: found.rows.map((project) => showProject(kind, project)),
    pagination: pagination(found, page, ({ id }) => ({ id }), context),
  }
}
