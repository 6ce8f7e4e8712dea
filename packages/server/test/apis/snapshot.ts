import { sql } from 'kysely'
import type { OpenStore } from '../../src/store/engine/open-store.ts'

/** Data that the server writes periodically: its clock, and compacted user counts. */
const ofClock = new Set(['clock', 'user_counts'])

/** All data stored by requests, as text by table. */
export const snapshot = async ({ db: { name, q } }: OpenStore): Promise<Readonly<Record<string, string>>> => {
  const tables =
    name === 'sqlite'
      ? // Not what an index of texts is made of, whose numbers are too large to be read.
        sql<{ table: string }>`select name as "table" from pragma_table_list
          where schema = 'main' and type <> 'shadow' and name not like 'sqlite_%'`
      : sql<{ table: string }>`select tablename as "table" from pg_tables where schemaname = 'public'`
  const { rows } = await tables.execute(q)
  const all: Record<string, string> = {}
  for (const { table } of rows) {
    if (ofClock.has(table)) continue
    const found = await sql<object>`select * from ${sql.table(table)}`.execute(q)
    all[table] = found.rows
      .map((row) => JSON.stringify(row))
      .sort()
      .join('\n')
  }
  return all
}
