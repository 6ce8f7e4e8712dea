import { text } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'

export const up = async (db: Db): Promise<void> => {
  const { schema } = db.q
  await schema
    .createTable('federated_users')
    .addColumn('user_id', text(db), (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('idp_id', text(db), (c) => c.notNull().references('identity_providers.id').onDelete('cascade'))
    .addColumn('protocol_id', text(db), (c) => c.notNull())
    .addColumn('unique_id', text(db), (c) => c.notNull())
    .addColumn('display_name', 'text', (c) => c.notNull())
    .addColumn('shadow', 'integer', (c) => c.notNull())
    .addColumn('group_ids', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('federated_users_pkey', ['idp_id', 'protocol_id', 'unique_id'])
    .execute()
  await schema.createIndex('federated_users_user').on('federated_users').column('user_id').execute()

  await schema
    .createTable('expiring_memberships')
    .addColumn('user_id', text(db), (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('group_id', text(db), (c) => c.notNull().references('groups.id').onDelete('cascade'))
    .addColumn('idp_id', text(db), (c) => c.notNull().references('identity_providers.id').onDelete('cascade'))
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('expiring_memberships_pkey', ['user_id', 'group_id', 'idp_id'])
    .execute()
  // The cascades begin with these, and cleanup with the expiry.
  await schema
    .createIndex('expiring_memberships_group')
    .on('expiring_memberships')
    .column('group_id')
    .execute()
  await schema.createIndex('expiring_memberships_idp').on('expiring_memberships').column('idp_id').execute()
  await schema
    .createIndex('expiring_memberships_end')
    .on('expiring_memberships')
    .column('expires_at')
    .execute()
}
