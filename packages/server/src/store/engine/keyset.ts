import { type SelectQueryBuilder, type Simplify, type SqlBool, sql } from 'kysely'
import type { Slice } from '../../core/kernel/paging/list-query.ts'
import type { Position } from '../../core/kernel/paging/position.ts'
import { slice } from './column-filters.ts'

/** A sort column, which precedes the id. */
export type SortColumn = { readonly column: string; readonly descending: boolean }

export const newestFirst: SortColumn = { column: 'created_at', descending: true }

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

export type PageQuery = {
  readonly limit: number
  /** Absent: from the beginning. */
  readonly from?: Position | undefined
  /** Absent: by id. */
  readonly sort?: SortColumn | undefined
  /** Rows to skip, for clients that page by number. */
  readonly skip?: number | undefined
}

/** Reads one page of the rows, and whether more follow. */
export const readPage = async <DB, TB extends keyof DB, Row extends object, Entity>(
  rows: SelectQueryBuilder<DB, TB, Row>,
  { limit, from, sort, skip }: PageQuery,
  fromRow: (row: Simplify<Row>) => Entity,
): Promise<Slice<Entity>> => {
  const page = keyset(rows, sort, from).limit(limit + 1)
  const found = await (skip === undefined ? page : page.offset(skip)).execute()
  return slice(found, limit, fromRow, skip !== undefined)
}
