import { sql } from 'kysely'
import { text } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'

export const up = async (db: Db): Promise<void> => {
  const { schema } = db.q
  await schema
    .createTable('trusts')
    .addColumn('id', text(db), (c) => c.primaryKey())
    .addColumn('trustor_id', text(db), (c) => c.notNull())
    .addColumn('trustee_id', text(db), (c) => c.notNull())
    .addColumn('impersonation', 'integer', (c) => c.notNull())
    .addColumn('project_id', text(db))
    .addColumn('role_ids', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'bigint')
    .addColumn('remaining_uses', 'integer')
    .addColumn('allow_redelegation', 'integer', (c) => c.notNull())
    .addColumn('redelegation_count', 'integer', (c) => c.notNull())
    .addColumn('redelegated_trust_id', text(db))
    .addColumn('extra', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('deleted_at', 'bigint')
    .execute()
  // Trusts without an expiry may be identical: some services create one for each task.
  await schema
    .createIndex('trusts_alike')
    .unique()
    .on('trusts')
    .columns(['trustor_id', 'trustee_id', 'project_id', 'impersonation', 'expires_at'])
    .where(sql.ref('deleted_at'), 'is', null)
    .execute()
  await schema.createIndex('trusts_trustor').on('trusts').columns(['trustor_id', 'id']).execute()
  await schema.createIndex('trusts_trustee').on('trusts').columns(['trustee_id', 'id']).execute()
  await schema.createIndex('trusts_project').on('trusts').column('project_id').execute()
  await schema.createIndex('trusts_redelegated').on('trusts').column('redelegated_trust_id').execute()
}
