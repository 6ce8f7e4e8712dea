import { text } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'

export const up = async (db: Db): Promise<void> => {
  const { schema } = db.q
  await schema
    .createTable('webhooks')
    .addColumn('id', text(db) as never, (c) => c.primaryKey())
    .addColumn('domain_id', text(db) as never, (c) => c.references('projects.id').onDelete('cascade'))
    .addColumn('url', 'text', (c) => c.notNull())
    .addColumn('description', 'text')
    .addColumn('kinds', 'text', (c) => c.notNull())
    .addColumn('enabled', 'integer', (c) => c.notNull())
    .addColumn('disabled_reason', 'text')
    .addColumn('secrets', 'text', (c) => c.notNull())
    .addColumn('since', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .execute()
  await schema.createIndex('webhooks_domain').on('webhooks').columns(['domain_id', 'id']).execute()
  await schema
    .createTable('webhook_deliveries')
    .addColumn('id', text(db) as never, (c) => c.primaryKey())
    .addColumn('webhook_id', text(db) as never, (c) =>
      c.notNull().references('webhooks.id').onDelete('cascade'),
    )
    .addColumn('sequence', 'bigint')
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('next_attempt_at', 'bigint')
    .addColumn('lease', 'text')
    .addColumn('last_status', 'integer')
    .addColumn('last_error', 'text')
    .addColumn('response', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('first_attempt_at', 'bigint')
    .addColumn('last_attempt_at', 'bigint')
    .execute()
  const index = (name: string, ...columns: string[]) =>
    schema.createIndex(name).on('webhook_deliveries').columns(columns)
  await index('webhook_deliveries_once', 'webhook_id', 'sequence').unique().execute()
  await index('webhook_deliveries_newest', 'webhook_id', 'created_at', 'id').execute()
  await index('webhook_deliveries_dead', 'webhook_id', 'created_at', 'id')
    .where('state' as never, '=', 'dead')
    .execute()
  await index('webhook_deliveries_due', 'webhook_id', 'next_attempt_at', 'id')
    .where('state' as never, '=', 'queued')
    .execute()
  await index('webhook_deliveries_age', 'created_at').execute()
  await schema
    .createTable('journal_readers')
    .addColumn('name', text(db) as never, (c) => c.primaryKey())
    .addColumn('transaction_id', 'text', (c) => c.notNull())
    .addColumn('sequence', 'bigint', (c) => c.notNull())
    .execute()
  await db.q
    .insertInto('journal_readers')
    .values({ name: 'webhooks', transaction_id: '0', sequence: 0 })
    .execute()
}
