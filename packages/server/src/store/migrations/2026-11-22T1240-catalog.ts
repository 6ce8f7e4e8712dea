import { text } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'

export const up = async (db: Db): Promise<void> => {
  const { schema } = db.q
  await schema
    .createTable('regions')
    .addColumn('id', text(db), (c) => c.primaryKey())
    .addColumn('description', 'text', (c) => c.notNull())
    .addColumn('parent_id', text(db), (c) => c.references('regions.id'))
    .addColumn('extra', 'text', (c) => c.notNull())
    .execute()
  await schema.createIndex('regions_parent').on('regions').columns(['parent_id', 'id']).execute()

  await schema
    .createTable('services')
    .addColumn('id', text(db), (c) => c.primaryKey())
    .addColumn('type', text(db), (c) => c.notNull())
    .addColumn('name', text(db), (c) => c.notNull())
    .addColumn('description', 'text')
    .addColumn('enabled', 'integer', (c) => c.notNull())
    .addColumn('extra', 'text', (c) => c.notNull())
    .execute()
  await schema.createIndex('services_type').on('services').columns(['type', 'id']).execute()
  await schema.createIndex('services_name').on('services').columns(['name', 'id']).execute()

  await schema
    .createTable('endpoints')
    .addColumn('id', text(db), (c) => c.primaryKey())
    .addColumn('service_id', text(db), (c) => c.notNull().references('services.id'))
    .addColumn('region_id', text(db), (c) => c.references('regions.id'))
    .addColumn('interface', 'text', (c) => c.notNull())
    .addColumn('url', 'text', (c) => c.notNull())
    .addColumn('enabled', 'integer', (c) => c.notNull())
    .addColumn('extra', 'text', (c) => c.notNull())
    .execute()
  await schema.createIndex('endpoints_service').on('endpoints').columns(['service_id', 'id']).execute()
  await schema.createIndex('endpoints_region').on('endpoints').columns(['region_id', 'id']).execute()
}
