import { text } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'

/** Responses to requests with an Idempotency-Key. */
export const up = async (db: Db): Promise<void> => {
  const { schema } = db.q
  await schema
    .createTable('kept_answers')
    .addColumn('id', text(db), (c) => c.primaryKey())
    .addColumn('user_id', text(db), (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('request', 'text', (c) => c.notNull())
    .addColumn('begun_at', 'bigint', (c) => c.notNull())
    .addColumn('attempt', 'text', (c) => c.notNull())
    .addColumn('answer', 'text')
    .execute()
  await schema.createIndex('kept_answers_user').on('kept_answers').column('user_id').execute()
  await schema.createIndex('kept_answers_begun').on('kept_answers').column('begun_at').execute()
}
