import { sql } from 'kysely'
import { text } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'

export const up = async (db: Db): Promise<void> => {
  const { schema } = db.q
  await schema
    .createTable('registered_limits')
    .addColumn('id', text(db), (c) => c.primaryKey())
    .addColumn('service_id', text(db), (c) => c.notNull().references('services.id'))
    .addColumn('region_id', text(db), (c) => c.references('regions.id'))
    .addColumn('resource_name', text(db), (c) => c.notNull())
    .addColumn('default_limit', 'integer', (c) => c.notNull())
    .addColumn('description', 'text')
    .execute()
  // Two indexes, because null differs from null in a unique one.
  await schema
    .createIndex('registered_limits_region')
    .unique()
    .on('registered_limits')
    .columns(['service_id', 'region_id', 'resource_name'])
    .execute()
  await schema
    .createIndex('registered_limits_service')
    .unique()
    .on('registered_limits')
    .columns(['service_id', 'resource_name'])
    .where(sql.ref('region_id'), 'is', null)
    .execute()
  await schema
    .createIndex('registered_limits_of_region')
    .on('registered_limits')
    .column('region_id')
    .execute()

  // Of a project or of a domain.
  await schema
    .createTable('limits')
    .addColumn('id', text(db), (c) => c.primaryKey())
    .addColumn('registered_limit_id', text(db), (c) => c.notNull().references('registered_limits.id'))
    .addColumn('project_id', text(db), (c) => c.references('projects.id').onDelete('cascade'))
    .addColumn('domain_id', text(db), (c) => c.references('projects.id').onDelete('cascade'))
    .addColumn('resource_limit', 'integer', (c) => c.notNull())
    .addColumn('description', 'text')
    .execute()
  await schema
    .createIndex('limits_project')
    .unique()
    .on('limits')
    .columns(['project_id', 'registered_limit_id'])
    .execute()
  await schema
    .createIndex('limits_domain')
    .unique()
    .on('limits')
    .columns(['domain_id', 'registered_limit_id'])
    .execute()
  await schema.createIndex('limits_registered').on('limits').columns(['registered_limit_id', 'id']).execute()
}
