import { text } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'

export const up = async (db: Db): Promise<void> => {
  const { schema } = db.q
  // Null in a filter column: any. An empty region: none.
  await schema
    .createTable('endpoint_groups')
    .addColumn('id', text(db), (c) => c.primaryKey())
    .addColumn('name', text(db), (c) => c.notNull())
    .addColumn('description', 'text')
    .addColumn('service_id', text(db))
    .addColumn('region_id', text(db))
    .addColumn('interface', 'text')
    .execute()
  await schema.createIndex('endpoint_groups_name').on('endpoint_groups').columns(['name', 'id']).execute()

  await schema
    .createTable('project_endpoints')
    .addColumn('project_id', text(db), (c) => c.notNull().references('projects.id').onDelete('cascade'))
    .addColumn('endpoint_id', text(db), (c) => c.notNull().references('endpoints.id').onDelete('cascade'))
    .addPrimaryKeyConstraint('project_endpoints_pkey', ['project_id', 'endpoint_id'])
    .execute()
  await schema
    .createIndex('project_endpoints_endpoint')
    .on('project_endpoints')
    .columns(['endpoint_id', 'project_id'])
    .execute()

  await schema
    .createTable('project_endpoint_groups')
    .addColumn('project_id', text(db), (c) => c.notNull().references('projects.id').onDelete('cascade'))
    .addColumn('endpoint_group_id', text(db), (c) =>
      c.notNull().references('endpoint_groups.id').onDelete('cascade'),
    )
    .addPrimaryKeyConstraint('project_endpoint_groups_pkey', ['project_id', 'endpoint_group_id'])
    .execute()
  await schema
    .createIndex('project_endpoint_groups_group')
    .on('project_endpoint_groups')
    .columns(['endpoint_group_id', 'project_id'])
    .execute()
}
