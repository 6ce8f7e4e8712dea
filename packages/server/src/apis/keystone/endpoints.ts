import { type endpoints as contract, interfaces } from '@muster/contract/keystone/endpoints.ts'
import type { Endpoint } from '../../core/directory/catalog/catalog.ts'
import type { EndpointFilterKey } from '../../core/directory/catalog/catalog-store.ts'
import { createEndpoint } from '../../core/directory/catalog/create-endpoint.ts'
import type { EndpointRegion } from '../../core/directory/catalog/endpoint-place.ts'
import { deleteEndpoint, getEndpoint, listEndpoints } from '../../core/directory/catalog/endpoints.ts'
import { updateEndpoint } from '../../core/directory/catalog/update-endpoint.ts'
import { BadRequest, type Handlers, type RequestContext } from '../../http/api.ts'
import { extrasOf, sameId } from './attributes.ts'
import { selfLink } from './links.ts'
import { collectionOf, type FilterKeys, isPresent, type RawQuery, readList } from './lists.ts'

const filters: FilterKeys<EndpointFilterKey> = {
  interface: { key: 'interface', kind: 'text' },
  service_id: { key: 'service_id', kind: 'text' },
  region_id: { key: 'region_id', kind: 'text' },
}

export const showEndpoint = (endpoint: Endpoint, context: RequestContext) => ({
  ...endpoint.extra,
  id: endpoint.id,
  service_id: endpoint.serviceId,
  interface: endpoint.interface,
  url: endpoint.url,
  region: endpoint.regionId,
  region_id: endpoint.regionId,
  enabled: endpoint.enabled,
  links: selfLink(context, 'endpoints', endpoint.id),
})

const known = new Set(['service_id', 'interface', 'url', 'region', 'region_id', 'enabled'])

type GivenRegion = {
  readonly region?: string | null | undefined
  readonly region_id?: string | null | undefined
}

/** `region` is used only without `region_id`; a missing region with that id is created. */
const regionOf = ({ region, region_id }: GivenRegion): EndpointRegion | undefined => {
  if (typeof region_id === 'string') return { id: region_id }
  if (typeof region === 'string') return { id: region, make: true }
  return region_id === null ? { id: null } : undefined
}

const checkInterface = ({ interface: names }: RawQuery): void => {
  for (const name of typeof names === 'string' ? [names] : (names ?? []))
    if (!interfaces.includes(name as never))
      throw new BadRequest(
        `Invalid input for field 'interface': it must be one of ${interfaces.join(', ')}.`,
        'interface',
      )
}

export const endpoints = {
  async listEndpoints({ query }, context) {
    checkInterface(query)
    const listQuery = { ...readList(query, filters), urlTemplate: isPresent(query, 'url_template') }
    const found = await context.run(listEndpoints, listQuery)
    return {
      status: 200,
      body: collectionOf(context, 'endpoints', found, listQuery.page.limit, (endpoint) =>
        showEndpoint(endpoint, context),
      ),
    }
  },

  async createEndpoint({ body: { endpoint } }, context) {
    const created = await context.run(createEndpoint, {
      serviceId: endpoint.service_id,
      interface: endpoint.interface,
      url: endpoint.url,
      region: regionOf(endpoint),
      enabled: endpoint.enabled,
      extra: extrasOf(endpoint, known),
    })
    return { status: 201, body: { endpoint: showEndpoint(created, context) } }
  },

  async getEndpoint({ params, query }, context) {
    const urlTemplate = isPresent(query, 'url_template')
    const endpoint = await context.run(getEndpoint, { id: params.endpoint_id, urlTemplate })
    return { status: 200, body: { endpoint: showEndpoint(endpoint, context) } }
  },

  async updateEndpoint({ params, body: { endpoint } }, context) {
    sameId(endpoint.id, params.endpoint_id)
    const updated = await context.run(updateEndpoint, {
      id: params.endpoint_id,
      serviceId: endpoint.service_id,
      interface: endpoint.interface,
      url: endpoint.url,
      region: regionOf(endpoint),
      enabled: endpoint.enabled,
      extra: extrasOf(endpoint, known),
    })
    return { status: 200, body: { endpoint: showEndpoint(updated, context) } }
  },

  async deleteEndpoint({ params }, context) {
    await context.run(deleteEndpoint, { id: params.endpoint_id })
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
