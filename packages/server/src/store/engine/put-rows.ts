import { type InsertObject, type RawBuilder, sql } from 'kysely'
import type { Database } from './database.ts'
import type { Db } from './dialect.ts'

/** Columns that belong to Muster once a row exists. */
const kept: ReadonlySet<string> = new Set(['created_at', 'added_at', 'last_used_at', 'deleted_at'])

export type Put<T extends keyof Database & string> = {
  readonly table: T
  /** The columns of the unique constraint by which a row is found. */
  readonly key: readonly string[]
  readonly rows: readonly InsertObject<Database, T>[]
  /** The columns that replace those of an existing row; absent: all but the key and `kept`. */
  readonly update?: readonly string[]
}

/** Rows per statement on SQLite; see `insert-rows.ts`. */
const lengths = [64, 1] as const

const conflictClause = (columns: readonly string[], key: readonly string[], update?: readonly string[]) => {
  const replaced = update ?? columns.filter((name) => !key.includes(name) && !kept.has(name))
  const on = sql.join(key.map((name) => sql.ref(name)))
  if (replaced.length === 0) return sql`on conflict (${on}) do nothing`
  const set = replaced.map((name) => sql`${sql.ref(name)} = ${sql.ref(`excluded.${name}`)}`)
  return sql`on conflict (${on}) do update set ${sql.join(set)}`
}

/** Inserts rows with the same columns, or replaces those with the same key. */
export const putMany = async <T extends keyof Database & string>(
  { name: dialect, q }: Db,
  { table, key, rows, update }: Put<T>,
): Promise<void> => {
  const [first] = rows
  if (!first) return
  const names = Object.keys(first)
  const columns = sql.join(names.map((name) => sql.ref(name)))
  const conflict = conflictClause(names, key, update)
  if (dialect === 'postgres') {
    await sql`insert into ${sql.table(table)} (${columns})
      select ${columns} from json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::json) ${conflict}`.execute(
      q,
    )
    return
  }
  const valuesOf = (row: InsertObject<Database, T>): RawBuilder<unknown> => {
    const values = row as Readonly<Record<string, unknown>>
    return sql`(${sql.join(names.map((name) => values[name]))})`
  }
  for (let at = 0; at < rows.length; ) {
    const length = lengths.find((one) => one <= rows.length - at) ?? 1
    const piece = rows.slice(at, at + length)
    await sql`insert into ${sql.table(table)} (${columns}) values ${sql.join(piece.map(valuesOf))} ${conflict}`.execute(
      q,
    )
    at += length
  }
}
