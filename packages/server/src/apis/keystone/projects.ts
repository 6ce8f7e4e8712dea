import type { projects as contract } from '@muster/contract/keystone/projects.ts'
import { createProject } from '../../core/directory/projects/create-project.ts'
import { deleteProject } from '../../core/directory/projects/delete-project.ts'
import {
  getProject,
  type ProjectAndRelatives,
  type Relatives,
} from '../../core/directory/projects/get-project.ts'
import { listProjects } from '../../core/directory/projects/list-projects.ts'
import type { Project, ResourceOptions } from '../../core/directory/projects/project.ts'
import type { ProjectFilterKey, TagFilter } from '../../core/directory/projects/project-store.ts'
import { updateProject } from '../../core/directory/projects/update-project.ts'
import { BadRequest, type Handlers, type RequestContext } from '../../http/api.ts'
import { extrasOf, flagOf, sameId } from './attributes.ts'
import { showLimit } from './limits.ts'
import { selfLink } from './links.ts'
import { collectionOf, type FilterKeys, isPresent, type RawQuery, readList } from './lists.ts'

const filters: FilterKeys<ProjectFilterKey> = {
  domain_id: { key: 'domain_id', kind: 'text' },
  parent_id: { key: 'parent_id', kind: 'text' },
  is_domain: { key: 'is_domain', kind: 'flag' },
  name: { key: 'name', kind: 'text' },
  enabled: { key: 'enabled', kind: 'flag' },
}

const tagKeys = { tags: 'all', 'tags-any': 'any', 'not-tags': 'not_all', 'not-tags-any': 'not_any' } as const

/** Maximum number of repetitions of one tag filter, each of which is a separate database condition. */
const maxLists = 8

/** Comma-separated lists; a repeated parameter is an additional condition. */
const readTagFilters = (query: RawQuery): TagFilter[] =>
  Object.entries(tagKeys).flatMap(([key, match]): TagFilter[] => {
    const lists = [query[key] ?? []].flat().map((list) => list.split(','))
    if (lists.length === 0) return []
    if (match === 'all' || match === 'not_any') return [{ match, tags: lists.flat() }]
    if (lists.length > maxLists) throw new BadRequest(`Specify '${key}' at most ${maxLists} times.`, key)
    return lists.map((tags) => ({ match, tags }))
  })

export const showProject = (project: Project, context: RequestContext) => ({
  ...project.extra,
  id: project.id,
  name: project.name,
  domain_id: project.domainId,
  parent_id: project.parentId,
  is_domain: project.isDomain,
  enabled: project.enabled,
  description: project.description,
  tags: [...project.tags],
  options: project.options,
  links: selfLink(context, 'projects', project.id),
})

/** Attributes of a response other than the client's additional ones. */
const known = new Set([
  'name',
  'domain_id',
  'parent_id',
  'is_domain',
  'enabled',
  'description',
  'tags',
  'options',
  'parents',
  'subtree',
])

/** In a new resource, null means that the option is not set. */
export const optionsOf = (
  options: { readonly immutable?: boolean | null } | undefined,
): ResourceOptions | undefined =>
  typeof options?.immutable === 'boolean' ? { immutable: options.immutable } : undefined

/** `parents_as_list` shows only projects on which the caller has a role, `parents_as_ids` shows all. */
const relativesAsked = (query: RawQuery, which: 'parents' | 'subtree'): Relatives | undefined => {
  const asList = isPresent(query, `${which}_as_list`)
  const asIds = isPresent(query, `${which}_as_ids`)
  if (asList && asIds)
    throw new BadRequest(`Cannot use ${which}_as_list and ${which}_as_ids at the same time.`)
  return asList ? 'own' : asIds ? 'all' : undefined
}

type Nested = { [id: string]: Nested | null }

const parentIds = (parents: readonly Project[]): Nested | null =>
  parents.reduceRight<Nested | null>((above, { id }) => ({ [id]: above }), null)

const subtreeIds = (id: string, subtree: readonly Project[]): Nested | null => {
  const nests = new Map<string, Nested>([[id, {}]])
  for (const project of subtree) nests.set(project.id, {})
  // Children follow their parents; in reverse order each subtree is complete before it is added to its parent.
  for (const project of [...subtree].reverse()) {
    const own = nests.get(project.id)
    const siblings = nests.get(project.parentId ?? '')
    if (siblings) siblings[project.id] = own && Object.keys(own).length > 0 ? own : null
  }
  const nest = nests.get(id)
  return nest && Object.keys(nest).length > 0 ? nest : null
}

const showRelatives = (
  { project, parents, subtree, limits }: ProjectAndRelatives,
  query: RawQuery,
  context: RequestContext,
) => {
  const byOwner = limits && Map.groupBy(limits, ({ projectId, domainId }) => projectId ?? domainId)
  const limitsOf = (id: string) =>
    byOwner && { limits: (byOwner.get(id) ?? []).map((limit) => showLimit(limit, context)) }
  const list = (relatives: readonly Project[]) =>
    relatives.map((one) => ({ project: { ...showProject(one, context), ...limitsOf(one.id) } }))
  return {
    ...(parents ? { parents: isPresent(query, 'parents_as_list') ? list(parents) : parentIds(parents) } : {}),
    ...(subtree
      ? { subtree: isPresent(query, 'subtree_as_list') ? list(subtree) : subtreeIds(project.id, subtree) }
      : {}),
  }
}

export const projects = {
  async listProjects({ query }, context) {
    const listQuery = { ...readList(query, filters), tags: readTagFilters(query) }
    const found = await context.run(listProjects, listQuery)
    const show = (project: Project) => showProject(project, context)
    return { status: 200, body: collectionOf(context, 'projects', found, listQuery.page.limit, show) }
  },

  async createProject({ body: { project } }, context) {
    const created = await context.run(createProject, {
      name: project.name,
      domainId: project.domain_id,
      parentId: project.parent_id,
      isDomain: flagOf(project.is_domain),
      enabled: flagOf(project.enabled),
      description: project.description,
      tags: project.tags,
      options: optionsOf(project.options),
      extra: extrasOf(project, known),
    })
    return { status: 201, body: { project: showProject(created, context) } }
  },

  async getProject({ params, query }, context) {
    const parents = relativesAsked(query, 'parents')
    const subtree = relativesAsked(query, 'subtree')
    const limits = isPresent(query, 'include_limits')
    const found = await context.run(getProject, { id: params.project_id, parents, subtree, limits })
    return {
      status: 200,
      body: { project: { ...showProject(found.project, context), ...showRelatives(found, query, context) } },
    }
  },

  async updateProject({ params, body }, context) {
    const { project = {} } = body
    if (body.project === undefined && Object.keys(body).length > 0)
      throw new BadRequest("Invalid input for field 'project': it is missing.", 'project')
    sameId(project.id, params.project_id)
    const updated = await context.run(updateProject, {
      id: params.project_id,
      name: project.name,
      domainId: project.domain_id,
      parentId: project.parent_id,
      isDomain: flagOf(project.is_domain),
      enabled: flagOf(project.enabled),
      description: project.description,
      tags: project.tags,
      options: project.options,
      extra: extrasOf(project, known),
    })
    return { status: 200, body: { project: showProject(updated, context) } }
  },

  async deleteProject({ params }, context) {
    await context.run(deleteProject, { id: params.project_id })
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
