import type { Selectable } from 'kysely'
import type { Endpoint } from '../../core/directory/catalog/catalog.ts'
import type { EndpointFilterKey, EndpointStore } from '../../core/directory/catalog/catalog-store.ts'
import { domainError } from '../../core/kernel/domain-error.ts'
import { columnsOf, type FilterColumn } from '../engine/column-filters.ts'
import { flag, fromJson, json } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'
import { keysetTable } from '../engine/keyset-table.ts'

export type EndpointsTable = {
  id: string
  service_id: string
  region_id: string | null
  interface: Endpoint['interface']
  url: string
  enabled: number
  extra: string
}

const columns: Readonly<Record<EndpointFilterKey, FilterColumn>> = {
  ...columnsOf('text', 'id', 'interface', 'service_id', 'region_id', 'url'),
  ...columnsOf('flag', 'enabled'),
}

export const endpointFromRow = (row: Selectable<EndpointsTable>): Endpoint => ({
  id: row.id,
  serviceId: row.service_id,
  regionId: row.region_id,
  interface: row.interface,
  url: row.url,
  enabled: row.enabled === 1,
  extra: fromJson(row.extra),
})

export const endpointToRow = (endpoint: Endpoint): EndpointsTable => ({
  id: endpoint.id,
  service_id: endpoint.serviceId,
  region_id: endpoint.regionId,
  interface: endpoint.interface,
  url: endpoint.url,
  enabled: flag(endpoint.enabled),
  extra: json(endpoint.extra),
})

const unknownReference = () =>
  domainError(
    'invalid',
    'endpoint_reference_unknown',
    'The service or the region of the endpoint does not exist.',
  )

export const endpointStore = (db: Db): EndpointStore => {
  const endpoints = keysetTable(db, 'endpoints', { fromRow: endpointFromRow, columns })
  return {
    get: endpoints.get,
    list: endpoints.list,
    delete: endpoints.delete,
    insert: (endpoint) => endpoints.insert(endpointToRow(endpoint), unknownReference),
    update: (id, change) =>
      endpoints.update(
        id,
        {
          service_id: change.serviceId,
          region_id: change.regionId,
          interface: change.interface,
          url: change.url,
          enabled: change.enabled === undefined ? undefined : flag(change.enabled),
          extra: change.extra && json(change.extra),
        },
        unknownReference,
      ),
  }
}
