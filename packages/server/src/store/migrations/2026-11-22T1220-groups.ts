import { text } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'

export const up = async (db: Db): Promise<void> => {
  const { schema } = db.q
  await schema
    .createTable('groups')
    .addColumn('id', text(db), (c) => c.primaryKey())
    .addColumn('domain_id', text(db), (c) => c.notNull().references('domains.id'))
    .addColumn('name', text(db), (c) => c.notNull())
    .addColumn('description', 'text')
    .addColumn('extra', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .execute()
  await schema.createIndex('groups_name').unique().on('groups').columns(['domain_id', 'name']).execute()
  await schema.createIndex('groups_domain').on('groups').columns(['domain_id', 'id']).execute()
  await schema
    .createTable('group_members')
    .addColumn('group_id', text(db), (c) => c.notNull().references('groups.id'))
    .addColumn('user_id', text(db), (c) => c.notNull().references('users.id'))
    .addColumn('added_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('group_members_pkey', ['group_id', 'user_id'])
    .execute()
  await schema
    .createIndex('group_members_user')
    .on('group_members')
    .columns(['user_id', 'group_id'])
    .execute()
}
