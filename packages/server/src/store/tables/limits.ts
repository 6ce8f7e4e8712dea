import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Limit } from '../../core/directory/limits/limit.ts'
import type { LimitFilterKey, LimitReach, LimitStore } from '../../core/directory/limits/limit-store.ts'
import { domainError } from '../../core/kernel/domain-error.ts'
import { type FilterColumn, filterSql, slice } from '../engine/column-filters.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db } from '../engine/dialect.ts'
import { inList } from '../engine/in-list.ts'
import { insertMany } from '../engine/insert-rows.ts'
import { hasDeleted, hasUpdated } from '../engine/results.ts'

export type LimitsTable = {
  id: string
  registered_limit_id: string
  project_id: string | null
  domain_id: string | null
  resource_limit: number
  description: string | null
}

type Row = LimitsTable & {
  service_id: string
  region_id: string | null
  resource_name: string
  project_domain_id: string | null
}

const text = (name: string): FilterColumn => ({ column: sql.ref(name), kind: 'text' })

const columns: Readonly<Record<LimitFilterKey, FilterColumn>> = {
  id: text('l.id'),
  project_id: text('l.project_id'),
  domain_id: text('l.domain_id'),
  service_id: text('r.service_id'),
  region_id: text('r.region_id'),
  resource_name: text('r.resource_name'),
}

const fromRow = (row: Row): Limit => ({
  id: row.id,
  registeredLimitId: row.registered_limit_id,
  projectId: row.project_id,
  domainId: row.domain_id,
  projectDomainId: row.project_domain_id,
  serviceId: row.service_id,
  regionId: row.region_id,
  resourceName: row.resource_name,
  resourceLimit: row.resource_limit,
  description: row.description,
})

export const limitToRow = (limit: Limit): LimitsTable => ({
  id: limit.id,
  registered_limit_id: limit.registeredLimitId,
  project_id: limit.projectId,
  domain_id: limit.domainId,
  resource_limit: limit.resourceLimit,
  description: limit.description,
})

const reachSql = (reach: LimitReach): RawBuilder<SqlBool> =>
  'projectId' in reach
    ? sql`l.project_id = ${reach.projectId}`
    : sql`(l.domain_id = ${reach.domainId} or p.domain_id = ${reach.domainId})`

const gone = () =>
  domainError('invalid', 'limit_reference_unknown', 'The project or domain of the limit does not exist.')

export const limitStore = (db: Db): LimitStore => {
  const { q } = db
  const select = async (
    conditions: readonly RawBuilder<SqlBool>[],
    rest = sql``,
  ): Promise<readonly Row[]> => {
    const where = conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`
    const { rows } = await sql<Row>`
      select l.*, r.service_id, r.region_id, r.resource_name, p.domain_id as project_domain_id
      from limits l join registered_limits r on r.id = l.registered_limit_id
      left join projects p on p.id = l.project_id
      ${where} order by l.id ${rest}`.execute(q)
    return rows
  }
  const get = async (id: string): Promise<Limit | undefined> => {
    const [row] = await select([inList(db.name, sql.ref('l.id'), [id])])
    return row && fromRow(row)
  }
  return {
    get,
    insertMany: (limits) => mapConstraintErrors(() => insertMany(db, 'limits', limits.map(limitToRow)), gone),
    async list({ where, page: { limit, after }, reach }) {
      const conditions = where.map((filter) => filterSql(db.name, columns[filter.key], filter))
      if (reach) conditions.push(reachSql(reach))
      if (after !== undefined) conditions.push(sql`l.id > ${after}`)
      return slice(await select(conditions, sql`limit ${limit + 1}`), limit, fromRow)
    },
    async ofAll(ids) {
      const owned = (column: string) => inList(db.name, sql.ref(column), ids)
      return (await select([sql`(${owned('l.project_id')} or ${owned('l.domain_id')})`])).map(fromRow)
    },
    async valueFor(registeredLimitId, ownerId) {
      const { rows } = await sql<{ resource_limit: number }>`select resource_limit from limits
        where registered_limit_id = ${registeredLimitId} and (project_id = ${ownerId} or domain_id = ${ownerId})`.execute(
        q,
      )
      return rows[0]?.resource_limit
    },
    async highestBelow(registeredLimitId, above) {
      const isBelow =
        'projectId' in above ? sql`p.parent_id = ${above.projectId}` : sql`p.domain_id = ${above.domainId}`
      const { rows } = await sql<{ resource_limit: number }>`select l.resource_limit
        from projects p join limits l on l.project_id = p.id
        where ${isBelow} and l.registered_limit_id = ${registeredLimitId}
        order by case when l.resource_limit = -1 then 0 else 1 end, l.resource_limit desc limit 1`.execute(q)
      return rows[0]?.resource_limit
    },
    async tooDeep(limit) {
      // Only the parent of a domain is null.
      const { rows } = await sql<{ id: string }>`select p.id from projects p
        join projects parent on parent.id = p.parent_id
        join projects above on above.id = parent.parent_id
        where above.parent_id is not null order by p.id limit ${limit}`.execute(q)
      return rows.map(({ id }) => id)
    },
    async update(id, { resourceLimit, description }) {
      const change = {
        ...(resourceLimit === undefined ? {} : { resource_limit: resourceLimit }),
        ...(description === undefined ? {} : { description }),
      }
      if (Object.keys(change).length === 0) return get(id)
      const found = await hasUpdated(q.updateTable('limits').set(change).where('id', '=', id))
      return found ? get(id) : undefined
    },
    delete: (id) => hasDeleted(q.deleteFrom('limits').where('id', '=', id)),
  }
}
