import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'
import { mostPageText, pageTooLarge } from '../../core/kernel/filters/search-errors.ts'
import type { Filter } from '../../core/kernel/paging/list-query.ts'
import { fold } from '../../core/kernel/text.ts'
import type { DialectName } from './dialect.ts'

/** Where a filter key is found, and how its values are stored. */
export type FilterColumn = {
  readonly column: RawBuilder<unknown>
  readonly kind: 'text' | 'number' | 'flag'
}

/** Text as `fold` of `core/kernel/text.ts` makes it: on SQLite that function itself, on PostgreSQL its equal in SQL. */
export const foldedText = (dialect: DialectName, x: Expression<unknown>): RawBuilder<unknown> =>
  dialect === 'sqlite' ? sql`fold(${x})` : sql`muster_fold(${x})`

/** The comparison, after SQLite had a chance to end the statement: PostgreSQL ends its statements itself. */
export const inTime = (dialect: DialectName, test: RawBuilder<SqlBool>): RawBuilder<SqlBool> =>
  dialect === 'sqlite' ? sql`(in_time() and ${test})` : test

/** Substring comparisons without patterns, so that `%` and `_` in a value mean themselves. */
export const textMatch = (
  dialect: DialectName,
  op: string,
  column: Expression<unknown>,
  value: string,
): RawBuilder<SqlBool> => inTime(dialect, textTest(dialect, op, column, value))

const textTest = (
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
    // PostgreSQL rejects text that holds NUL; no stored text does, so nothing can match.
    if (typeof stored === 'string' && stored.includes('\0')) return sql`1 = 0`
    // Nor does it take a number that no column of whole ones could hold.
    if (op === 'eq' && typeof stored === 'number' && !Number.isSafeInteger(stored)) return sql`1 = 0`
    return sql`${column} ${orders[op as keyof typeof orders]} ${stored}`
  }
  if (kind !== 'text' || typeof value !== 'string' || value.includes('\0')) return sql`1 = 0`
  return textMatch(dialect, op, column, value)
}

/** Characters of text after which a page ends before its limit: rendering more would hold up other requests. */
const pageText = 2 * 1024 * 1024

const textOf = (row: object): number =>
  Object.values(row).reduce((sum, value) => sum + (typeof value === 'string' ? value.length : 0), 0)

/** How many of the rows a page holds: at least one, whatever its size. */
const fitting = (rows: readonly object[], limit: number, most = pageText): number => {
  let text = 0
  for (let i = 0; i < limit && i < rows.length; i++) {
    text += textOf(rows[i] ?? {})
    if (text > most) return Math.max(1, i)
  }
  return limit
}

/** Rejects with `invalid` a page by number whose texts are too long to render at once. */
export const assertPageFits = (rows: readonly object[], limit: number): void => {
  if (fitting(rows, limit, mostPageText) < limit) throw pageTooLarge()
}

/**
 * Cuts what was fetched with `limit + 1` to a page, which ends early where its texts are long. `counted`: never early,
 * for clients that count rows to the next page, and refused where the texts are far too long.
 */
export const slice = <R extends object, T>(
  rows: readonly R[],
  limit: number,
  read: (row: R) => T,
  counted = false,
) => {
  if (counted) assertPageFits(rows, limit)
  const size = counted ? limit : fitting(rows, limit)
  return { rows: rows.slice(0, size).map(read), more: rows.length > size }
}
