import { type SelectQueryBuilder, type SqlBool, sql } from 'kysely'
import type { Position } from '../../core/kernel/paging/position.ts'

/** A sort column, which precedes the id. */
export type SortColumn = { readonly column: string; readonly descending: boolean }

/**
 * Keyset pagination: sorts by the column and then by id, and begins after a position, so that an index on both finds
 * the page without counting previous rows. Without a column it sorts by id.
 */
export const keyset = <DB, TB extends keyof DB, O>(
  rows: SelectQueryBuilder<DB, TB, O>,
  sort: SortColumn | undefined,
  from: Position | undefined,
): SelectQueryBuilder<DB, TB, O> => {
  const order = sort?.descending ? ('desc' as const) : ('asc' as const)
  const beyond = sort?.descending ? sql`<` : sql`>`
  const id = sql.ref('id')
  if (!sort) {
    const left = from === undefined ? rows : rows.where(sql<SqlBool>`${id} > ${from.id}`)
    return left.orderBy(id, order)
  }
  const column = sql.ref(sort.column)
  const left =
    from === undefined
      ? rows
      : rows.where(sql<SqlBool>`(${column}, ${id}) ${beyond} (${from.value ?? ''}, ${from.id})`)
  return left.orderBy(column, order).orderBy(id, order)
}
