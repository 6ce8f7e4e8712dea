import { text } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'
import { addColumns } from '../engine/online.ts'

/** On PostgreSQL the process may be killed after any step, so that each one is skipped if it was done. */
export const online = async (db: Db): Promise<void> => {
  const { schema } = db.q
  await addColumns(db, 'users', [['managed_by', 'text']])
  await addColumns(db, 'groups', [['managed_by', 'text']])
  // No foreign key to `projects`, which would be locked; deleting a domain deletes its rows.
  await schema
    .createTable('domain_options')
    .ifNotExists()
    .addColumn('domain_id', text(db), (c) => c.notNull())
    .addColumn('group_name', text(db), (c) => c.notNull())
    .addColumn('option_name', text(db), (c) => c.notNull())
    .addColumn('value', 'text', (c) => c.notNull())
    .addColumn('sealed', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('domain_options_key', ['domain_id', 'group_name', 'option_name'])
    .execute()
  await schema
    .createTable('id_mapping')
    .ifNotExists()
    .addColumn('public_id', text(db), (c) => c.primaryKey())
    .addColumn('domain_id', text(db), (c) => c.notNull())
    .addColumn('entity_type', text(db), (c) => c.notNull())
    .addColumn('local_id', text(db), (c) => c.notNull())
    .execute()
  await schema
    .createIndex('id_mapping_of_domain')
    .ifNotExists()
    .unique()
    .on('id_mapping')
    .columns(['domain_id', 'entity_type', 'local_id'])
    .execute()
}
