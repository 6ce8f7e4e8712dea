import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Metadata } from '../../core/directory/users/metadata.ts'
import { inTime } from '../engine/column-filters.ts'
import type { DialectName } from '../engine/dialect.ts'

const sqliteHolds = (column: Expression<unknown>, key: string, value: unknown): RawBuilder<SqlBool> => {
  const one = (condition: RawBuilder<unknown>) =>
    inTime(
      'sqlite',
      sql<SqlBool>`exists (select 1 from json_each(${column}) as one where one.key = ${key} and ${condition})`,
    )
  if (typeof value === 'string') return one(sql`one.type = 'text' and one.value = ${value}`)
  if (typeof value === 'number') return one(sql`one.type in ('integer', 'real') and one.value = ${value}`)
  if (typeof value === 'object' && value !== null)
    return one(sql`one.type in ('object', 'array') and one.value = ${JSON.stringify(value)}`)
  return one(sql`one.type = ${String(value)}`)
}

/**
 * Conditions on a column with normalized JSON text: it contains each key of the wanted object with an equal value. Keys
 * are parameters and never part of a path, so that they cannot be interpreted.
 */
export const metadataHolds = (
  dialect: DialectName,
  column: Expression<unknown>,
  wanted: Metadata,
): readonly RawBuilder<SqlBool>[] =>
  Object.entries(wanted).map(([key, value]) =>
    dialect === 'sqlite'
      ? sqliteHolds(column, key, value)
      : sql<SqlBool>`cast(${column} as jsonb) -> cast(${key} as text) = cast(${JSON.stringify(value)} as jsonb)`,
  )
