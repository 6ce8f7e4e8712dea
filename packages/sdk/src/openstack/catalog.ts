import { trimSlashes } from '../transport/url.ts'
import type { Interface } from './endpoints.ts'
import { EndpointNotFound } from './errors.ts'
import { asArray, asObject, asText } from './fields.ts'

export type CatalogEndpoint = {
  readonly id: string
  readonly interface: string
  readonly region: string | undefined
  readonly url: string
}

/** A service that the token may use, with its addresses. */
export type CatalogService = {
  readonly id: string
  readonly type: string
  readonly name: string
  readonly endpoints: readonly CatalogEndpoint[]
}

export type EndpointQuery = {
  readonly interface?: Interface | undefined
  readonly region?: string | undefined
}

/** Official service types, and the types that older catalogs have instead (service-types-authority). */
const olderTypes: Readonly<Record<string, readonly string[]>> = {
  'block-storage': ['volumev3', 'volumev2', 'volume', 'block-store'],
  'shared-file-system': ['sharev2', 'share'],
  workflow: ['workflowv2'],
  'container-infrastructure-management': ['container-infrastructure', 'container-infra'],
  'instance-ha': ['ha'],
  'resource-optimization': ['infra-optim'],
}

export const readCatalog = (catalog: unknown): readonly CatalogService[] =>
  asArray(catalog ?? [], 'catalog').map((one) => {
    const { id, type, name, endpoints } = asObject(one, 'catalog')
    return {
      id: typeof id === 'string' ? id : '',
      type: asText(type, 'catalog.type'),
      name: typeof name === 'string' ? name : '',
      endpoints: asArray(endpoints ?? [], 'catalog.endpoints').map((endpoint) => {
        const { id, interface: kind, region_id, region = region_id, url } = asObject(endpoint, 'endpoint')
        return {
          id: typeof id === 'string' ? id : '',
          interface: asText(kind, 'endpoint.interface'),
          region: typeof region === 'string' ? region : undefined,
          url: asText(url, 'endpoint.url'),
        }
      }),
    }
  })

/** The address of the first endpoint that matches; undefined without one. */
export const findEndpoint = (
  catalog: readonly CatalogService[],
  service: string,
  { interface: wanted = 'public', region }: EndpointQuery,
): string | undefined => {
  for (const type of [service, ...(Object.hasOwn(olderTypes, service) ? (olderTypes[service] ?? []) : [])])
    for (const { endpoints } of catalog.filter((one) => one.type === type))
      for (const endpoint of endpoints)
        if (endpoint.interface === wanted && (region === undefined || endpoint.region === region))
          return trimSlashes(endpoint.url)
  return undefined
}

export const requireEndpoint = (
  catalog: readonly CatalogService[],
  service: string,
  query: EndpointQuery,
): string => {
  const found = findEndpoint(catalog, service, query)
  if (found !== undefined) return found
  const place = query.region === undefined ? '' : ` in the region ${query.region}`
  const reason =
    catalog.length === 0
      ? 'the token has no catalog; use a scope'
      : `the catalog has ${[...new Set(catalog.map(({ type }) => type))].join(', ')}`
  throw new EndpointNotFound(
    service,
    `no ${query.interface ?? 'public'} endpoint of the service ${service}${place}: ${reason}`,
  )
}
