import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { DialectName } from './dialect.ts'

/**
 * `column` is one of `values`, as one parameter, so that the list can exceed the database's number of parameters.
 * PostgreSQL rejects text with NUL; no stored text contains it, so such values match nothing.
 */
export const inList = (
  dialect: DialectName,
  column: Expression<unknown>,
  input: readonly string[],
): RawBuilder<SqlBool> => {
  const values = input.filter((value) => !value.includes('\0'))
  if (values.length === 0) return sql`1 = 0`
  if (values.length === 1) return sql`${column} = ${values[0]}`
  return dialect === 'sqlite'
    ? sql`${column} in (select value from json_each(${JSON.stringify(values)}))`
    : sql`${column} = any(${values}::text[])`
}
