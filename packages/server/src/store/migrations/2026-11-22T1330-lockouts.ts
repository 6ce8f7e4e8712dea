import { text } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'

export const up = async (db: Db): Promise<void> => {
  const { schema } = db.q
  // No foreign key: failures for unknown users are counted as well, all in one row.
  await schema
    .createTable('lockouts')
    .addColumn('user_id', text(db), (c) => c.primaryKey())
    .addColumn('failures', 'integer', (c) => c.notNull())
    .addColumn('failed_at', 'bigint', (c) => c.notNull())
    .execute()
  await schema
    .createTable('used_passcodes')
    .addColumn('credential_id', text(db), (c) =>
      c.primaryKey().references('credentials.id').onDelete('cascade'),
    )
    .addColumn('step', 'bigint', (c) => c.notNull())
    .execute()
}
