import { type InsertObject, sql } from 'kysely'
import type { Database } from './database.ts'
import type { Db } from './dialect.ts'

/**
 * Inserts rows that all have the same columns. For PostgreSQL they are one parameter: thousands of them take it as
 * long to read as the rows take to write.
 */
export const insertMany = async <T extends keyof Database & string>(
  { name: dialect, q }: Db,
  table: T,
  rows: readonly InsertObject<Database, T>[],
): Promise<void> => {
  const [first] = rows
  if (!first) return
  if (dialect === 'sqlite') {
    await q
      .insertInto(table)
      .values([...rows])
      .execute()
    return
  }
  const columns = sql.join(Object.keys(first).map((name) => sql.ref(name)))
  await sql`insert into ${sql.table(table)} (${columns})
    select ${columns} from json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::json)`.execute(
    q,
  )
}
