import type { EndpointFilters } from '@muster/sdk/openstack'
import { useMessages } from '../../../messages/use-messages.ts'
import { serviceName, useServices } from '../queries.ts'

/** Says which endpoints the filters of a group match. */
export const useDescribeFilters = (): ((filters: EndpointFilters) => string) => {
  const { services } = useMessages()
  const known = useServices()
  return ({ service_id, region_id, interface: kind }) => {
    const service = known.find(({ id }) => id === service_id)
    return [
      ...(service_id ? [`${services.service}: ${service ? serviceName(service) : service_id}`] : []),
      ...(region_id ? [`${services.region}: ${region_id}`] : []),
      ...(kind ? [`${services.interface}: ${services.interfaces[kind]}`] : []),
    ].join(', ')
  }
}
