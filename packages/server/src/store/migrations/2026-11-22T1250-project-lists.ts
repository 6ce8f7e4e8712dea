import type { Db } from '../engine/dialect.ts'
import { buildIndex, replaceIndex } from '../engine/online.ts'

/** Indexes in page order, for each filter of large project lists. */
export const online = async (db: Db): Promise<void> => {
  const projects = (name: string, definition: string) => ({ name, table: 'projects', definition })
  await replaceIndex(db, projects('projects_parent', '(parent_id, id)'))
  await buildIndex(db, projects('projects_domain', '(domain_id, id)'))
  await buildIndex(db, projects('projects_by_name', '(name, id)'))
  await buildIndex(db, projects('projects_domains', '(id) where is_domain = 1'))
  await replaceIndex(db, {
    name: 'project_tags_tag',
    table: 'project_tags',
    definition: '(tag, project_id)',
  })
}
