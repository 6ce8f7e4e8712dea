import type { ListQuery, Page, Slice } from '../../kernel/paging/list-query.ts'
import type { Endpoint } from '../catalog/catalog.ts'
import type { EndpointGroup } from './endpoint-group.ts'

export type EndpointGroupFilterKey = 'id' | 'name'

export type EndpointGroupChange = {
  readonly [K in 'name' | 'description' | 'filters']?: EndpointGroup[K] | undefined
}

type Referenced = { readonly id: string }

export type EndpointGroupStore = {
  insert(group: EndpointGroup): Promise<EndpointGroup>
  get(id: string): Promise<EndpointGroup | undefined>
  list(query: ListQuery<EndpointGroupFilterKey>): Promise<Slice<EndpointGroup>>
  /** Undefined when there is none. */
  update(id: string, change: EndpointGroupChange): Promise<EndpointGroup | undefined>
  /** Also removes it from all projects. */
  delete(id: string): Promise<boolean>
  /** The endpoints that equal its filters, ordered by id. */
  endpoints(id: string, page: Page): Promise<Slice<Endpoint>>
}

/** The endpoints and endpoint groups of projects. Deleting either side removes the association. */
export type EndpointFilterStore = {
  /** Rejects with `conflict` when the project has the endpoint, `not_found` when one of them does not exist. */
  addEndpoint(projectId: string, endpointId: string): Promise<void>
  hasEndpoint(projectId: string, endpointId: string): Promise<boolean>
  removeEndpoint(projectId: string, endpointId: string): Promise<boolean>
  /** Rejects with `conflict` when the project has the group, `not_found` when one of them does not exist. */
  addGroup(projectId: string, groupId: string): Promise<void>
  hasGroup(projectId: string, groupId: string): Promise<boolean>
  removeGroup(projectId: string, groupId: string): Promise<boolean>
  /** Added ones, and those of its groups; each once, ordered by id. */
  endpointsOf(projectId: string, page: Page): Promise<Slice<Endpoint>>
  groupsOf(projectId: string, page: Page): Promise<Slice<EndpointGroup>>
  /** Projects that the endpoint was added to; not those that have it by a group. */
  projectsOfEndpoint(endpointId: string, page: Page): Promise<Slice<Referenced>>
  projectsOfGroup(groupId: string, page: Page): Promise<Slice<Referenced>>
}
