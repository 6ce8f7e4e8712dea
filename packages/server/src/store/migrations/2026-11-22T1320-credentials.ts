import { text } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'

export const up = async (db: Db): Promise<void> => {
  const { schema } = db.q
  // Owner and project have no foreign keys: Identity v3 accepts credentials of unknown users.
  await schema
    .createTable('credentials')
    .addColumn('id', text(db), (c) => c.notNull())
    .addColumn('user_id', text(db), (c) => c.notNull())
    .addColumn('project_id', text(db))
    .addColumn('type', text(db), (c) => c.notNull())
    .addColumn('sealed_blob', 'text', (c) => c.notNull())
    .addColumn('key_index', 'integer', (c) => c.notNull())
    .addColumn('extra', 'text', (c) => c.notNull())
    .addColumn('made_with_kind', 'text')
    .addColumn('made_with_id', text(db))
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('credentials_pkey', ['id'])
    .execute()
  await schema.createIndex('credentials_user').on('credentials').columns(['user_id', 'id']).execute()
  await schema.createIndex('credentials_type').on('credentials').columns(['type', 'id']).execute()
  await schema.createIndex('credentials_key').on('credentials').column('key_index').execute()
  await schema
    .createIndex('credentials_project')
    .on('credentials')
    .columns(['project_id', 'id'])
    .where('project_id', 'is not', null)
    .execute()
  await schema
    .createIndex('credentials_made_with')
    .on('credentials')
    .columns(['made_with_id', 'made_with_kind'])
    .where('made_with_id', 'is not', null)
    .execute()
  await schema
    .createTable('seen_signatures')
    .addColumn('hash', text(db), (c) => c.primaryKey())
    .addColumn('credential_id', text(db), (c) => c.notNull().references('credentials.id').onDelete('cascade'))
    .addColumn('expires_at', 'bigint')
    .execute()
  await schema
    .createIndex('seen_signatures_credential')
    .on('seen_signatures')
    .column('credential_id')
    .execute()
  await schema
    .createIndex('seen_signatures_expiry')
    .on('seen_signatures')
    .column('expires_at')
    .where('expires_at', 'is not', null)
    .execute()
}
