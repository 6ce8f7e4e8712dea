import { text } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'

export const up = async (db: Db): Promise<void> => {
  const { schema } = db.q
  await schema
    .createTable('application_credentials')
    .addColumn('id', text(db), (c) => c.primaryKey())
    .addColumn('user_id', text(db), (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('name', text(db), (c) => c.notNull())
    .addColumn('description', 'text')
    .addColumn('scope_type', text(db), (c) => c.notNull())
    .addColumn('scope_id', text(db), (c) => c.notNull())
    .addColumn('expires_at', 'bigint')
    .addColumn('unrestricted', 'integer', (c) => c.notNull())
    .addColumn('secret_hash', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('last_used_at', 'bigint')
    .execute()
  await schema
    .createIndex('application_credentials_name')
    .unique()
    .on('application_credentials')
    .columns(['user_id', 'name'])
    .execute()
  await schema
    .createIndex('application_credentials_user')
    .on('application_credentials')
    .columns(['user_id', 'id'])
    .execute()
  await schema
    .createIndex('application_credentials_scope')
    .on('application_credentials')
    .columns(['scope_id', 'scope_type'])
    .execute()
  await schema
    .createTable('application_credential_roles')
    .addColumn('application_credential_id', text(db), (c) =>
      c.notNull().references('application_credentials.id').onDelete('cascade'),
    )
    .addColumn('role_id', text(db), (c) => c.notNull().references('roles.id').onDelete('cascade'))
    .addPrimaryKeyConstraint('application_credential_roles_pkey', ['application_credential_id', 'role_id'])
    .execute()
  await schema
    .createIndex('application_credential_roles_role')
    .on('application_credential_roles')
    .column('role_id')
    .execute()
  await schema
    .createTable('access_rules')
    .addColumn('id', text(db), (c) => c.primaryKey())
    .addColumn('user_id', text(db), (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('service', text(db), (c) => c.notNull())
    .addColumn('method', text(db), (c) => c.notNull())
    .addColumn('path', text(db), (c) => c.notNull())
    .execute()
  await schema
    .createIndex('access_rules_same')
    .unique()
    .on('access_rules')
    .columns(['user_id', 'service', 'path', 'method'])
    .execute()
  await schema.createIndex('access_rules_user').on('access_rules').columns(['user_id', 'id']).execute()
  await schema
    .createTable('application_credential_access_rules')
    .addColumn('application_credential_id', text(db), (c) =>
      c.notNull().references('application_credentials.id').onDelete('cascade'),
    )
    // No cascade: a rule that went would leave its credentials without the limit.
    .addColumn('access_rule_id', text(db), (c) => c.notNull().references('access_rules.id'))
    .addPrimaryKeyConstraint('application_credential_access_rules_pkey', [
      'application_credential_id',
      'access_rule_id',
    ])
    .execute()
  await schema
    .createIndex('application_credential_access_rules_rule')
    .on('application_credential_access_rules')
    .column('access_rule_id')
    .execute()
}
