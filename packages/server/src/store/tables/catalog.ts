import { sql } from 'kysely'
import type { Endpoint, Service } from '../../core/directory/catalog/catalog.ts'
import type { CatalogStore } from '../../core/directory/catalog/catalog-store.ts'
import { fromJson } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'
import { endpointIdsOf } from './endpoint-filter.ts'
import type { EndpointsTable } from './endpoints.ts'
import { type ServicesTable, serviceFromRow } from './services.ts'

type Nullable<T> = { readonly [K in keyof T]: T[K] | null }
type Row = ServicesTable & { readonly filtered: number } & Nullable<
    Pick<EndpointsTable, 'region_id' | 'interface' | 'url'> & { endpoint_id: string; endpoint_extra: string }
  >

export const catalogStore = ({ q }: Db): CatalogStore => ({
  async read(projectId) {
    const associated =
      projectId === undefined ? sql`select id from endpoints where 1 = 0` : endpointIdsOf(projectId)
    const { rows } = await sql<Row>`
      with associated (id) as (${associated}), filter (active) as (
        select case when exists (select 1 from associated) then 1 else 0 end
      )
      select s.id, s.type, s.name, s.description, s.enabled, s.extra, f.active as filtered,
        e.id as endpoint_id, e.region_id, e.interface, e.url, e.extra as endpoint_extra
      from services s cross join filter f
      left join endpoints e on e.service_id = s.id and e.enabled = 1
        and (f.active = 0 or e.id in (select id from associated))
      where s.enabled = 1 order by s.id, e.id`.execute(q)
    const services: { readonly service: Service; readonly endpoints: Endpoint[] }[] = []
    for (const row of rows) {
      let entry = services.at(-1)
      if (entry?.service.id !== row.id) {
        entry = { service: serviceFromRow(row), endpoints: [] }
        services.push(entry)
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
    return { services, isFiltered: rows[0]?.filtered === 1 }
  },
})
