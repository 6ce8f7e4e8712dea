import type { Paginated } from '../transport/pages.ts'
import type { CallOptions } from '../transport/transport.ts'
import type { Send } from './api.ts'
import { listAssociated, makeAssociation, placeOf } from './associations.ts'
import { type Collection, defineNoun, makeCollection, type PageQuery } from './collection.ts'
import { type Endpoint, endpointNoun, type Interface } from './endpoints.ts'
import { type Extra, plain, type Ref } from './fields.ts'
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

export const endpointGroupNoun = defineNoun({
  name: 'endpoint_group',
  path: '/OS-EP-FILTER/endpoint_groups',
  fields: {
    name: plain,
    description: plain,
    filters: plain,
  },
  required: ['name', 'filters'],
  query: { name: plain },
})

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

const one = `${endpointGroupNoun.path}/{endpointGroup}`

export const makeEndpointGroups = (send: Send): EndpointGroups => {
  const associations = makeAssociation<InProject>(send, (args) => placeOf(`${one}/projects/{project}`, args))
  return {
    ...makeCollection<EndpointGroup, NewEndpointGroup, EndpointGroupChanges, EndpointGroupQuery>(
      send,
      endpointGroupNoun,
    ),
    listEndpoints: listAssociated<Endpoint>(send, `${one}/endpoints`, endpointNoun),
    listProjects: listAssociated<Project>(send, `${one}/projects`, projectNoun),
    addProject: associations.add,
    removeProject: associations.remove,
  }
}
