import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Filter } from '../core/lists/list-query.ts'
import { fold } from '../core/text.ts'
import type { DialectName } from './dialect.ts'

/** Where a filter key is found, and how its values are stored. */
export type FilterColumn = {
  readonly column: RawBuilder<unknown>
  readonly kind: 'text' | 'number' | 'flag'
}

/** Text as `fold` of `core/text.ts` makes it: on SQLite that function itself, on PostgreSQL its equal in SQL. */
export const foldedText = (dialect: DialectName, x: Expression<unknown>): RawBuilder<unknown> =>
  dialect === 'sqlite' ? sql`fold(${x})` : sql`muster_fold(${x})`

/** Substring comparisons without patterns, so that `%` and `_` in a value mean themselves. */
export const textMatch = (
  dialect: DialectName,
  op: string,
  column: Expression<unknown>,
  value: string,
): RawBuilder<SqlBool> => {
  const ignoreCase = op.startsWith('i')
  const left = ignoreCase ? foldedText(dialect, column) : column
  const right = ignoreCase ? fold(value) : value
  const length = [...right].length
  switch (ignoreCase ? op.slice(1) : op) {
    case 'contains':
      return dialect === 'sqlite' ? sql`instr(${left}, ${right}) > 0` : sql`strpos(${left}, ${right}) > 0`
    case 'startswith':
      return sql`substr(${left}, 1, ${sql.lit(length)}) = ${right}`
    default:
      if (length === 0) return sql`${left} is not null`
      return dialect === 'sqlite'
        ? sql`substr(${left}, ${sql.lit(-length)}) = ${right}`
        : sql`right(${left}, ${sql.lit(length)}) = ${right}`
  }
}

const orders = { eq: sql`=`, neq: sql`<>`, lt: sql`<`, lte: sql`<=`, gt: sql`>`, gte: sql`>=` } as const

/** One condition as SQL. A substring comparison of anything but text matches nothing. */
export const filterSql = (
  dialect: DialectName,
  { column, kind }: FilterColumn,
  { op, value }: Filter<string>,
): RawBuilder<SqlBool> => {
  if (value === null) return op === 'neq' ? sql`${column} is not null` : sql`${column} is null`
  if (op in orders) {
    const stored = kind === 'flag' ? (value === true || value === 1 ? 1 : 0) : value
    // PostgreSQL refuses text that holds NUL; no stored text does, so nothing can match.
    if (typeof stored === 'string' && stored.includes('\0')) return sql`1 = 0`
    // Nor does it take a number that no column of whole ones could hold.
    if (op === 'eq' && typeof stored === 'number' && !Number.isSafeInteger(stored)) return sql`1 = 0`
    return sql`${column} ${orders[op as keyof typeof orders]} ${stored}`
  }
  if (kind !== 'text' || typeof value !== 'string' || value.includes('\0')) return sql`1 = 0`
  return textMatch(dialect, op, column, value)
}

/** Cuts what was fetched with `limit + 1` to a page. */
export const slice = <R, T>(rows: readonly R[], limit: number, read: (row: R) => T) => ({
  rows: rows.slice(0, limit).map(read),
  more: rows.length > limit,
})
