import { text } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'

/** What imports from Keystone brought: the key of each row there, and a digest of the row as it was. */
export const up = async (db: Db): Promise<void> => {
  await db.q.schema
    .createTable('keystone_rows')
    .addColumn('noun', text(db), (c) => c.notNull())
    .addColumn('key', text(db), (c) => c.notNull())
    .addColumn('digest', text(db), (c) => c.notNull())
    // The order in which parents come before children.
    .addColumn('place', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('keystone_rows_pkey', ['noun', 'key'])
    .execute()
}
