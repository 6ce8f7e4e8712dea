import { sql } from 'kysely'
import { text } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'

export const up = async (db: Db): Promise<void> => {
  const { schema } = db.q
  await schema
    .createTable('roles')
    .addColumn('id', text(db), (c) => c.primaryKey())
    .addColumn('domain_id', text(db))
    .addColumn('name', text(db), (c) => c.notNull())
    .addColumn('description', 'text')
    .addColumn('options', 'text', (c) => c.notNull())
    .addColumn('extra', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .execute()
  await schema
    .createIndex('roles_name')
    .unique()
    .on('roles')
    .column('name')
    .where(sql.ref('domain_id'), 'is', null)
    .execute()
  await schema.createIndex('roles_domain_name').unique().on('roles').columns(['domain_id', 'name']).execute()
  await schema
    .createTable('role_implications')
    .addColumn('prior_id', text(db), (c) => c.notNull().references('roles.id'))
    .addColumn('implied_id', text(db), (c) => c.notNull().references('roles.id'))
    .addPrimaryKeyConstraint('role_implications_pkey', ['prior_id', 'implied_id'])
    .execute()
  await schema.createIndex('role_implications_implied').on('role_implications').column('implied_id').execute()
}
