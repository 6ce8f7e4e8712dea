import { notFound } from '../../kernel/domain-error.ts'
import { type OperationContext, query } from '../../kernel/operation.ts'
import type { Page, Slice } from '../../kernel/paging/list-query.ts'
import type { Endpoint } from '../catalog/catalog.ts'
import { requireEndpoint } from '../catalog/endpoints.ts'
import { withResolvedUrl } from '../catalog/shown-endpoint.ts'
import { requireProject } from '../projects/get-project.ts'
import type { Project } from '../projects/project.ts'
import type { EndpointGroup } from './endpoint-group.ts'
import { requireEndpointGroup } from './endpoint-groups.ts'

export type ListAssociated = { readonly id: string; readonly page: Page }

/** Rejects with `not_found` for an unknown marker. */
const checkMarker = async (
  { after }: Page,
  rows: { readonly get: (id: string) => Promise<object | undefined> },
): Promise<void> => {
  if (after !== undefined && !(await rows.get(after))) throw notFound('marker', after)
}

const withUrls = ({ rows, more }: Slice<Endpoint>, at: OperationContext): Slice<Endpoint> => ({
  rows: rows.map((row) => withResolvedUrl(row, at)),
  more,
})

const projectsOf = async (
  { rows, more }: Slice<{ readonly id: string }>,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<Slice<Project>> => {
  const found = new Map(
    (await stores.projects.getMany(rows.map(({ id }) => id))).map((project) => [project.id, project]),
  )
  return { rows: rows.flatMap(({ id }) => found.get(id) ?? []), more }
}

/** The endpoints that belong to an endpoint group. */
export const listEndpointGroupEndpoints = query({
  searches: true,
  rule: 'identity:list_endpoints_associated_with_endpoint_group',
  load: ({ id }: ListAssociated, at) => requireEndpointGroup(id, at),
  read: async ({ id, page }, _group, at): Promise<Slice<Endpoint>> => {
    await checkMarker(page, at.stores.endpoints)
    return withUrls(await at.stores.endpointGroups.endpoints(id, page), at)
  },
})

/** The projects that have an endpoint group. */
export const listEndpointGroupProjects = query({
  searches: true,
  rule: 'identity:list_projects_associated_with_endpoint_group',
  load: ({ id }: ListAssociated, at) => requireEndpointGroup(id, at),
  read: async ({ id, page }, _group, at): Promise<Slice<Project>> => {
    await checkMarker(page, at.stores.projects)
    return projectsOf(await at.stores.endpointFilter.projectsOfGroup(id, page), at)
  },
})

/** The projects that an endpoint was added to; not those that have it by an endpoint group. */
export const listEndpointProjects = query({
  searches: true,
  rule: 'identity:list_projects_for_endpoint',
  load: ({ id }: ListAssociated, at) => requireEndpoint(id, at),
  read: async ({ id, page }, _endpoint, at): Promise<Slice<Project>> => {
    await checkMarker(page, at.stores.projects)
    return projectsOf(await at.stores.endpointFilter.projectsOfEndpoint(id, page), at)
  },
})

/** The endpoints of a project, added themselves or by an endpoint group. */
export const listProjectEndpoints = query({
  searches: true,
  rule: 'identity:list_endpoints_for_project',
  load: ({ id }: ListAssociated, at) => requireProject(id, at),
  read: async ({ id, page }, _project, at): Promise<Slice<Endpoint>> => {
    await checkMarker(page, at.stores.endpoints)
    return withUrls(await at.stores.endpointFilter.endpointsOf(id, page), at)
  },
})

export const listProjectEndpointGroups = query({
  searches: true,
  rule: 'identity:list_endpoint_groups_for_project',
  load: ({ id }: ListAssociated, at) => requireProject(id, at),
  read: async ({ id, page }, _project, at): Promise<Slice<EndpointGroup>> => {
    await checkMarker(page, at.stores.endpointGroups)
    return at.stores.endpointFilter.groupsOf(id, page)
  },
})
