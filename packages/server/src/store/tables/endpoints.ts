import type { Selectable } from 'kysely'
import type { Endpoint, Service } from '../../core/directory/catalog/catalog.ts'
import type { EndpointFilterKey, EndpointStore } from '../../core/directory/catalog/catalog-store.ts'
import { domainError } from '../../core/kernel/domain-error.ts'
import { columnsOf, type FilterColumn } from '../engine/column-filters.ts'
import { flag, fromJson, json } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'
import { keysetTable } from '../engine/keyset-table.ts'
import { serviceFromRow } from './services.ts'

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

const toRow = (endpoint: Endpoint): EndpointsTable => ({
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
  const { q } = db
  const endpoints = keysetTable(db, 'endpoints', { fromRow: endpointFromRow, columns })
  return {
    get: endpoints.get,
    list: endpoints.list,
    delete: endpoints.delete,
    insert: (endpoint) => endpoints.insert(toRow(endpoint), unknownReference),
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
    async enabledCatalog() {
      const rows = await q
        .selectFrom('services as s')
        .leftJoin('endpoints as e', (join) => join.onRef('e.service_id', '=', 's.id').on('e.enabled', '=', 1))
        .select(['s.id', 's.type', 's.name', 's.description', 's.enabled', 's.extra'])
        .select(['e.id as endpoint_id', 'e.region_id', 'e.interface', 'e.url', 'e.extra as endpoint_extra'])
        .where('s.enabled', '=', 1)
        .orderBy('s.id')
        .orderBy('e.id')
        .execute()
      const entries: { readonly service: Service; readonly endpoints: Endpoint[] }[] = []
      for (const row of rows) {
        let entry = entries.at(-1)
        if (entry?.service.id !== row.id) {
          entry = { service: serviceFromRow(row), endpoints: [] }
          entries.push(entry)
        }
        const { endpoint_id, interface: reach, url, endpoint_extra } = row
        if (endpoint_id === null || reach === null || url === null || endpoint_extra === null) continue
        entry?.endpoints.push({
          id: endpoint_id,
          serviceId: row.id,
          regionId: row.region_id,
          interface: reach,
          url,
          enabled: true,
          extra: fromJson(endpoint_extra),
        })
      }
      return entries
    },
  }
}
