import { sql } from 'kysely'
import { counter, text } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'

export const up = async (db: Db): Promise<void> => {
  const { schema } = db.q
  const events = schema
    .createTable('events')
    .addColumn('sequence', counter(db))
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('actor_id', text(db))
    .addColumn('subject_type', 'text', (c) => c.notNull())
    .addColumn('subject_id', text(db), (c) => c.notNull())
    .addColumn('domain_id', text(db))
    .addColumn('face', 'text', (c) => c.notNull())
    .addColumn('request_id', 'text', (c) => c.notNull())
    .addColumn('touches', 'text', (c) => c.notNull())
    .addColumn('detail', 'text', (c) => c.notNull())
  if (db.name === 'sqlite') await events.execute()
  else {
    await events
      .addColumn('xid', sql`xid8`, (c) => c.notNull().defaultTo(sql`pg_current_xact_id()`))
      .execute()
    await sql`create index events_touching on events (xid) where touches <> ''`.execute(db.q)
  }
  await schema.createIndex('events_subject').on('events').columns(['subject_type', 'subject_id']).execute()
  await schema
    .createTable('keys')
    .addColumn('purpose', text(db), (c) => c.notNull())
    .addColumn('index', 'integer', (c) => c.notNull())
    .addColumn('sealed', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('keys_pkey', ['purpose', 'index'])
    .execute()
  const revocations = schema.createTable('revocations').addColumn('sequence', counter(db))
  const attributes = [
    'user_id',
    'project_id',
    'domain_id',
    'role_id',
    'trust_id',
    'consumer_id',
    'access_token_id',
    'audit_id',
    'audit_chain_id',
  ]
  await attributes
    .reduce((table, name) => table.addColumn(name, text(db)), revocations)
    .addColumn('expires_at', 'bigint')
    .addColumn('issued_before', 'bigint', (c) => c.notNull())
    .addColumn('revoked_at', 'bigint', (c) => c.notNull())
    .execute()
  for (const name of attributes.filter((attribute) => attribute !== 'role_id'))
    await schema
      .createIndex(`revocations_${name}`)
      .on('revocations')
      .column(name)
      .where(name, 'is not', null)
      .execute()
  await schema.createIndex('revocations_revoked_at').on('revocations').column('revoked_at').execute()
}
