import type { Paginated } from '../transport/pages.ts'
import type { CallOptions } from '../transport/transport.ts'
import type { Send } from './api.ts'
import { listAssociated, makeAssociation, placeOf } from './associations.ts'
import type { PageQuery } from './collection.ts'
import { type EndpointGroup, endpointGroupNoun } from './endpoint-groups.ts'
import { type Endpoint, endpointNoun } from './endpoints.ts'
import type { Ref } from './fields.ts'
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

const inProject = '/OS-EP-FILTER/projects/{project}'

export const makeEndpointFilter = (send: Send): EndpointFilter => {
  const associations = makeAssociation<Association>(send, (args) =>
    placeOf(`${inProject}/endpoints/{endpoint}`, args),
  )
  return {
    listEndpoints: listAssociated<Endpoint>(send, `${inProject}/endpoints`, endpointNoun),
    listEndpointGroups: listAssociated<EndpointGroup>(
      send,
      `${inProject}/endpoint_groups`,
      endpointGroupNoun,
    ),
    listProjects: listAssociated<Project>(send, '/OS-EP-FILTER/endpoints/{endpoint}/projects', projectNoun),
    addEndpoint: associations.add,
    removeEndpoint: associations.remove,
  }
}
