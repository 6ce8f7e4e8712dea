import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type { Endpoint } from '../../core/directory/catalog/catalog.ts'
import type {
  EndpointGroupFilterKey,
  EndpointGroupStore,
} from '../../core/directory/endpoint-filter/endpoint-filter-store.ts'
import type { EndpointGroup } from '../../core/directory/endpoint-filter/endpoint-group.ts'
import { columnsOf, type FilterColumn, slice } from '../engine/column-filters.ts'
import type { Db } from '../engine/dialect.ts'
import { keysetTable } from '../engine/keyset-table.ts'
import { type EndpointsTable, endpointFromRow } from './endpoints.ts'

export type EndpointGroupsTable = {
  id: string
  name: string
  description: string | null
  /** Null in each of these: any. */
  service_id: string | null
  /** Empty: endpoints without a region. */
  region_id: string | null
  interface: Endpoint['interface'] | null
}

const columns: Readonly<Record<EndpointGroupFilterKey, FilterColumn>> = columnsOf('text', 'id', 'name')

export const endpointGroupFromRow = (row: Selectable<EndpointGroupsTable>): EndpointGroup => ({
  id: row.id,
  name: row.name,
  description: row.description,
  filters: {
    ...(row.service_id === null ? {} : { serviceId: row.service_id }),
    ...(row.region_id === null ? {} : { regionId: row.region_id === '' ? null : row.region_id }),
    ...(row.interface === null ? {} : { interface: row.interface }),
  },
})

export const endpointFiltersToRow = ({ serviceId, regionId, interface: kind }: EndpointGroup['filters']) => ({
  service_id: serviceId ?? null,
  region_id: regionId === undefined ? null : (regionId ?? ''),
  interface: kind ?? null,
})

/** Whether the endpoint `e` belongs to the group `g`. */
export const belongsToGroup: RawBuilder<SqlBool> = sql`(
  (g.service_id is null or g.service_id = e.service_id)
  and (g.region_id is null or g.region_id = coalesce(e.region_id, ''))
  and (g.interface is null or g.interface = e.interface))`

export const endpointGroupStore = (db: Db): EndpointGroupStore => {
  const groups = keysetTable(db, 'endpoint_groups', { fromRow: endpointGroupFromRow, columns })
  return {
    get: groups.get,
    list: groups.list,
    delete: groups.delete,
    insert: ({ id, name, description, filters }) =>
      groups.insert({ id, name, description, ...endpointFiltersToRow(filters) }),
    update: (id, { name, description, filters }) =>
      groups.update(id, { name, description, ...(filters ? endpointFiltersToRow(filters) : {}) }),
    async endpoints(id, { limit, after = '' }) {
      const { rows } = await sql<Selectable<EndpointsTable>>`
        select e.* from endpoint_groups g join endpoints e on ${belongsToGroup}
        where g.id = ${id} and e.id > ${after} order by e.id limit ${limit + 1}`.execute(db.q)
      return slice(rows, limit, endpointFromRow)
    },
  }
}
