import { type Selectable, sql } from 'kysely'
import type { Region } from '../../core/directory/catalog/catalog.ts'
import type { RegionFilterKey, RegionStore } from '../../core/directory/catalog/catalog-store.ts'
import { domainError, notFound } from '../../core/kernel/domain-error.ts'
import { columnsOf, type FilterColumn } from '../engine/column-filters.ts'
import { fromJson, json } from '../engine/columns.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db } from '../engine/dialect.ts'
import { keysetTable } from '../engine/keyset-table.ts'
import { hasRow } from '../engine/results.ts'

export type RegionsTable = { id: string; description: string; parent_id: string | null; extra: string }

const columns: Readonly<Record<RegionFilterKey, FilterColumn>> = {
  ...columnsOf('text', 'id', 'description'),
  parent_region_id: { column: sql.ref('parent_id'), kind: 'text' },
}

const fromRow = (row: Selectable<RegionsTable>): Region => ({
  id: row.id,
  description: row.description,
  parentId: row.parent_id,
  extra: fromJson(row.extra),
})

export const regionToRow = ({ id, description, parentId, extra }: Region): RegionsTable => ({
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

export const regionStore = (db: Db): RegionStore => {
  const { q } = db
  const regions = keysetTable(db, 'regions', { fromRow, columns })
  return {
    get: regions.get,
    getMany: regions.getMany,
    list: regions.list,
    insert: (region) => regions.insert(regionToRow(region), () => notFound('region', region.parentId ?? '')),
    insertMissing: (region) =>
      mapConstraintErrors(() =>
        hasRow(
          q
            .insertInto('regions')
            .values(regionToRow(region))
            .onConflict((conflict) => conflict.column('id').doNothing())
            .returning('id'),
        ),
      ),
    update: (id, { description, parentId, extra }) =>
      regions.update(id, { description, parent_id: parentId, extra: extra && json(extra) }, () =>
        notFound('region', parentId ?? ''),
      ),
    delete: (id) =>
      mapConstraintErrors(
        async () => {
          const { numAffectedRows = 0n } =
            await sql`${below(id)} delete from regions where id in (select id from below)`.execute(q)
          return numAffectedRows > 0n
        },
        () =>
          domainError(
            'failed_precondition',
            'region_in_use',
            `Region ${id} or a region below it still has endpoints or registered limits. Delete them first.`,
          ),
      ),
    async subtreeIds(id) {
      const { rows } = await sql<{
        id: string
      }>`${below(id)} select id from below order by distance, id`.execute(q)
      return rows.map((row) => row.id)
    },
    async pathUp(id) {
      const { rows } = await sql<{ id: string }>`
        with recursive up (id, parent_id, distance) as (
          select id, parent_id, 0 from regions where id = ${id}
          union all
          select r.id, r.parent_id, up.distance + 1 from regions r join up on r.id = up.parent_id
        )
        select id from up order by distance`.execute(q)
      return rows.map((row) => row.id)
    },
  }
}
