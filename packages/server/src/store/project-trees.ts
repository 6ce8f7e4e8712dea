import { sql } from 'kysely'
import type { ProjectStore } from '../core/projects/project-store.ts'
import { among } from './among.ts'
import type { Db } from './dialect.ts'

type Links = Awaited<ReturnType<ProjectStore['linksBelow']>>

/**
 * What lies below many projects at once. What is below a domain is found by `domain_id`; only what is below
 * projects must be walked.
 */
export const projectTrees = ({ name: dialect, q }: Db) => {
  /** Those of the ids that are domains. */
  const domainsAmong = async (ids: readonly string[]): Promise<ReadonlySet<string>> => {
    const rows = await q
      .selectFrom('domains')
      .select('id')
      .where(among(dialect, sql.ref('id'), ids))
      .execute()
    return new Set(rows.map(({ id }) => id))
  }

  /** Step by step from parents to children; each project once. */
  const walkBelow = async (ids: readonly string[]): Promise<Links> => {
    if (ids.length === 0) return []
    const { rows } = await sql<{ id: string; parent_id: string }>`
      with recursive down (id, parent_id) as (
        select p.id, p.parent_id from projects p where ${among(dialect, sql.ref('p.parent_id'), ids)}
        union
        select p.id, p.parent_id from projects p join down on p.parent_id = down.id
      )
      select id, parent_id from down`.execute(q)
    return rows.map((row) => ({ id: row.id, parentId: row.parent_id }))
  }

  return {
    domainsAmong,
    walkBelow,
    async linksBelow(ids: readonly string[]): Promise<Links> {
      const domains = await domainsAmong(ids)
      const inside = await q
        .selectFrom('projects')
        .select(['id', 'parent_id'])
        .where(among(dialect, sql.ref('domain_id'), [...domains]))
        .execute()
      const walked = await walkBelow(ids.filter((id) => !domains.has(id)))
      const parents = new Map(inside.map((row) => [row.id, row.parent_id ?? '']))
      for (const { id, parentId } of walked) parents.set(id, parentId)
      return [...parents].map(([id, parentId]) => ({ id, parentId }))
    },
  }
}
