import { type InsertObject, sql } from 'kysely'
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

const conflictClause = (columns: readonly string[], key: readonly string[], update?: readonly string[]) => {
  const replaced = update ?? columns.filter((name) => !key.includes(name) && !kept.has(name))
  const on = sql.join(key.map((name) => sql.ref(name)))
  if (replaced.length === 0) return sql`on conflict (${on}) do nothing`
  const set = replaced.map((name) => sql`${sql.ref(name)} = ${sql.ref(`excluded.${name}`)}`)
  return sql`on conflict (${on}) do update set ${sql.join(set)}`
}

/** Inserts rows with the same columns, or replaces those with the same key. All rows are one parameter. */
export const putMany = async <T extends keyof Database & string>(
  { name: dialect, q }: Db,
  { table, key, rows, update }: Put<T>,
): Promise<void> => {
  const [first] = rows
  if (!first) return
  const names = Object.keys(first)
  const columns = sql.join(names.map((name) => sql.ref(name)))
  const values = sql.join(names.map((name) => sql`json_extract(value, ${sql.lit(`$.${name}`)})`))
  const json = JSON.stringify(rows)
  // SQLite would read the conflict clause as that of a join without the condition.
  const source =
    dialect === 'sqlite'
      ? sql`${values} from json_each(${json}) where true`
      : sql`${columns} from json_populate_recordset(null::${sql.table(table)}, ${json}::json)`
  await sql`insert into ${sql.table(table)} (${columns}) select ${source} ${conflictClause(names, key, update)}`.execute(
    q,
  )
}
