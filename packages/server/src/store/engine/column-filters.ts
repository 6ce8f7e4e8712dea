import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'
import { mostPageText, pageTooLarge } from '../../core/kernel/filters/search-errors.ts'
import type { Filter } from '../../core/kernel/paging/list-query.ts'
import { fold } from '../../core/kernel/text.ts'
import type { DialectName } from './dialect.ts'

/** The column of a filter key, and how its values are stored. */
export type FilterColumn = {
  readonly column: RawBuilder<unknown>
  readonly kind: 'text' | 'number' | 'flag'
}

/** Filter keys that are the names of their columns. */
export const columnsOf = <Key extends string>(kind: FilterColumn['kind'], ...keys: readonly Key[]) =>
  Object.fromEntries(keys.map((key) => [key, { column: sql.ref(key), kind }])) as Readonly<
    Record<Key, FilterColumn>
  >

/** Text folded like `fold` of `core/kernel/text.ts`: by that function on SQLite, by an equivalent in SQL on PostgreSQL. */
export const foldedText = (dialect: DialectName, x: Expression<unknown>): RawBuilder<unknown> =>
  dialect === 'sqlite' ? sql`fold(${x})` : sql`muster_fold(${x})`

/** Adds a timeout check for SQLite to a comparison; PostgreSQL has its own statement timeout. */
export const inTime = (dialect: DialectName, test: RawBuilder<SqlBool>): RawBuilder<SqlBool> =>
  dialect === 'sqlite' ? sql`(in_time() and ${test})` : test

/** Substring comparisons without patterns, so that `%` and `_` in a value are literal. */
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

/** A condition as SQL. A substring comparison of anything except text matches nothing. */
export const filterSql = (
  dialect: DialectName,
  { column, kind }: FilterColumn,
  { op, value }: Filter<string>,
): RawBuilder<SqlBool> => {
  if (value === null) return op === 'neq' ? sql`${column} is not null` : sql`${column} is null`
  if (op in orders) {
    const stored = kind === 'flag' ? (value === true || value === 1 ? 1 : 0) : value
    // PostgreSQL rejects text with NUL; no stored text contains it, so nothing can match.
    if (typeof stored === 'string' && stored.includes('\0')) return sql`1 = 0`
    // PostgreSQL also rejects numbers outside of the range of integer columns.
    if (op === 'eq' && typeof stored === 'number' && !Number.isSafeInteger(stored)) return sql`1 = 0`
    return sql`${column} ${orders[op as keyof typeof orders]} ${stored}`
  }
  if (kind !== 'text' || typeof value !== 'string' || value.includes('\0')) return sql`1 = 0`
  return textMatch(dialect, op, column, value)
}

/** Characters of text after which a page ends before its limit, because rendering more would delay other requests. */
const pageText = 2 * 1024 * 1024

const textOf = (row: object): number =>
  Object.values(row).reduce((sum, value) => sum + (typeof value === 'string' ? value.length : 0), 0)

/** The number of rows that fit into a page, at least one. */
const fitting = (rows: readonly object[], limit: number, most = pageText): number => {
  let text = 0
  for (let i = 0; i < limit && i < rows.length; i++) {
    text += textOf(rows[i] ?? {})
    if (text > most) return Math.max(1, i)
  }
  return limit
}

/** Rejects a page with offset with `invalid` if its texts are too long to render at once. */
export const assertPageFits = (rows: readonly object[], limit: number): void => {
  if (fitting(rows, limit, mostPageText) < limit) throw pageTooLarge()
}

/**
 * Cuts rows fetched with `limit + 1` to a page, which ends early if its texts are long. `counted`: never ends early, for
 * clients that page by offset; the page is rejected if its texts are far too long.
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
