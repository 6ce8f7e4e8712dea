import { text } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'

export const up = async (db: Db): Promise<void> => {
  const { schema } = db.q
  await schema
    .createTable('sessions')
    .addColumn('id', text(db), (c) => c.primaryKey())
    .addColumn('user_id', text(db), (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('secret_hash', text(db), (c) => c.notNull())
    .addColumn('methods', 'text', (c) => c.notNull())
    .addColumn('agent', 'text')
    .addColumn('address', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('last_seen_at', 'bigint', (c) => c.notNull())
    .execute()
  await schema.createIndex('sessions_secret').unique().on('sessions').column('secret_hash').execute()
  await schema.createIndex('sessions_user').on('sessions').columns(['user_id', 'created_at', 'id']).execute()
}
