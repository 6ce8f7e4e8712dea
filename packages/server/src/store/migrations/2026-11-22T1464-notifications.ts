import { text } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'

export const up = async (db: Db): Promise<void> => {
  const { schema } = db.q
  await schema
    .createTable('notifications')
    .addColumn('id', text(db), (c) => c.primaryKey())
    .addColumn('user_id', text(db), (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('type', 'text', (c) => c.notNull())
    .addColumn('title', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('link', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('read_at', 'bigint')
    .execute()
  const index = (name: string, columns: string[]) =>
    schema.createIndex(name).on('notifications').columns(columns)
  await index('notifications_user', ['user_id', 'created_at', 'id']).execute()
  await index('notifications_unread', ['user_id', 'created_at', 'id']).where('read_at', 'is', null).execute()
  await index('notifications_read', ['read_at']).where('read_at', 'is not', null).execute()
}
