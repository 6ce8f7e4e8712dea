import { type Selectable, sql } from 'kysely'
import type { Service } from '../../core/directory/catalog/catalog.ts'
import type { ServiceFilterKey, ServiceStore } from '../../core/directory/catalog/catalog-store.ts'
import { domainError } from '../../core/kernel/domain-error.ts'
import { eq } from '../../core/kernel/paging/list-query.ts'
import { type FilterColumn, filterSql, slice } from '../engine/column-filters.ts'
import { flag, fromJson, json } from '../engine/columns.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db } from '../engine/dialect.ts'

export type ServicesTable = {
  id: string
  type: string
  name: string
  description: string | null
  enabled: number
  extra: string
}

const columns: Readonly<Record<ServiceFilterKey, FilterColumn>> = {
  id: { column: sql.ref('id'), kind: 'text' },
  type: { column: sql.ref('type'), kind: 'text' },
  name: { column: sql.ref('name'), kind: 'text' },
  enabled: { column: sql.ref('enabled'), kind: 'flag' },
}

export const readService = (row: Selectable<ServicesTable>): Service => ({
  id: row.id,
  type: row.type,
  name: row.name,
  description: row.description,
  enabled: row.enabled === 1,
  extra: fromJson(row.extra),
})

export const serviceStore = ({ name: dialect, q }: Db): ServiceStore => ({
  insert: (given) =>
    mapConstraintErrors(async () =>
      readService(
        await q
          .insertInto('services')
          .values({
            id: given.id,
            type: given.type,
            name: given.name,
            description: given.description,
            enabled: flag(given.enabled),
            extra: json(given.extra),
          })
          .returningAll()
          .executeTakeFirstOrThrow(),
      ),
    ),
  async get(id) {
    const row = await q
      .selectFrom('services')
      .selectAll()
      .where(filterSql(dialect, columns.id, eq('id', id)))
      .executeTakeFirst()
    return row && readService(row)
  },
  async list({ where, page }) {
    const all = q.selectFrom('services').selectAll()
    const rows = await where
      .reduce(
        (found, filter) => found.where(filterSql(dialect, columns[filter.key], filter)),
        page.after === undefined ? all : all.where('id', '>', page.after),
      )
      .orderBy('id')
      .limit(page.limit + 1)
      .execute()
    return slice(rows, page.limit, readService)
  },
  async update(id, change) {
    const row = await mapConstraintErrors(() =>
      q
        .updateTable('services')
        .set({
          // Always sets a column, so that an empty change is a valid statement.
          id,
          type: change.type,
          name: change.name,
          description: change.description,
          enabled: change.enabled === undefined ? undefined : flag(change.enabled),
          extra: change.extra && json(change.extra),
        })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst(),
    )
    return row && readService(row)
  },
  delete: (id) =>
    mapConstraintErrors(
      async () => {
        await q.deleteFrom('endpoints').where('service_id', '=', id).execute()
        const { numDeletedRows } = await q
          .deleteFrom('services')
          .where('id', '=', id)
          .executeTakeFirstOrThrow()
        return numDeletedRows > 0n
      },
      () =>
        domainError('failed_precondition', 'service_in_use', `Other objects still refer to service ${id}.`),
    ),
})
