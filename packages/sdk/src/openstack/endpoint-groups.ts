import type { Paginated } from '../transport/pages.ts'
import type { CallOptions } from '../transport/transport.ts'
import { listPages, type Send } from './api.ts'
import {
  type Collection,
  makeCollection,
  type Noun,
  type PageQuery,
  queryOf,
  readObject,
  remove,
} from './collection.ts'
import { type Endpoint, endpointNoun, type Interface } from './endpoints.ts'
import { type Extra, idOf, type Ref, readOnly } from './fields.ts'
import { type Project, projectNoun } from './projects.ts'

/** The endpoints that equal every value, by their names on the wire. */
export type EndpointFilters = {
  readonly service_id?: string
  readonly region_id?: string | null
  readonly interface?: Interface
}

/** Endpoints with something in common, which are added to the catalogs of projects together. */
export type EndpointGroup = {
  readonly id: string
  readonly name: string
  readonly description?: string | null
  readonly filters: EndpointFilters
  readonly links?: { readonly self: string }
  /** Additional attributes. */
  readonly extra: Extra
}

export type NewEndpointGroup = {
  readonly name: string
  readonly filters: EndpointFilters
  readonly description?: string | null | undefined
}

export type EndpointGroupChanges = Partial<NewEndpointGroup>

export type EndpointGroupQuery = { readonly name?: string | undefined }

export const endpointGroupNoun = {
  name: 'endpoint_group',
  path: '/OS-EP-FILTER/endpoint_groups',
  rows: 'endpoint_groups',
  fields: {
    id: readOnly('id'),
    name: 'name',
    description: 'description',
    filters: 'filters',
    links: readOnly('links'),
  },
  required: ['name', 'filters'],
  query: { name: 'name' },
} as const satisfies Noun

type InProject = { readonly endpointGroup: Ref; readonly project: Ref }

export type EndpointGroups = Collection<
  EndpointGroup,
  NewEndpointGroup,
  EndpointGroupChanges,
  EndpointGroupQuery
> & {
  /** The endpoints that the filters match. @example await endpointGroups.listEndpoints(group).toArray({ limit: 100 }) */
  readonly listEndpoints: (group: Ref, query?: PageQuery, options?: CallOptions) => Paginated<Endpoint>
  /** The projects that have the group. @example await endpointGroups.listProjects(group).toArray({ limit: 100 }) */
  readonly listProjects: (group: Ref, query?: PageQuery, options?: CallOptions) => Paginated<Project>
  /** Adds a group to a project. Throws `Conflict`. @example await endpointGroups.addProject({ endpointGroup, project }) */
  readonly addProject: (association: InProject, options?: CallOptions) => Promise<void>
  /** Removes a group from a project. @example await endpointGroups.removeProject({ endpointGroup, project }) */
  readonly removeProject: (association: InProject, options?: CallOptions) => Promise<void>
}

const one = `${endpointGroupNoun.path}/{endpoint_group}`
const inProject = `${one}/projects/{project}`
const noFilters = { query: {} } as const

const paramsOf = (association: InProject | undefined) => ({
  endpoint_group: idOf(association?.endpointGroup, 'endpointGroup'),
  project: idOf(association?.project, 'project'),
})

export const makeEndpointGroups = (send: Send): EndpointGroups => ({
  ...makeCollection<EndpointGroup, NewEndpointGroup, EndpointGroupChanges, EndpointGroupQuery>(
    send,
    endpointGroupNoun,
  ),
  listEndpoints: (group, query, options) =>
    listPages(
      send,
      {
        method: 'GET',
        path: `${one}/endpoints`,
        params: { endpoint_group: idOf(group, 'group') },
        query: queryOf(noFilters, query),
        ...options,
      },
      'endpoints',
      (wire) => readObject<Endpoint>(endpointNoun, wire),
    ),
  listProjects: (group, query, options) =>
    listPages(
      send,
      {
        method: 'GET',
        path: `${one}/projects`,
        params: { endpoint_group: idOf(group, 'group') },
        query: queryOf(noFilters, query),
        ...options,
      },
      'projects',
      (wire) => readObject<Project>(projectNoun, wire),
    ),
  async addProject(association, options) {
    await send({ method: 'PUT', path: inProject, params: paramsOf(association), ...options })
  },
  removeProject: async (association, options) => remove(send, inProject, paramsOf(association), {}, options),
})
