import { text } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'

export const up = async (db: Db): Promise<void> => {
  const { schema } = db.q
  await schema
    .createTable('bulk_jobs')
    .addColumn('id', text(db), (c) => c.primaryKey())
    .addColumn('domain_id', text(db), (c) => c.notNull().references('domains.id').onDelete('cascade'))
    .addColumn('action', 'text', (c) => c.notNull())
    .addColumn('role', 'text')
    .addColumn('source', 'text', (c) => c.notNull())
    .addColumn('filter', 'text')
    .addColumn('total', 'bigint')
    .addColumn('after_id', text(db))
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('stopped_by', 'text')
    .addColumn('runner', text(db))
    .addColumn('handled', 'bigint', (c) => c.notNull())
    .addColumn('changed', 'bigint', (c) => c.notNull())
    .addColumn('unchanged', 'bigint', (c) => c.notNull())
    .addColumn('failed', 'bigint', (c) => c.notNull())
    .addColumn('created_by', text(db))
    .addColumn('delegation', text(db))
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .execute()
  await schema.createIndex('bulk_jobs_created_at').on('bulk_jobs').columns(['created_at', 'id']).execute()
  await schema
    .createIndex('bulk_jobs_domain')
    .on('bulk_jobs')
    .columns(['domain_id', 'created_at', 'id'])
    .execute()
  await schema
    .createTable('bulk_job_users')
    .addColumn('job_id', text(db), (c) => c.notNull().references('bulk_jobs.id').onDelete('cascade'))
    .addColumn('row', 'bigint', (c) => c.notNull())
    .addColumn('value', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('bulk_job_users_pkey', ['job_id', 'row'])
    .execute()
  await schema
    .createTable('bulk_job_errors')
    .addColumn('job_id', text(db), (c) => c.notNull().references('bulk_jobs.id').onDelete('cascade'))
    .addColumn('row', 'bigint', (c) => c.notNull())
    .addColumn('user_id', text(db))
    .addColumn('code', 'text', (c) => c.notNull())
    .addColumn('message', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('bulk_job_errors_pkey', ['job_id', 'row'])
    .execute()
}
