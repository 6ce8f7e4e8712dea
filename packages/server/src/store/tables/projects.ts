import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type { Project, ResourceOptions } from '../../core/directory/projects/project.ts'
import type { ProjectFilterKey, ProjectStore } from '../../core/directory/projects/project-store.ts'
import { domainError } from '../../core/kernel/domain-error.ts'
import { columnsOf, type FilterColumn, filterSql, slice } from '../engine/column-filters.ts'
import { flag, fromJson, json } from '../engine/columns.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db } from '../engine/dialect.ts'
import { inList } from '../engine/in-list.ts'
import { keysetTable } from '../engine/keyset-table.ts'
import { findIds, findRow } from '../engine/results.ts'
import { insertTags, tagSql } from './project-tags.ts'
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

const columns: Readonly<Record<ProjectFilterKey, FilterColumn>> = {
  ...columnsOf('text', 'id', 'domain_id', 'parent_id', 'name', 'description'),
  ...columnsOf('flag', 'is_domain', 'enabled'),
  grandparent_id: {
    column: sql`(select up.parent_id from projects as up where up.id = projects.parent_id)`,
    kind: 'text',
  },
}

const fromRow = (row: Selectable<ProjectsTable>): Project => ({
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

export const projectToRow = (project: Project): ProjectsTable => ({
  id: project.id,
  domain_id: project.domainId,
  parent_id: project.parentId,
  is_domain: flag(project.isDomain),
  name: project.name,
  enabled: flag(project.enabled),
  description: project.description,
  options: json(project.options),
  extra: json(project.extra),
  tags: json(project.tags),
  created_at: project.createdAt,
  updated_at: project.updatedAt,
})

/** A literal instead of a parameter, so that both databases can use the partial index of domains. */
const isDomainSql = (yes: boolean): RawBuilder<SqlBool> => sql`is_domain = ${sql.lit(flag(yes))}`

export const projectStore = (db: Db): ProjectStore => {
  const { name: dialect, q } = db
  const trees = projectTrees(db)
  const projects = keysetTable(db, 'projects', { fromRow, columns })
  const related = async (walk: RawBuilder<unknown>): Promise<readonly Project[]> => {
    const { rows } = await sql<Selectable<ProjectsTable>>`${walk}`.execute(q)
    return rows.map(fromRow)
  }
  return {
    get: projects.get,
    getMany: projects.getMany,
    insert: (input) =>
      mapConstraintErrors(
        async () => {
          const project = await projects.insert(projectToRow(input))
          if (input.isDomain) await q.insertInto('domains').values({ id: input.id }).execute()
          await insertTags(db, input.id, input.tags)
          return project
        },
        () =>
          domainError('invalid', 'parent_unknown', 'The domain or the parent of the project does not exist.'),
      ),
    async getByName(domainId, name) {
      const all = q.selectFrom('projects').selectAll()
      const inSpace = domainId === null ? all.where(isDomainSql(true)) : all.where('domain_id', '=', domainId)
      const exactly = await findRow(inSpace.where('name', '=', name), fromRow)
      if (exactly) return exactly
      const space = domainId === null ? 'domain' : 'project'
      return findRow(all.where('id', 'in', owners(db, space, domainId, name)), fromRow)
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
      if (!reach) return slice(await read(), page.limit, fromRow)
      // Two queries with an index each, which do not scan inaccessible projects.
      const domains = await trees.domainsAmong(reach.below)
      const walked = await trees.walkBelow(reach.below.filter((id) => !domains.has(id)))
      const ids = [...new Set([...reach.ids, ...walked.map(({ id }) => id)])]
      const rows = [
        ...(domains.size === 0 ? [] : await read(inList(dialect, sql.ref('domain_id'), [...domains]))),
        ...(ids.length === 0 ? [] : await read(inList(dialect, sql.ref('id'), ids))),
      ]
      const distinct = [...new Map(rows.map((row) => [row.id, row])).values()]
      return slice(
        distinct.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
        page.limit,
        fromRow,
      )
    },
    async update(id, change) {
      const project = await projects.update(id, {
        name: change.name,
        enabled: change.enabled === undefined ? undefined : flag(change.enabled),
        description: change.description,
        tags: change.tags && json(change.tags),
        options: change.options && json(change.options),
        extra: change.extra && json(change.extra),
        updated_at: change.updatedAt,
      })
      if (project && change.tags) {
        await q.deleteFrom('project_tags').where('project_id', '=', id).execute()
        await mapConstraintErrors(() => insertTags(db, id, change.tags ?? []))
      }
      return project
    },
    delete: (id) =>
      mapConstraintErrors(
        async () => {
          await q.deleteFrom('project_tags').where('project_id', '=', id).execute()
          await q.deleteFrom('domains').where('id', '=', id).execute()
          return projects.delete(id)
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
      return findIds(q.deleteFrom('projects').where('domain_id', '=', domainId).returning('id'))
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
