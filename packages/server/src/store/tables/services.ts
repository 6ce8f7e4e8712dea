import type { Selectable } from 'kysely'
import type { Service } from '../../core/directory/catalog/catalog.ts'
import type { ServiceFilterKey, ServiceStore } from '../../core/directory/catalog/catalog-store.ts'
import { domainError } from '../../core/kernel/domain-error.ts'
import { columnsOf, type FilterColumn } from '../engine/column-filters.ts'
import { flag, fromJson, json } from '../engine/columns.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db } from '../engine/dialect.ts'
import { keysetTable } from '../engine/keyset-table.ts'

export type ServicesTable = {
  id: string
  type: string
  name: string
  description: string | null
  enabled: number
  extra: string
}

const columns: Readonly<Record<ServiceFilterKey, FilterColumn>> = {
  ...columnsOf('text', 'id', 'type', 'name'),
  ...columnsOf('flag', 'enabled'),
}

export const serviceFromRow = (row: Selectable<ServicesTable>): Service => ({
  id: row.id,
  type: row.type,
  name: row.name,
  description: row.description,
  enabled: row.enabled === 1,
  extra: fromJson(row.extra),
})

export const serviceStore = (db: Db): ServiceStore => {
  const { q } = db
  const services = keysetTable(db, 'services', { fromRow: serviceFromRow, columns })
  return {
    get: services.get,
    getMany: services.getMany,
    list: services.list,
    insert: ({ id, type, name, description, enabled, extra }) =>
      services.insert({ id, type, name, description, enabled: flag(enabled), extra: json(extra) }),
    update: (id, { type, name, description, enabled, extra }) =>
      services.update(id, {
        type,
        name,
        description,
        enabled: enabled === undefined ? undefined : flag(enabled),
        extra: extra && json(extra),
      }),
    delete: (id) =>
      mapConstraintErrors(
        async () => {
          await q.deleteFrom('endpoints').where('service_id', '=', id).execute()
          return services.delete(id)
        },
        () =>
          domainError(
            'failed_precondition',
            'service_in_use',
            `Service ${id} still has registered limits, or an endpoint of it was created at the same time. Delete the registered limits, and repeat the request.`,
          ),
      ),
  }
}
