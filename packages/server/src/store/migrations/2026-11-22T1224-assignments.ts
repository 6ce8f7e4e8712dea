import { text } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'

export const up = async (db: Db): Promise<void> => {
  const { schema } = db.q
  await schema
    .createTable('assignments')
    .addColumn('actor_type', text(db), (c) => c.notNull())
    .addColumn('actor_id', text(db), (c) => c.notNull())
    .addColumn('target_type', text(db), (c) => c.notNull())
    .addColumn('target_id', text(db), (c) => c.notNull())
    .addColumn('role_id', text(db), (c) => c.notNull().references('roles.id'))
    .addColumn('inherited', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('assignments_pkey', [
      'actor_id',
      'target_id',
      'role_id',
      'inherited',
      'actor_type',
      'target_type',
    ])
    .execute()
  await schema.createIndex('assignments_target').on('assignments').columns(['target_id', 'role_id']).execute()
  await schema.createIndex('assignments_role').on('assignments').column('role_id').execute()
}
