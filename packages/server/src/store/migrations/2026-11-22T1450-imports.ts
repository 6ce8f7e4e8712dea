import { text } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'

export const up = async (db: Db): Promise<void> => {
  const { schema } = db.q
  await schema
    .createTable('imports')
    .addColumn('id', text(db), (c) => c.primaryKey())
    .addColumn('domain_id', text(db), (c) => c.notNull().references('domains.id').onDelete('cascade'))
    .addColumn('format', 'text', (c) => c.notNull())
    .addColumn('mode', 'text', (c) => c.notNull())
    .addColumn('told_by', 'text', (c) => c.notNull())
    .addColumn('dry_run', 'integer', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('stopped_by', 'text')
    .addColumn('runner', text(db))
    .addColumn('rows_done', 'bigint', (c) => c.notNull())
    .addColumn('created', 'bigint', (c) => c.notNull())
    .addColumn('updated', 'bigint', (c) => c.notNull())
    .addColumn('unchanged', 'bigint', (c) => c.notNull())
    .addColumn('failed', 'bigint', (c) => c.notNull())
    .addColumn('created_by', text(db))
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .execute()
  await schema.createIndex('imports_created_at').on('imports').columns(['created_at', 'id']).execute()
  await schema
    .createIndex('imports_domain')
    .on('imports')
    .columns(['domain_id', 'created_at', 'id'])
    .execute()
  await schema
    .createTable('import_errors')
    .addColumn('import_id', text(db), (c) => c.notNull().references('imports.id').onDelete('cascade'))
    .addColumn('row', 'bigint', (c) => c.notNull())
    .addColumn('field', 'text')
    .addColumn('code', 'text', (c) => c.notNull())
    .addColumn('message', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('import_errors_pkey', ['import_id', 'row'])
    .execute()
}
