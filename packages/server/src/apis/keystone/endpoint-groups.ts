import type { endpointGroups as contract } from '@muster/contract/keystone/endpoint-groups.ts'
import type { Endpoint } from '../../core/directory/catalog/catalog.ts'
import { createEndpointGroup } from '../../core/directory/endpoint-filter/create-endpoint-group.ts'
import type { EndpointGroupFilterKey } from '../../core/directory/endpoint-filter/endpoint-filter-store.ts'
import type {
  EndpointGroup,
  EndpointGroupFilters,
} from '../../core/directory/endpoint-filter/endpoint-group.ts'
import {
  deleteEndpointGroup,
  getEndpointGroup,
  listEndpointGroups,
} from '../../core/directory/endpoint-filter/endpoint-groups.ts'
import { listEndpointGroupEndpoints } from '../../core/directory/endpoint-filter/list-associated.ts'
import { updateEndpointGroup } from '../../core/directory/endpoint-filter/update-endpoint-group.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
import { sameId } from './attributes.ts'
import { showEndpoint } from './endpoints.ts'
import { selfLink } from './links.ts'
import { collectionOf, type FilterKeys, readList } from './lists.ts'

const keys: FilterKeys<EndpointGroupFilterKey> = { name: { key: 'name', kind: 'text' } }

export const showEndpointGroup = (
  { id, name, description, filters }: EndpointGroup,
  context: RequestContext,
) => ({
  id,
  name,
  description,
  filters: {
    ...(filters.serviceId === undefined ? {} : { service_id: filters.serviceId }),
    ...(filters.regionId === undefined ? {} : { region_id: filters.regionId }),
    ...(filters.interface === undefined ? {} : { interface: filters.interface }),
  },
  links: selfLink(context, 'OS-EP-FILTER/endpoint_groups', id),
})

const readFilters = (filters: {
  readonly service_id?: string
  readonly region_id?: string | null
  readonly interface?: Endpoint['interface']
}): EndpointGroupFilters => ({
  serviceId: filters.service_id,
  regionId: filters.region_id,
  interface: filters.interface,
})

export const endpointGroups = {
  async listEndpointGroups({ query }, context) {
    const listQuery = readList(query, keys)
    const found = await context.run(listEndpointGroups, listQuery)
    const show = (group: EndpointGroup) => showEndpointGroup(group, context)
    return { status: 200, body: collectionOf(context, 'endpoint_groups', found, listQuery.page.limit, show) }
  },

  async createEndpointGroup({ body }, context) {
    const { name, description, filters } = body.endpoint_group
    const created = await context.run(createEndpointGroup, {
      name,
      description,
      filters: readFilters(filters),
    })
    return { status: 201, body: { endpoint_group: showEndpointGroup(created, context) } }
  },

  async getEndpointGroup({ params }, context) {
    const group = await context.run(getEndpointGroup, { id: params.endpoint_group_id })
    return { status: 200, body: { endpoint_group: showEndpointGroup(group, context) } }
  },

  async updateEndpointGroup({ params, body }, context) {
    const { id, name, description, filters } = body.endpoint_group
    sameId(id, params.endpoint_group_id)
    const updated = await context.run(updateEndpointGroup, {
      id: params.endpoint_group_id,
      name,
      description,
      filters: filters && readFilters(filters),
    })
    return { status: 200, body: { endpoint_group: showEndpointGroup(updated, context) } }
  },

  async deleteEndpointGroup({ params }, context) {
    await context.run(deleteEndpointGroup, { id: params.endpoint_group_id })
    return { status: 204 }
  },

  async listEndpointGroupEndpoints({ params, query }, context) {
    const { page } = readList(query, {})
    const found = await context.run(listEndpointGroupEndpoints, { id: params.endpoint_group_id, page })
    const show = (endpoint: Endpoint) => showEndpoint(endpoint, context)
    return { status: 200, body: collectionOf(context, 'endpoints', found, page.limit, show) }
  },
} satisfies Handlers<typeof contract>
