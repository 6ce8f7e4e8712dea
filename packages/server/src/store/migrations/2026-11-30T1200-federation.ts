import { text } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'

export const up = async (db: Db): Promise<void> => {
  const { schema } = db.q
  await schema
    .createTable('identity_providers')
    .addColumn('id', text(db), (c) => c.primaryKey())
    .addColumn('domain_id', text(db), (c) => c.notNull().references('projects.id').onDelete('cascade'))
    .addColumn('enabled', 'integer', (c) => c.notNull())
    .addColumn('description', 'text')
    .addColumn('remote_ids', 'text', (c) => c.notNull())
    .addColumn('authorization_ttl', 'integer')
    .execute()
  await schema
    .createIndex('identity_providers_domain')
    .on('identity_providers')
    .columns(['domain_id', 'id'])
    .execute()

  // The primary key keeps a remote id with one identity provider.
  await schema
    .createTable('identity_provider_remote_ids')
    .addColumn('remote_id', text(db), (c) => c.primaryKey())
    .addColumn('identity_provider_id', text(db), (c) =>
      c.notNull().references('identity_providers.id').onDelete('cascade'),
    )
    .execute()
  await schema
    .createIndex('identity_provider_remote_ids_provider')
    .on('identity_provider_remote_ids')
    .columns(['identity_provider_id', 'remote_id'])
    .execute()

  // Without a foreign key to mappings: a protocol stays when its mapping is deleted.
  await schema
    .createTable('federation_protocols')
    .addColumn('identity_provider_id', text(db), (c) =>
      c.notNull().references('identity_providers.id').onDelete('cascade'),
    )
    .addColumn('id', text(db), (c) => c.notNull())
    .addColumn('mapping_id', text(db), (c) => c.notNull())
    .addColumn('remote_id_attribute', 'text')
    .addPrimaryKeyConstraint('federation_protocols_pkey', ['identity_provider_id', 'id'])
    .execute()

  await schema
    .createTable('mappings')
    .addColumn('id', text(db), (c) => c.primaryKey())
    .addColumn('schema_version', 'text', (c) => c.notNull())
    .addColumn('rules', 'text', (c) => c.notNull())
    .execute()
}
