import { type RawBuilder, sql } from 'kysely'
import type { Scalar } from '../../core/kernel/filters/filter-expression.ts'
import type { DialectName } from '../engine/dialect.ts'

type Type = 'string' | 'number' | 'boolean' | 'any'

const onSqlite = (column: RawBuilder<unknown>, path: readonly string[], type: Type): RawBuilder<unknown> => {
  // Names contain no quotation marks; see `core/kernel/cql/fields.ts`.
  const where = `$${path.map((name) => `."${name}"`).join('')}`
  const is = sql`json_type(${column}, ${where})`
  const value = sql`json_extract(${column}, ${where})`
  switch (type) {
    case 'string':
      return sql`case when in_time() and ${is} = 'text' then ${value} end`
    case 'number':
      return sql`case when in_time() and ${is} in ('integer', 'real') then ${value} end`
    case 'boolean':
      return sql`case when in_time() and ${is} in ('true', 'false') then ${is} = 'true' end`
    case 'any':
      return sql`case when in_time() and ${is} <> 'null' then 1 end`
  }
}

const onPostgres = (
  column: RawBuilder<unknown>,
  path: readonly string[],
  type: Type,
): RawBuilder<unknown> => {
  const at = path.reduce(
    (whole, name) => sql`${whole} -> cast(${name} as text)`,
    sql`cast(${column} as jsonb)`,
  )
  const is = sql`jsonb_typeof(${at})`
  const text = sql`((${at}) #>> '{}')`
  switch (type) {
    case 'string':
      return sql`(case when ${is} = 'string' then ${text} end collate "C")`
    case 'number':
      return sql`case when ${is} = 'number' then cast(${text} as numeric) end`
    case 'boolean':
      return sql`case when ${is} = 'boolean' then case when ${text} = 'true' then 1 else 0 end end`
    case 'any':
      return sql`case when ${is} <> 'null' then 1 end`
  }
}

/** The value at a path of a JSON column if it has the type of `like`; without `like`, any value except null. */
export const attributeSql = (
  dialect: DialectName,
  column: RawBuilder<unknown>,
  path: readonly string[],
  like: Scalar | undefined,
): RawBuilder<unknown> => {
  const type = like === undefined ? 'any' : (typeof like as Type)
  return dialect === 'sqlite' ? onSqlite(column, path, type) : onPostgres(column, path, type)
}
