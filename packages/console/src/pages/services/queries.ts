import type { Endpoint, Region, Service } from '@muster/sdk/openstack'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { identity } from '../../app/identity.ts'
import { queryClient } from '../../app/query-client.ts'

/** Objects of a list that are read at once. A cloud has some hundreds of services, regions and endpoints. */
export const most = { limit: 5000 } as const

const page = { limit: 1000 } as const

export const servicesQuery = queryOptions({
  queryKey: ['services'],
  queryFn: ({ signal }) => identity.services.list(page, { signal }).toArray(most),
})

export const endpointsQuery = queryOptions({
  queryKey: ['endpoints'],
  queryFn: ({ signal }) => identity.endpoints.list(page, { signal }).toArray(most),
})

export const regionsQuery = queryOptions({
  queryKey: ['regions'],
  queryFn: ({ signal }) => identity.regions.list(page, { signal }).toArray(most),
})

const none: readonly never[] = []

export const useServices = (): readonly Service[] => useQuery(servicesQuery).data ?? none
export const useEndpoints = (): readonly Endpoint[] => useQuery(endpointsQuery).data ?? none
export const useRegions = (): readonly Region[] => useQuery(regionsQuery).data ?? none

/** Reads what a change affects again. */
export const refresh = (...keys: readonly string[]): Promise<unknown> =>
  Promise.all(keys.map((key) => queryClient.invalidateQueries({ queryKey: [key] })))

/** What people call a service. */
export const serviceName = ({ name, type, id }: Pick<Service, 'name' | 'type' | 'id'>): string =>
  name || type || id
