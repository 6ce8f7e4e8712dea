import { type endpoints as contract, interfaces } from '@muster/contract/keystone/endpoints.ts'
import type { Endpoint } from '../../core/catalog/catalog.ts'
import type { EndpointFilterKey } from '../../core/catalog/catalog-store.ts'
import { createEndpoint } from '../../core/catalog/create-endpoint.ts'
import { deleteEndpoint } from '../../core/catalog/delete-endpoint.ts'
import type { EndpointRegion } from '../../core/catalog/endpoint-place.ts'
import { getEndpoint } from '../../core/catalog/get-endpoint.ts'
import { listEndpoints } from '../../core/catalog/list-endpoints.ts'
import { updateEndpoint } from '../../core/catalog/update-endpoint.ts'
import { type Handlers, Unreadable, type Visit } from '../../http/face.ts'
import { extrasOf, sameId } from './attributes.ts'
import { selfLink } from './links.ts'
import { collectionOf, type FilterKeys, isPresent, type RawQuery, readList } from './lists.ts'

const filters: FilterKeys<EndpointFilterKey> = {
  interface: { key: 'interface', kind: 'text' },
  service_id: { key: 'service_id', kind: 'text' },
  region_id: { key: 'region_id', kind: 'text' },
}

export const showEndpoint = (endpoint: Endpoint, visit: Visit) => ({
  ...endpoint.extra,
  id: endpoint.id,
  service_id: endpoint.serviceId,
  interface: endpoint.interface,
  url: endpoint.url,
  region: endpoint.regionId,
  region_id: endpoint.regionId,
  enabled: endpoint.enabled,
  links: selfLink(visit, 'endpoints', endpoint.id),
})

const known = new Set(['service_id', 'interface', 'url', 'region', 'region_id', 'enabled'])

type GivenRegion = {
  readonly region?: string | null | undefined
  readonly region_id?: string | null | undefined
}

/** `region` counts only without a `region_id`, and then names a region to make when it is missing. */
const regionOf = ({ region, region_id }: GivenRegion): EndpointRegion | undefined => {
  if (typeof region_id === 'string') return { id: region_id }
  if (typeof region === 'string') return { id: region, make: true }
  return region_id === null ? { id: null } : undefined
}

const checkInterface = ({ interface: asked }: RawQuery): void => {
  for (const name of typeof asked === 'string' ? [asked] : (asked ?? []))
    if (!interfaces.includes(name as never))
      throw new Unreadable(
        `Invalid input for field 'interface': it must be one of ${interfaces.join(', ')}.`,
        'interface',
      )
}

export const endpoints = {
  async listEndpoints({ query }, visit) {
    checkInterface(query)
    const asked = { ...readList(query, filters), urlTemplate: isPresent(query, 'url_template') }
    const found = await visit.run(listEndpoints, asked)
    return {
      status: 200,
      body: collectionOf(visit, 'endpoints', found, asked.page.limit, (endpoint) =>
        showEndpoint(endpoint, visit),
      ),
    }
  },

  async createEndpoint({ body: { endpoint } }, visit) {
    const created = await visit.run(createEndpoint, {
      serviceId: endpoint.service_id,
      interface: endpoint.interface,
      url: endpoint.url,
      region: regionOf(endpoint),
      enabled: endpoint.enabled,
      extra: extrasOf(endpoint, known),
    })
    return { status: 201, body: { endpoint: showEndpoint(created, visit) } }
  },

  async getEndpoint({ params, query }, visit) {
    const urlTemplate = isPresent(query, 'url_template')
    const endpoint = await visit.run(getEndpoint, { id: params.endpoint_id, urlTemplate })
    return { status: 200, body: { endpoint: showEndpoint(endpoint, visit) } }
  },

  async updateEndpoint({ params, body: { endpoint } }, visit) {
    sameId(endpoint.id, params.endpoint_id)
    const updated = await visit.run(updateEndpoint, {
      id: params.endpoint_id,
      serviceId: endpoint.service_id,
      interface: endpoint.interface,
      url: endpoint.url,
      region: regionOf(endpoint),
      enabled: endpoint.enabled,
      extra: extrasOf(endpoint, known),
    })
    return { status: 200, body: { endpoint: showEndpoint(updated, visit) } }
  },

  async deleteEndpoint({ params }, visit) {
    await visit.run(deleteEndpoint, { id: params.endpoint_id })
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
