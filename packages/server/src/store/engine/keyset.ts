import { type SelectQueryBuilder, type SqlBool, sql } from 'kysely'
import type { Position } from '../../core/kernel/paging/position.ts'

/** A column to sort by, before the id. */
export type SortColumn = { readonly column: string; readonly descending: boolean }

/**
 * Sorts by the column and then by id, and begins after a position, so that an index of both finds the page
 * without counting the rows before it. Without a column the id alone sorts.
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
