import { text } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'

/** One row at most, written to find out whether a database that refused writes takes them again. */
export const up = async (db: Db): Promise<void> => {
  await db.q.schema
    .createTable('write_probes')
    .addColumn('id', text(db) as never, (c) => c.primaryKey())
    .addColumn('filler', 'text', (c) => c.notNull())
    .execute()
}
