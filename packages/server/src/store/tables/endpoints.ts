import { type Selectable, sql } from 'kysely'
import type { Endpoint, Service } from '../../core/directory/catalog/catalog.ts'
import type { EndpointFilterKey, EndpointStore } from '../../core/directory/catalog/catalog-store.ts'
import { domainError } from '../../core/kernel/domain-error.ts'
import { eq } from '../../core/kernel/paging/list-query.ts'
import { type FilterColumn, filterSql, slice } from '../engine/column-filters.ts'
import { flag, fromJson, json } from '../engine/columns.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db } from '../engine/dialect.ts'
import { readService } from './services.ts'

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
  id: { column: sql.ref('id'), kind: 'text' },
  interface: { column: sql.ref('interface'), kind: 'text' },
  service_id: { column: sql.ref('service_id'), kind: 'text' },
  region_id: { column: sql.ref('region_id'), kind: 'text' },
  url: { column: sql.ref('url'), kind: 'text' },
  enabled: { column: sql.ref('enabled'), kind: 'flag' },
}

const endpoint = (row: Selectable<EndpointsTable>): Endpoint => ({
  id: row.id,
  serviceId: row.service_id,
  regionId: row.region_id,
  interface: row.interface,
  url: row.url,
  enabled: row.enabled === 1,
  extra: fromJson(row.extra),
})

const dangling = () =>
  domainError(
    'invalid',
    'endpoint_reference_unknown',
    'The service or the region of the endpoint does not exist.',
  )

export const endpointStore = ({ name: dialect, q }: Db): EndpointStore => ({
  insert: (given) =>
    mapConstraintErrors(
      async () =>
        endpoint(
          await q
            .insertInto('endpoints')
            .values({
              id: given.id,
              service_id: given.serviceId,
              region_id: given.regionId,
              interface: given.interface,
              url: given.url,
              enabled: flag(given.enabled),
              extra: json(given.extra),
            })
            .returningAll()
            .executeTakeFirstOrThrow(),
        ),
      dangling,
    ),
  async get(id) {
    const row = await q
      .selectFrom('endpoints')
      .selectAll()
      .where(filterSql(dialect, columns.id, eq('id', id)))
      .executeTakeFirst()
    return row && endpoint(row)
  },
  async list({ where, page }) {
    const all = q.selectFrom('endpoints').selectAll()
    const rows = await where
      .reduce(
        (found, filter) => found.where(filterSql(dialect, columns[filter.key], filter)),
        page.after === undefined ? all : all.where('id', '>', page.after),
      )
      .orderBy('id')
      .limit(page.limit + 1)
      .execute()
    return slice(rows, page.limit, endpoint)
  },
  async update(id, change) {
    const row = await mapConstraintErrors(
      () =>
        q
          .updateTable('endpoints')
          .set({
            // Always sets a column, so that an empty change is a valid statement.
            id,
            service_id: change.serviceId,
            region_id: change.regionId,
            interface: change.interface,
            url: change.url,
            enabled: change.enabled === undefined ? undefined : flag(change.enabled),
            extra: change.extra && json(change.extra),
          })
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst(),
      dangling,
    )
    return row && endpoint(row)
  },
  async delete(id) {
    const { numDeletedRows } = await q.deleteFrom('endpoints').where('id', '=', id).executeTakeFirstOrThrow()
    return numDeletedRows > 0n
  },
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
        entry = { service: readService(row), endpoints: [] }
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
})
