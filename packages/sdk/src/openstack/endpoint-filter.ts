import type { Paginated } from '../transport/pages.ts'
import type { CallOptions } from '../transport/transport.ts'
import { listPages, type Send } from './api.ts'
import { type PageQuery, queryOf, readObject, remove } from './collection.ts'
import { type EndpointGroup, endpointGroupNoun } from './endpoint-groups.ts'
import { type Endpoint, endpointNoun } from './endpoints.ts'
import { idOf, type Ref } from './fields.ts'
import { type Project, projectNoun } from './projects.ts'

type Association = { readonly project: Ref; readonly endpoint: Ref }

/** Which endpoints the catalogs of projects contain. A project without any has all of them. */
export type EndpointFilter = {
  /** The endpoints of a project, also those of its groups. @example await endpointFilter.listEndpoints(project).toArray({ limit: 100 }) */
  readonly listEndpoints: (project: Ref, query?: PageQuery, options?: CallOptions) => Paginated<Endpoint>
  /** The endpoint groups of a project. @example await endpointFilter.listEndpointGroups(project).toArray({ limit: 100 }) */
  readonly listEndpointGroups: (
    project: Ref,
    query?: PageQuery,
    options?: CallOptions,
  ) => Paginated<EndpointGroup>
  /** The projects that an endpoint was added to. @example await endpointFilter.listProjects(endpoint).toArray({ limit: 100 }) */
  readonly listProjects: (endpoint: Ref, query?: PageQuery, options?: CallOptions) => Paginated<Project>
  /** Adds an endpoint to a project. Throws `Conflict`. @example await endpointFilter.addEndpoint({ project, endpoint }) */
  readonly addEndpoint: (association: Association, options?: CallOptions) => Promise<void>
  /** Removes an endpoint from a project. @example await endpointFilter.removeEndpoint({ project, endpoint }) */
  readonly removeEndpoint: (association: Association, options?: CallOptions) => Promise<void>
}

const prefix = '/OS-EP-FILTER'
const association = `${prefix}/projects/{project}/endpoints/{endpoint}`
const noFilters = { query: {} } as const

const paramsOf = (given: Association | undefined) => ({
  project: idOf(given?.project, 'project'),
  endpoint: idOf(given?.endpoint, 'endpoint'),
})

export const makeEndpointFilter = (send: Send): EndpointFilter => {
  const list = <T>(
    path: string,
    params: Readonly<Record<string, string>>,
    rows: string,
    read: (wire: unknown) => T,
    query: PageQuery | undefined,
    options: CallOptions | undefined,
  ) =>
    listPages(send, { method: 'GET', path, params, query: queryOf(noFilters, query), ...options }, rows, read)
  return {
    listEndpoints: (project, query, options) =>
      list(
        `${prefix}/projects/{project}/endpoints`,
        { project: idOf(project, 'project') },
        'endpoints',
        (wire) => readObject<Endpoint>(endpointNoun, wire),
        query,
        options,
      ),
    listEndpointGroups: (project, query, options) =>
      list(
        `${prefix}/projects/{project}/endpoint_groups`,
        { project: idOf(project, 'project') },
        'endpoint_groups',
        (wire) => readObject<EndpointGroup>(endpointGroupNoun, wire),
        query,
        options,
      ),
    listProjects: (endpoint, query, options) =>
      list(
        `${prefix}/endpoints/{endpoint}/projects`,
        { endpoint: idOf(endpoint, 'endpoint') },
        'projects',
        (wire) => readObject<Project>(projectNoun, wire),
        query,
        options,
      ),
    async addEndpoint(given, options) {
      await send({ method: 'PUT', path: association, params: paramsOf(given), ...options })
    },
    removeEndpoint: async (given, options) => remove(send, association, paramsOf(given), {}, options),
  }
}
