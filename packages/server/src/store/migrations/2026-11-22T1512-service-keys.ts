import { text } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'

/** Keys with a dedicated service user, and their creator. */
export const up = async (db: Db): Promise<void> => {
  const { schema } = db.q
  await schema
    .alterTable('api_keys')
    .addColumn('own_user', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()
  await schema
    .alterTable('api_keys')
    .addColumn('made_by', text(db), (c) => c.references('users.id').onDelete('set null'))
    .execute()
  await schema
    .createIndex('api_keys_made_by')
    .on('api_keys')
    .column('made_by')
    .where('made_by', 'is not', null)
    .execute()
}
