import { text } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'

export const up = async (db: Db): Promise<void> => {
  const { schema } = db.q
  await schema
    .createTable('oauth1_consumers')
    .addColumn('id', text(db), (c) => c.primaryKey())
    .addColumn('description', text(db))
    .addColumn('sealed_secret', 'text', (c) => c.notNull())
    .addColumn('extra', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute()
  await schema
    .createTable('oauth1_request_tokens')
    .addColumn('id', text(db), (c) => c.primaryKey())
    .addColumn('sealed_secret', 'text', (c) => c.notNull())
    .addColumn('consumer_id', text(db), (c) =>
      c.notNull().references('oauth1_consumers.id').onDelete('cascade'),
    )
    .addColumn('project_id', text(db), (c) => c.notNull())
    .addColumn('authorizing_user_id', text(db))
    .addColumn('verifier', text(db))
    .addColumn('role_ids', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'bigint')
    .execute()
  for (const column of ['consumer_id', 'project_id', 'authorizing_user_id', 'expires_at'])
    await schema
      .createIndex(`oauth1_request_tokens_${column}`)
      .on('oauth1_request_tokens')
      .column(column)
      .execute()
  await schema
    .createTable('oauth1_access_tokens')
    .addColumn('id', text(db), (c) => c.primaryKey())
    .addColumn('sealed_secret', 'text', (c) => c.notNull())
    .addColumn('consumer_id', text(db), (c) =>
      c.notNull().references('oauth1_consumers.id').onDelete('cascade'),
    )
    .addColumn('authorizing_user_id', text(db), (c) => c.notNull())
    .addColumn('project_id', text(db), (c) => c.notNull())
    .addColumn('role_ids', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'bigint')
    .execute()
  await schema
    .createIndex('oauth1_access_tokens_user')
    .on('oauth1_access_tokens')
    .columns(['authorizing_user_id', 'id'])
    .execute()
  for (const column of ['consumer_id', 'project_id'])
    await schema
      .createIndex(`oauth1_access_tokens_${column}`)
      .on('oauth1_access_tokens')
      .columns([column, 'id'])
      .execute()
  await schema
    .createTable('oauth1_nonces')
    .addColumn('consumer_id', text(db), (c) =>
      c.notNull().references('oauth1_consumers.id').onDelete('cascade'),
    )
    .addColumn('token_id', text(db), (c) => c.notNull())
    .addColumn('timestamp', 'bigint', (c) => c.notNull())
    .addColumn('nonce', text(db), (c) => c.notNull())
    .addPrimaryKeyConstraint('oauth1_nonces_pkey', ['consumer_id', 'token_id', 'timestamp', 'nonce'])
    .execute()
  await schema.createIndex('oauth1_nonces_timestamp').on('oauth1_nonces').column('timestamp').execute()
}
