import { text } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'

/** Single-use secrets sent by email: one table per kind, so that they are not interchangeable (T89). */
export const up = async (db: Db): Promise<void> => {
  const { schema } = db.q
  await schema
    .createTable('invitations')
    .addColumn('id', text(db), (c) => c.primaryKey())
    .addColumn('user_id', text(db), (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('domain_id', text(db), (c) => c.notNull())
    .addColumn('email', text(db), (c) => c.notNull())
    .addColumn('mode', 'text', (c) => c.notNull())
    .addColumn('secret_hash', text(db))
    .addColumn('invited_by', text(db))
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute()
  await schema.createIndex('invitations_user').unique().on('invitations').column('user_id').execute()
  await schema.createIndex('invitations_secret').unique().on('invitations').column('secret_hash').execute()
  await schema.createIndex('invitations_list').on('invitations').columns(['created_at', 'id']).execute()
  await schema
    .createIndex('invitations_domain')
    .on('invitations')
    .columns(['domain_id', 'created_at', 'id'])
    .execute()

  await schema
    .createTable('recovery_links')
    .addColumn('id', text(db), (c) => c.primaryKey())
    .addColumn('user_id', text(db), (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('email', text(db), (c) => c.notNull())
    .addColumn('secret_hash', text(db), (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute()
  await schema
    .createIndex('recovery_links_secret')
    .unique()
    .on('recovery_links')
    .column('secret_hash')
    .execute()
  await schema
    .createIndex('recovery_links_user')
    .on('recovery_links')
    .columns(['user_id', 'created_at'])
    .execute()
  await schema.createIndex('recovery_links_expiry').on('recovery_links').column('expires_at').execute()

  // Recovery requests of anonymous clients, until the recovery worker looks up the user (T73).
  await schema
    .createTable('recovery_requests')
    .addColumn('id', text(db), (c) => c.primaryKey())
    .addColumn('asked', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute()
  await schema.createIndex('recovery_requests_line').on('recovery_requests').column('created_at').execute()
}
