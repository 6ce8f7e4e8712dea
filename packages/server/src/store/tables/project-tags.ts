import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { TagFilter } from '../../core/directory/projects/project-store.ts'
import type { Db, DialectName } from '../engine/dialect.ts'
import { inList } from '../engine/in-list.ts'

export type ProjectTagsTable = { project_id: string; tag: string }

/**
 * Projects with the tags are found by the index of tags. Projects without them are most of the table, so each row of the
 * page is checked.
 */
export const tagSql = (dialect: DialectName, { match, tags }: TagFilter): RawBuilder<SqlBool> => {
  const wanted = [...new Set(tags)]
  const named = inList(dialect, sql.ref('t.tag'), wanted)
  const own = sql`select 1 from project_tags t where t.project_id = projects.id and ${named}`
  switch (match) {
    case 'any':
      return sql`projects.id in (select t.project_id from project_tags t where ${named})`
    case 'not_any':
      return sql`not exists (${own})`
    case 'all':
      return sql`projects.id in (
        select t.project_id from project_tags t where ${named} group by t.project_id having count(*) = ${sql.lit(wanted.length)})`
    case 'not_all':
      return sql`(select count(*) from (${own}) had) < ${sql.lit(wanted.length)}`
  }
}

export const insertTags = async ({ q }: Db, projectId: string, tags: readonly string[]): Promise<void> => {
  const rows = [...new Set(tags)].map((tag) => ({ project_id: projectId, tag }))
  if (rows.length > 0) await q.insertInto('project_tags').values(rows).execute()
}
