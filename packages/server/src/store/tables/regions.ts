import { type Selectable, sql } from 'kysely'
import type { Region } from '../../core/directory/catalog/catalog.ts'
import type { RegionFilterKey, RegionStore } from '../../core/directory/catalog/catalog-store.ts'
import { domainError, notFound } from '../../core/kernel/domain-error.ts'
import { eq } from '../../core/kernel/paging/list-query.ts'
import { type FilterColumn, filterSql, slice } from '../engine/column-filters.ts'
import { fromJson, json } from '../engine/columns.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db } from '../engine/dialect.ts'

export type RegionsTable = { id: string; description: string; parent_id: string | null; extra: string }

const columns: Readonly<Record<RegionFilterKey, FilterColumn>> = {
  id: { column: sql.ref('id'), kind: 'text' },
  parent_region_id: { column: sql.ref('parent_id'), kind: 'text' },
  description: { column: sql.ref('description'), kind: 'text' },
}

const region = (row: Selectable<RegionsTable>): Region => ({
  id: row.id,
  description: row.description,
  parentId: row.parent_id,
  extra: fromJson(row.extra),
})

const columnsOf = ({ id, description, parentId, extra }: Region): RegionsTable => ({
  id,
  description,
  parent_id: parentId,
  extra: json(extra),
})

/** `below (id, distance)`: the region and its descendants. */
const below = (id: string) => sql`
  with recursive below (id, distance) as (
    select id, 0 from regions where id = ${id}
    union all
    select r.id, below.distance + 1 from regions r join below on r.parent_id = below.id
  )`

export const regionStore = ({ name: dialect, q }: Db): RegionStore => ({
  insert: (given) =>
    mapConstraintErrors(
      async () =>
        region(
          await q.insertInto('regions').values(columnsOf(given)).returningAll().executeTakeFirstOrThrow(),
        ),
      () => notFound('region', given.parentId ?? ''),
    ),
  async insertMissing(given) {
    const row = await mapConstraintErrors(() =>
      q
        .insertInto('regions')
        .values(columnsOf(given))
        .onConflict((conflict) => conflict.column('id').doNothing())
        .returning('id')
        .executeTakeFirst(),
    )
    return row !== undefined
  },
  async get(id) {
    const row = await q
      .selectFrom('regions')
      .selectAll()
      .where(filterSql(dialect, columns.id, eq('id', id)))
      .executeTakeFirst()
    return row && region(row)
  },
  async list({ where, page }) {
    const all = q.selectFrom('regions').selectAll()
    const rows = await where
      .reduce(
        (found, filter) => found.where(filterSql(dialect, columns[filter.key], filter)),
        page.after === undefined ? all : all.where('id', '>', page.after),
      )
      .orderBy('id')
      .limit(page.limit + 1)
      .execute()
    return slice(rows, page.limit, region)
  },
  async update(id, change) {
    const row = await mapConstraintErrors(
      () =>
        q
          .updateTable('regions')
          .set({
            // Always sets a column, so that an empty change is a valid statement.
            id,
            description: change.description,
            parent_id: change.parentId,
            extra: change.extra && json(change.extra),
          })
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst(),
      () => notFound('region', change.parentId ?? ''),
    )
    return row && region(row)
  },
  delete: (id) =>
    mapConstraintErrors(
      async () => {
        const { numAffectedRows } =
          await sql`${below(id)} delete from regions where id in (select id from below)`.execute(q)
        return (numAffectedRows ?? 0n) > 0n
      },
      () =>
        domainError(
          'failed_precondition',
          'region_in_use',
          `Region ${id} or a region below it still has endpoints.`,
        ),
    ),
  async subtreeIds(id) {
    const { rows } = await sql<{
      id: string
    }>`${below(id)} select id from below order by distance, id`.execute(q)
    return rows.map((row) => row.id)
  },
})
