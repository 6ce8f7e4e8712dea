import { sql } from 'kysely'
import { text } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'

export const up = async (db: Db): Promise<void> => {
  const { schema } = db.q
  await schema
    .createTable('policies')
    .addColumn('id', text(db), (c) => c.primaryKey())
    .addColumn('type', text(db), (c) => c.notNull())
    .addColumn('blob', 'text', (c) => c.notNull())
    .addColumn('extra', 'text', (c) => c.notNull())
    .execute()
  await schema.createIndex('policies_type').on('policies').columns(['type', 'id']).execute()

  // Either an endpoint, or a service and optionally a region.
  await schema
    .createTable('policy_associations')
    .addColumn('policy_id', text(db), (c) => c.notNull().references('policies.id').onDelete('cascade'))
    .addColumn('endpoint_id', text(db), (c) => c.references('endpoints.id').onDelete('cascade'))
    .addColumn('service_id', text(db), (c) => c.references('services.id').onDelete('cascade'))
    .addColumn('region_id', text(db), (c) => c.references('regions.id').onDelete('cascade'))
    .execute()
  await schema
    .createIndex('policy_associations_policy')
    .on('policy_associations')
    .column('policy_id')
    .execute()
  // One policy per target.
  await schema
    .createIndex('policy_associations_endpoint')
    .unique()
    .on('policy_associations')
    .column('endpoint_id')
    .execute()
  await schema
    .createIndex('policy_associations_service')
    .unique()
    .on('policy_associations')
    .column('service_id')
    .where(sql.ref('region_id'), 'is', null)
    .execute()
  await schema
    .createIndex('policy_associations_region')
    .unique()
    .on('policy_associations')
    .columns(['service_id', 'region_id'])
    .execute()
  // The cascade from a region needs one that begins with it.
  await schema
    .createIndex('policy_associations_of_region')
    .on('policy_associations')
    .column('region_id')
    .execute()
}
