import { type Generated, type Selectable, sql } from 'kysely'
import type { Plan, Quotas } from '../../core/directory/plans/plan.ts'
import type {
  NewPlan,
  PlanChange,
  PlanFilterKey,
  PlanListQuery,
  PlanSelection,
  PlanStore,
} from '../../core/directory/plans/plan-store.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import { columnsOf, type FilterColumn, filterSql, slice } from '../engine/column-filters.ts'
import type { Db } from '../engine/dialect.ts'
import { expressionSql } from '../engine/filter-sql.ts'
import { readPage } from '../engine/keyset.ts'
import { keysetTable } from '../engine/keyset-table.ts'
import { countRows, hasDeleted, rowCount } from '../engine/results.ts'
import { userPlans } from './user-plans.ts'

export type PlansTable = {
  number: Generated<number>
  id: string
  domain_id: string
  name: string
  display_name: string | null
  description: string | null
  color: string | null
  storage: number
  concurrent_tasks: number
  daily_api_calls: number
  monthly_api_calls: number
  daily_traffic: number
  monthly_traffic: number
  daily_process: number
  monthly_process: number
  number_of_days: number | null
  created_at: number
  updated_at: number
  version: Generated<number>
}

/** The column of each quota by its name in core. */
const quotaColumns = {
  storage: 'storage',
  concurrentTasks: 'concurrent_tasks',
  dailyApiCalls: 'daily_api_calls',
  monthlyApiCalls: 'monthly_api_calls',
  dailyTraffic: 'daily_traffic',
  monthlyTraffic: 'monthly_traffic',
  dailyProcess: 'daily_process',
  monthlyProcess: 'monthly_process',
} as const

type QuotaColumn = (typeof quotaColumns)[keyof typeof quotaColumns]

const quotaEntries = Object.entries(quotaColumns)

const columns: Readonly<Record<PlanFilterKey, FilterColumn>> = {
  ...columnsOf('text', 'id', 'domain_id', 'name', 'display_name', 'description', 'color'),
  ...columnsOf('number', 'number', 'number_of_days', 'created_at', 'updated_at'),
  ...Object.fromEntries(
    quotaEntries.map(([name, column]) => [`quotas.${name}`, { column: sql.ref(column), kind: 'number' }]),
  ),
}

const columnOf = (key: PlanFilterKey): FilterColumn => {
  const column = columns[key]
  if (!column) throw new Error(`plans have no column for ${key}`)
  return column
}

const fromRow = (row: Selectable<PlansTable>): Plan => ({
  id: row.id,
  number: row.number,
  domainId: row.domain_id,
  name: row.name,
  displayName: row.display_name,
  description: row.description,
  color: row.color,
  numberOfDays: row.number_of_days,
  quotas: Object.fromEntries(quotaEntries.map(([name, column]) => [name, row[column]])),
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  version: row.version,
})

/** Absent quotas keep their values. */
const quotasToRow = (quotas: Quotas = {}) => {
  const row: Partial<Record<QuotaColumn, number>> = {}
  for (const [name, column] of quotaEntries) if (quotas[name] !== undefined) row[column] = quotas[name]
  return row as Record<QuotaColumn, number>
}

/** The columns of a new plan, or those of a change. */
const toRow = <P extends NewPlan | PlanChange>(plan: P) => ({
  name: plan.name as P['name'],
  display_name: plan.displayName as P['displayName'],
  description: plan.description as P['description'],
  color: plan.color as P['color'],
  number_of_days: plan.numberOfDays as P['numberOfDays'],
  ...quotasToRow(plan.quotas),
  updated_at: plan.updatedAt as P['updatedAt'],
})

const inOrder = (order: NonNullable<PlanListQuery['order']>) => [
  ...order.flatMap(({ key, descending }) => [
    sql`${columnOf(key).column} is null`,
    descending ? sql`${columnOf(key).column} desc` : sql`${columnOf(key).column} asc`,
  ]),
  sql`number`,
]

export const planStore = (db: Db): PlanStore => {
  const { name: dialect, q } = db
  const plans = keysetTable(db, 'plans', { fromRow, columns })
  const matching = ({ where, filter }: PlanSelection) => [
    ...where.map((one) => filterSql(dialect, columnOf(one.key), one)),
    ...(filter ? [expressionSql(dialect, columns, filter)] : []),
  ]
  return {
    ...userPlans(db),
    get: plans.get,
    getMany: plans.getMany,
    insert: (plan) =>
      plans.insert(
        { ...toRow(plan), id: plan.id, domain_id: plan.domainId, created_at: plan.createdAt },
        () => notFound('domain', plan.domainId),
      ),
    async list({ page, sort, order, from, skip, ...selection }) {
      const found = matching(selection).reduce(
        (rows, condition) => rows.where(condition),
        q.selectFrom('plans').selectAll(),
      )
      if (!order) {
        const start = from ?? (page.after === undefined ? undefined : { id: page.after })
        const column = sort && { column: sort.key, descending: sort.descending }
        return readPage(found, { limit: page.limit, from: start, sort: column, skip }, fromRow)
      }
      const sorted = inOrder(order).reduce((rows, key) => rows.orderBy(key), found)
      const rows = await sorted
        .limit(page.limit + 1)
        .offset(skip ?? 0)
        .execute()
      return slice(rows, page.limit, fromRow, skip !== undefined)
    },
    count: (selection) =>
      countRows(
        matching(selection).reduce(
          (rows, condition) => rows.where(condition),
          q.selectFrom('plans').select(rowCount),
        ),
      ),
    update: (id, change) => plans.update(id, { ...toRow(change), version: sql<number>`version + 1` }),
    async delete(id) {
      await q
        .updateTable('users')
        .set({ plan_id: null, plan_expires_at: null })
        .where('plan_id', '=', id)
        .where('deleted_at', 'is not', null)
        .execute()
      return hasDeleted(q.deleteFrom('plans').where('id', '=', id))
    },
    async deleteOfDomain(domainId) {
      await q.deleteFrom('plans').where('domain_id', '=', domainId).execute()
    },
  }
}
