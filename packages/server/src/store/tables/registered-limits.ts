import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { RegisteredLimit } from '../../core/directory/limits/limit.ts'
import type {
  RegisteredLimitFilterKey,
  RegisteredLimitStore,
} from '../../core/directory/limits/limit-store.ts'
import { registeredLimitInUse } from '../../core/directory/limits/registered-limits.ts'
import { domainError } from '../../core/kernel/domain-error.ts'
import { columnsOf, type FilterColumn } from '../engine/column-filters.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db } from '../engine/dialect.ts'
import { inList } from '../engine/in-list.ts'
import { insertMany } from '../engine/insert-rows.ts'
import { keysetTable } from '../engine/keyset-table.ts'
import { findRows, hasRow } from '../engine/results.ts'

export type RegisteredLimitsTable = {
  id: string
  service_id: string
  region_id: string | null
  resource_name: string
  default_limit: number
  description: string | null
}

const columns: Readonly<Record<RegisteredLimitFilterKey, FilterColumn>> = columnsOf(
  'text',
  'id',
  'service_id',
  'region_id',
  'resource_name',
)

const fromRow = (row: Selectable<RegisteredLimitsTable>): RegisteredLimit => ({
  id: row.id,
  serviceId: row.service_id,
  regionId: row.region_id,
  resourceName: row.resource_name,
  defaultLimit: row.default_limit,
  description: row.description,
})

export const registeredLimitToRow = (limit: RegisteredLimit): RegisteredLimitsTable => ({
  id: limit.id,
  service_id: limit.serviceId,
  region_id: limit.regionId,
  resource_name: limit.resourceName,
  default_limit: limit.defaultLimit,
  description: limit.description,
})

const unknownReference = () =>
  domainError(
    'invalid',
    'limit_reference_unknown',
    'The service or the region of the registered limit does not exist.',
  )

export const registeredLimitStore = (db: Db): RegisteredLimitStore => {
  const limits = keysetTable(db, 'registered_limits', { fromRow, columns })
  return {
    get: limits.get,
    list: limits.list,
    delete: (id) => limits.delete(id, () => registeredLimitInUse(id)),
    insertMany: (rows) =>
      mapConstraintErrors(
        () => insertMany(db, 'registered_limits', rows.map(registeredLimitToRow)),
        unknownReference,
      ),
    update: (id, { serviceId, regionId, resourceName, defaultLimit, description }) =>
      limits.update(
        id,
        {
          service_id: serviceId,
          region_id: regionId,
          resource_name: resourceName,
          default_limit: defaultLimit,
          description,
        },
        unknownReference,
      ),
    named: (serviceIds, resourceNames) =>
      findRows(
        db.q
          .selectFrom('registered_limits')
          .selectAll()
          .where(inList(db.name, sql.ref('service_id'), serviceIds))
          .where(inList(db.name, sql.ref('resource_name'), resourceNames)),
        fromRow,
      ),
    isUsed: (id) =>
      hasRow(db.q.selectFrom('limits').select('id').where('registered_limit_id', '=', id).limit(1)),
  }
}
