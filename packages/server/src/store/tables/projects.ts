import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type { Project, ResourceOptions } from '../../core/directory/projects/project.ts'
import type {
  ProjectFilterKey,
  ProjectStore,
  TagFilter,
} from '../../core/directory/projects/project-store.ts'
import { domainError } from '../../core/kernel/domain-error.ts'
import { among } from '../engine/among.ts'
import { type FilterColumn, filterSql, slice } from '../engine/column-filters.ts'
import { flag, fromJson, json } from '../engine/columns.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db, DialectName } from '../engine/dialect.ts'
import { projectTrees } from './project-trees.ts'
import { owners } from './unique-names.ts'

export type ProjectsTable = {
  id: string
  domain_id: string | null
  parent_id: string | null
  is_domain: number
  name: string
  enabled: number
  description: string
  options: string
  extra: string
  /** JSON list in input order; `project_tags` contains the same for filters. */
  tags: string
  created_at: number
  updated_at: number
}

/** One row for each project that is a domain, as the target of foreign keys. */
export type DomainsTable = { id: string }

export type ProjectTagsTable = { project_id: string; tag: string }

const columns: Readonly<Record<ProjectFilterKey, FilterColumn>> = {
  id: { column: sql.ref('id'), kind: 'text' },
  domain_id: { column: sql.ref('domain_id'), kind: 'text' },
  parent_id: { column: sql.ref('parent_id'), kind: 'text' },
  grandparent_id: {
    column: sql`(select up.parent_id from projects as up where up.id = projects.parent_id)`,
    kind: 'text',
  },
  is_domain: { column: sql.ref('is_domain'), kind: 'flag' },
  name: { column: sql.ref('name'), kind: 'text' },
  enabled: { column: sql.ref('enabled'), kind: 'flag' },
  description: { column: sql.ref('description'), kind: 'text' },
}

const project = (row: Selectable<ProjectsTable>): Project => ({
  id: row.id,
  domainId: row.domain_id,
  parentId: row.parent_id,
  isDomain: row.is_domain === 1,
  name: row.name,
  enabled: row.enabled === 1,
  description: row.description,
  tags: fromJson(row.tags),
  options: fromJson<ResourceOptions>(row.options),
  extra: fromJson(row.extra),
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

/**
 * Projects with the tags are found by the index of tags. Projects without them are most of the table, so each row of the
 * page is checked.
 */
const tagSql = (dialect: DialectName, { match, tags }: TagFilter): RawBuilder<SqlBool> => {
  const wanted = [...new Set(tags)]
  const named = among(dialect, sql.ref('t.tag'), wanted)
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

/** A literal instead of a parameter, so that both databases can use the partial index of domains. */
const isDomainSql = (yes: boolean): RawBuilder<SqlBool> => sql`is_domain = ${sql.lit(flag(yes))}`

export const projectStore = (db: Db): ProjectStore => {
  const { name: dialect, q } = db
  const trees = projectTrees(db)
  const putTags = async (id: string, tags: readonly string[]) => {
    if (tags.length > 0)
      await q
        .insertInto('project_tags')
        .values([...new Set(tags)].map((tag) => ({ project_id: id, tag })))
        .execute()
  }
  const related = async (walk: RawBuilder<unknown>): Promise<readonly Project[]> => {
    const { rows } = await sql<Selectable<ProjectsTable>>`${walk}`.execute(q)
    return rows.map(project)
  }
  return {
    insert: (given) =>
      mapConstraintErrors(
        async () => {
          const row = await q
            .insertInto('projects')
            .values({
              id: given.id,
              domain_id: given.domainId,
              parent_id: given.parentId,
              is_domain: flag(given.isDomain),
              name: given.name,
              enabled: flag(given.enabled),
              description: given.description,
              options: json(given.options),
              extra: json(given.extra),
              tags: json(given.tags),
              created_at: given.createdAt,
              updated_at: given.updatedAt,
            })
            .returningAll()
            .executeTakeFirstOrThrow()
          if (given.isDomain) await q.insertInto('domains').values({ id: given.id }).execute()
          await putTags(given.id, given.tags)
          return project(row)
        },
        () =>
          domainError('invalid', 'parent_unknown', 'The domain or the parent of the project does not exist.'),
      ),
    async get(id) {
      const row = await q.selectFrom('projects').selectAll().where('id', '=', id).executeTakeFirst()
      return row && project(row)
    },
    async getMany(ids) {
      const rows = await q
        .selectFrom('projects')
        .selectAll()
        .where(among(dialect, sql.ref('id'), ids))
        .execute()
      return rows.map(project)
    },
    async getByName(domainId, name) {
      const all = q.selectFrom('projects').selectAll()
      const rows = all.where('name', '=', name)
      const exactly = await (domainId === null
        ? rows.where(isDomainSql(true))
        : rows.where('domain_id', '=', domainId)
      ).executeTakeFirst()
      const space = domainId === null ? 'domain' : 'project'
      const row =
        exactly ?? (await all.where('id', 'in', owners(db, space, domainId, name)).executeTakeFirst())
      return row && project(row)
    },
    async list({ where, page, tags = [], reach }) {
      const conditions = [
        ...where.map((filter) =>
          filter.key === 'is_domain' && filter.op === 'eq'
            ? isDomainSql(filter.value === true)
            : filterSql(dialect, columns[filter.key], filter),
        ),
        ...tags.map((filter) => tagSql(dialect, filter)),
        ...(page.after === undefined ? [] : [sql<SqlBool>`id > ${page.after}`]),
      ]
      const read = (...more: readonly RawBuilder<SqlBool>[]) =>
        [...more, ...conditions]
          .reduce((found, condition) => found.where(condition), q.selectFrom('projects').selectAll())
          .orderBy('id')
          .limit(page.limit + 1)
          .execute()
      if (!reach) return slice(await read(), page.limit, project)
      // Two queries with an index each, which do not scan inaccessible projects.
      const domains = await trees.domainsAmong(reach.below)
      const walked = await trees.walkBelow(reach.below.filter((id) => !domains.has(id)))
      const ids = [...new Set([...reach.ids, ...walked.map(({ id }) => id)])]
      const rows = [
        ...(domains.size === 0 ? [] : await read(among(dialect, sql.ref('domain_id'), [...domains]))),
        ...(ids.length === 0 ? [] : await read(among(dialect, sql.ref('id'), ids))),
      ]
      const distinct = [...new Map(rows.map((row) => [row.id, row])).values()]
      return slice(
        distinct.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
        page.limit,
        project,
      )
    },
    update: (id, change) =>
      mapConstraintErrors(async () => {
        const row = await q
          .updateTable('projects')
          .set({
            name: change.name,
            enabled: change.enabled === undefined ? undefined : flag(change.enabled),
            description: change.description,
            tags: change.tags && json(change.tags),
            options: change.options && json(change.options),
            extra: change.extra && json(change.extra),
            updated_at: change.updatedAt,
          })
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst()
        if (row && change.tags) {
          await q.deleteFrom('project_tags').where('project_id', '=', id).execute()
          await putTags(id, change.tags)
        }
        return row && project(row)
      }),
    delete: (id) =>
      mapConstraintErrors(
        async () => {
          await q.deleteFrom('project_tags').where('project_id', '=', id).execute()
          await q.deleteFrom('domains').where('id', '=', id).execute()
          const { numDeletedRows } = await q
            .deleteFrom('projects')
            .where('id', '=', id)
            .executeTakeFirstOrThrow()
          return numDeletedRows > 0n
        },
        () =>
          domainError('failed_precondition', 'project_in_use', 'Other objects still belong to this project.'),
      ),
    async deleteDomain(domainId) {
      const owned = q.selectFrom('projects').select('id').where('domain_id', '=', domainId)
      await q
        .updateTable('users')
        .set({ default_project_id: null })
        .where('default_project_id', 'in', owned)
        .execute()
      await q.deleteFrom('project_tags').where('project_id', 'in', owned).execute()
      // One statement: foreign keys are checked at its end, so the order of parents and children does not matter.
      const gone = await q.deleteFrom('projects').where('domain_id', '=', domainId).returning('id').execute()
      return gone.map((row) => row.id)
    },
    // Outer joins enforce the join order: from the few matches to their rows, without scanning all projects.
    ancestors: (id) =>
      related(sql`
        with recursive up (id, distance) as (
          select parent_id, 1 from projects where id = ${id} and parent_id is not null
          union all
          select p.parent_id, up.distance + 1 from projects p join up on p.id = up.id where p.parent_id is not null
        )
        select projects.* from up left join projects on projects.id = up.id order by up.distance`),
    descendants: (id) =>
      related(sql`
        with recursive down (id, distance) as (
          select id, 1 from projects where parent_id = ${id}
          union all
          select p.id, down.distance + 1 from projects p join down on p.parent_id = down.id
        )
        select projects.* from down left join projects on projects.id = down.id order by down.distance, projects.id`),
    linksBelow: trees.linksBelow,
  }
}
