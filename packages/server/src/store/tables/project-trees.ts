import { sql } from 'kysely'
import type { ProjectStore } from '../../core/directory/projects/project-store.ts'
import { inTime } from '../engine/column-filters.ts'
import type { Db } from '../engine/dialect.ts'
import { inList } from '../engine/in-list.ts'

type Links = Awaited<ReturnType<ProjectStore['linksBelow']>>['rows']

/** Merges two lists sorted by id without duplicates. */
const merged = (one: Links, other: Links): Links => {
  const links = []
  for (let i = 0, k = 0; i < one.length || k < other.length; ) {
    const [left, right] = [one[i], other[k]]
    const next = left && (!right || left.id <= right.id) ? left : right
    if (!next) break
    if (left?.id === next.id) i++
    if (right?.id === next.id) k++
    links.push(next)
  }
  return links
}

/**
 * Finds the descendants of many projects. Those of a domain are found by `domain_id`; only those of projects need a
 * recursive query.
 */
export const projectTrees = ({ name: dialect, q }: Db) => {
  /** The ids that are domains. */
  const domainsAmong = async (ids: readonly string[]): Promise<ReadonlySet<string>> => {
    const rows = await q
      .selectFrom('domains')
      .select('id')
      .where(inList(dialect, sql.ref('id'), ids))
      .execute()
    return new Set(rows.map(({ id }) => id))
  }

  /** Recursively from parents to children, without duplicates, sorted by id, at most `limit`. */
  const walkBelow = async (ids: readonly string[], limit?: number): Promise<Links> => {
    if (ids.length === 0) return []
    const { rows } = await sql<{ id: string; parent_id: string }>`
      with recursive down (id, parent_id) as (
        select p.id, p.parent_id from projects p where ${inList(dialect, sql.ref('p.parent_id'), ids)}
        union
        select p.id, p.parent_id from projects p join down on ${inTime(dialect, sql`p.parent_id = down.id`)}
      )
      select id, parent_id from down ${limit === undefined ? sql`` : sql`order by id limit ${limit}`}`.execute(
      q,
    )
    return rows.map((row) => ({ id: row.id, parentId: row.parent_id }))
  }

  return {
    domainsAmong,
    walkBelow,
    async linksBelow(ids: readonly string[], limit: number): Promise<{ rows: Links; more: boolean }> {
      const domains = await domainsAmong(ids)
      const rows = await q
        .selectFrom('projects')
        .select(['id', 'parent_id'])
        .where(inTime(dialect, inList(dialect, sql.ref('domain_id'), [...domains])))
        .orderBy('id')
        .limit(limit + 1)
        .execute()
      const inside = rows.map((row) => ({ id: row.id, parentId: row.parent_id ?? '' }))
      const walked = await walkBelow(
        ids.filter((id) => !domains.has(id)),
        limit + 1,
      )
      const links = inside.length === 0 ? walked : walked.length === 0 ? inside : merged(inside, walked)
      return { rows: links.slice(0, limit), more: links.length > limit }
    },
  }
}
