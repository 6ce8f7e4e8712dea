import { sql } from 'kysely'
import { text } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'

export const up = async (db: Db): Promise<void> => {
  const { schema } = db.q
  await schema
    .createTable('messages')
    .addColumn('id', text(db), (c) => c.primaryKey())
    .addColumn('user_id', text(db), (c) => c.references('users.id').onDelete('cascade'))
    .addColumn('domain_id', text(db))
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('template', 'text', (c) => c.notNull())
    .addColumn('sealed_parameters', 'text')
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('next_attempt_at', 'bigint')
    .addColumn('lease', 'text')
    .addColumn('last_error', 'text')
    .addColumn('expires_at', 'bigint')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('sent_at', 'bigint')
    .execute()
  await schema
    .createIndex('messages_due')
    .on('messages')
    .columns(['next_attempt_at', 'id'])
    .where(sql.ref('state'), '=', 'queued')
    .execute()
  await schema.createIndex('messages_newest').on('messages').columns(['created_at', 'id']).execute()
  await schema
    .createIndex('messages_user')
    .on('messages')
    .columns(['user_id', 'created_at', 'id'])
    .where('user_id', 'is not', null)
    .execute()
  await schema
    .createIndex('messages_domain')
    .on('messages')
    .columns(['domain_id', 'created_at', 'id'])
    .where('domain_id', 'is not', null)
    .execute()
  await schema
    .createIndex('messages_dead')
    .on('messages')
    .columns(['created_at', 'id'])
    .where(sql.ref('state'), '=', 'dead')
    .execute()
}
