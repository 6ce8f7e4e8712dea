import { sql } from 'kysely'
import type { Db } from '../dialect.ts'

/** Indexes in the order that pages are read in, for each condition by which projects are listed at scale. */
export const up = async ({ q }: Db): Promise<void> => {
  const { schema } = q
  await schema.dropIndex('projects_parent').execute()
  await schema.createIndex('projects_parent').on('projects').columns(['parent_id', 'id']).execute()
  await schema.createIndex('projects_domain').on('projects').columns(['domain_id', 'id']).execute()
  await schema.createIndex('projects_by_name').on('projects').columns(['name', 'id']).execute()
  await sql`create index projects_domains on projects (id) where is_domain = 1`.execute(q)
  await schema.dropIndex('project_tags_tag').execute()
  await schema.createIndex('project_tags_tag').on('project_tags').columns(['tag', 'project_id']).execute()
}
