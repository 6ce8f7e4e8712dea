import { type InsertObject, sql } from 'kysely'
import type { Database } from './database.ts'
import type { Db } from './dialect.ts'

/**
 * Rows of one statement on SQLite: prepared statements are kept, so that every number of rows must not be one of its
 * own, each with a megabyte of memory.
 */
const lengths = [64, 8, 1] as const

function* pieces<R>(rows: readonly R[]): Generator<readonly R[]> {
  for (let at = 0; at < rows.length; ) {
    const length = lengths.find((one) => one <= rows.length - at) ?? 1
    yield rows.slice(at, at + length)
    at += length
  }
}

/**
 * Inserts rows that all have the same columns, in the order given. For PostgreSQL they are one parameter: thousands
 * of them take it as long to read as the rows take to write.
 */
export const insertMany = async <T extends keyof Database & string>(
  { name: dialect, q }: Db,
  table: T,
  rows: readonly InsertObject<Database, T>[],
): Promise<void> => {
  const [first] = rows
  if (!first) return
  if (dialect === 'sqlite') {
    for (const piece of pieces(rows)) await q.insertInto(table).values(piece).execute()
    return
  }
  const columns = sql.join(Object.keys(first).map((name) => sql.ref(name)))
  await sql`insert into ${sql.table(table)} (${columns})
    select ${columns} from json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::json)`.execute(
    q,
  )
}
