import { counter, text } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'

export const up = async (db: Db): Promise<void> => {
  const { schema } = db.q
  await schema
    .createTable('api_keys')
    .addColumn('number', counter(db))
    // No reference: the row of a deleted key outlives its credential for a while.
    .addColumn('id', text(db), (c) => c.notNull())
    .addColumn('user_id', text(db), (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('prefix', 'text', (c) => c.notNull())
    .addColumn('previous_hash', 'text')
    .addColumn('previous_until', 'bigint')
    .addColumn('revoked_at', 'bigint')
    .addColumn('revoked_by', 'text')
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('deleted_at', 'bigint')
    .addColumn('remains', 'text')
    .execute()
  await schema.createIndex('api_keys_id').unique().on('api_keys').column('id').execute()
  await schema.createIndex('api_keys_user').on('api_keys').columns(['user_id', 'number']).execute()
  await schema
    .createIndex('api_keys_previous')
    .unique()
    .on('api_keys')
    .column('previous_hash')
    .where('previous_hash', 'is not', null)
    .execute()
  await schema
    .createIndex('api_keys_deleted')
    .on('api_keys')
    .column('deleted_at')
    .where('deleted_at', 'is not', null)
    .execute()
  await schema
    .createIndex('application_credentials_secret')
    .unique()
    .on('application_credentials')
    .column('secret_hash')
    .execute()
}
