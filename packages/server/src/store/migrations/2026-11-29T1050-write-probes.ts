import { text } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'

/** At most one row, written to check whether a database accepts writes again. */
export const up = async (db: Db): Promise<void> => {
  await db.q.schema
    .createTable('write_probes')
    .addColumn('id', text(db), (c) => c.primaryKey())
    .addColumn('filler', 'text', (c) => c.notNull())
    .execute()
}
