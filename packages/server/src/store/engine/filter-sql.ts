import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { FilterExpression, PatternPart, Scalar } from '../../core/kernel/filters/filter-expression.ts'
import { attributeSql } from '../user-search/attribute-sql.ts'
import { type FilterColumn, foldedText, inTime, textMatch } from './column-filters.ts'
import type { DialectName } from './dialect.ts'
import { inList } from './in-list.ts'

export type Columns<Key extends string> = Readonly<Record<Key, FilterColumn>>

const orders = { eq: sql`=`, neq: sql`<>`, lt: sql`<`, lte: sql`<=`, gt: sql`>`, gte: sql`>=` } as const

const never = sql<SqlBool>`1 = 0`

/** PostgreSQL rejects text with NUL; no stored text contains it, so nothing can match. */
const unstorable = (value: Scalar | string) => typeof value === 'string' && value.includes('\0')

const stored = (value: Scalar): string | number => (typeof value === 'boolean' ? Number(value) : value)

/** SQLite's LIKE ignores case for ASCII; GLOB is exact, and its special characters are escaped with brackets. */
const glob = (part: PatternPart): string =>
  typeof part === 'string' ? part.replaceAll(/[*?[]/g, '[$&]') : part.any === 'many' ? '*' : '?'

const likePattern = (part: PatternPart): string =>
  typeof part === 'string' ? part.replaceAll(/[%_\\]/g, '\\$&') : part.any === 'many' ? '%' : '_'

const isMany = (part: PatternPart | undefined) => typeof part === 'object' && part.any === 'many'

/** A pattern that is only a prefix, suffix or substring, as the simpler comparison. */
const simply = (
  pattern: readonly PatternPart[],
): { readonly op: string; readonly text: string } | undefined => {
  const [before, behind] = [isMany(pattern[0]), isMany(pattern.at(-1))]
  const [text, ...more] = pattern.slice(before ? 1 : 0, behind ? -1 : undefined)
  if (typeof text !== 'string' || more.length > 0 || (!before && !behind)) return undefined
  return { op: before && behind ? 'contains' : before ? 'endswith' : 'startswith', text }
}

const likeSql = (
  dialect: DialectName,
  column: RawBuilder<unknown>,
  pattern: readonly PatternPart[],
): RawBuilder<SqlBool> => {
  const simple = simply(pattern)
  if (simple) return textMatch(dialect, simple.op, column, simple.text)
  return dialect === 'sqlite'
    ? inTime(dialect, sql`${column} glob ${pattern.map(glob).join('')}`)
    : sql`${column} like ${pattern.map(likePattern).join('')} escape '\\'`
}

const joined = (of: readonly RawBuilder<SqlBool>[], word: 'and' | 'or'): RawBuilder<SqlBool> => {
  if (of.length === 0) return word === 'and' ? sql`1 = 1` : never
  return sql`(${sql.join(of, word === 'and' ? sql` and ` : sql` or `)})`
}

type Single<Key extends string> = Exclude<FilterExpression<Key>, { readonly kind: 'all' | 'any' | 'not' }>

const columnOf = <Key extends string>(
  dialect: DialectName,
  columns: Columns<Key>,
  condition: Single<Key>,
): RawBuilder<unknown> => {
  const { column } = columns[condition.key]
  if (!('path' in condition) || condition.path === undefined) return column
  const like = condition.kind === 'compare' ? condition.value : condition.kind === 'like' ? '' : undefined
  return attributeSql(dialect, column, condition.path, like)
}

/** A condition as SQL; every value is a parameter (T75). */
export const expressionSql = <Key extends string>(
  dialect: DialectName,
  columns: Columns<Key>,
  condition: FilterExpression<Key>,
): RawBuilder<SqlBool> => {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return joined(
        condition.of.map((one) => expressionSql(dialect, columns, one)),
        condition.kind === 'all' ? 'and' : 'or',
      )
    case 'not':
      return sql`not ${expressionSql(dialect, columns, condition.of)}`
    default:
      break
  }
  const plain = columnOf(dialect, columns, condition)
  const column = 'fold' in condition && condition.fold ? foldedText(dialect, plain) : plain
  switch (condition.kind) {
    case 'compare': {
      const { op, value } = condition
      if (unstorable(value)) return op === 'neq' ? sql`${column} is not null` : never
      return sql`${column} ${orders[op]} ${stored(value)}`
    }
    case 'in': {
      const values = condition.values.map(stored).filter((value) => !unstorable(value))
      if (values.length === 0) return never
      if (values.every((value) => typeof value === 'string')) return inList(dialect, column, values)
      return sql`${column} in (${sql.join(values)})`
    }
    case 'between':
      return sql`${column} between ${stored(condition.low)} and ${stored(condition.high)}`
    case 'like':
      if (condition.pattern.some((part) => typeof part === 'string' && unstorable(part))) return never
      return likeSql(dialect, column, condition.pattern)
    case 'isNull':
      return sql`${column} is null`
  }
}
