import { type Generated, type Selectable, sql } from 'kysely'
import type { Plan } from '../../core/directory/plans/plan.ts'
import type {
  NewPlan,
  PlanChange,
  PlanFilterKey,
  PlanListQuery,
  PlanSelection,
  PlanStore,
} from '../../core/directory/plans/plan-store.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import { among } from '../engine/among.ts'
import { type FilterColumn, filterSql, slice } from '../engine/column-filters.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db } from '../engine/dialect.ts'
import { conditionSql } from '../engine/filter-sql.ts'
import { keyset } from '../engine/keyset.ts'
import { readUser } from './user-rows.ts'

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

const numbers = [
  'number',
  'storage',
  'concurrent_tasks',
  'daily_api_calls',
  'monthly_api_calls',
  'daily_traffic',
  'monthly_traffic',
  'daily_process',
  'monthly_process',
  'number_of_days',
  'created_at',
  'updated_at',
] as const satisfies readonly PlanFilterKey[]

const columns = {
  id: { column: sql.ref('id'), kind: 'text' },
  domain_id: { column: sql.ref('domain_id'), kind: 'text' },
  name: { column: sql.ref('name'), kind: 'text' },
  display_name: { column: sql.ref('display_name'), kind: 'text' },
  description: { column: sql.ref('description'), kind: 'text' },
  color: { column: sql.ref('color'), kind: 'text' },
  ...(Object.fromEntries(numbers.map((key) => [key, { column: sql.ref(key), kind: 'number' }])) as Record<
    (typeof numbers)[number],
    FilterColumn
  >),
} as const satisfies Readonly<Record<PlanFilterKey, FilterColumn>>

const read = (row: Selectable<PlansTable>): Plan => ({
  id: row.id,
  number: row.number,
  domainId: row.domain_id,
  name: row.name,
  displayName: row.display_name,
  description: row.description,
  color: row.color,
  storage: row.storage,
  concurrentTasks: row.concurrent_tasks,
  dailyApiCalls: row.daily_api_calls,
  monthlyApiCalls: row.monthly_api_calls,
  dailyTraffic: row.daily_traffic,
  monthlyTraffic: row.monthly_traffic,
  dailyProcess: row.daily_process,
  monthlyProcess: row.monthly_process,
  numberOfDays: row.number_of_days,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  version: row.version,
})

const words = <P extends NewPlan | PlanChange>(given: P) => ({
  name: given.name as P['name'],
  display_name: given.displayName as P['displayName'],
  description: given.description as P['description'],
  color: given.color as P['color'],
  storage: given.storage as P['storage'],
  concurrent_tasks: given.concurrentTasks as P['concurrentTasks'],
  daily_api_calls: given.dailyApiCalls as P['dailyApiCalls'],
  monthly_api_calls: given.monthlyApiCalls as P['monthlyApiCalls'],
  daily_traffic: given.dailyTraffic as P['dailyTraffic'],
  monthly_traffic: given.monthlyTraffic as P['monthlyTraffic'],
  daily_process: given.dailyProcess as P['dailyProcess'],
  monthly_process: given.monthlyProcess as P['monthlyProcess'],
  number_of_days: given.numberOfDays as P['numberOfDays'],
  updated_at: given.updatedAt as P['updatedAt'],
})

const next = sql<number>`version + 1`

const inOrder = (order: NonNullable<PlanListQuery['order']>) => [
  ...order.flatMap(({ key, descending }) => [
    sql`${sql.ref(key)} is null`,
    descending ? sql`${sql.ref(key)} desc` : sql`${sql.ref(key)} asc`,
  ]),
  sql`number`,
]

export const planStore = ({ name: dialect, q }: Db): PlanStore => {
  const all = () => q.selectFrom('plans').selectAll()
  const matching = ({ where, filter }: PlanSelection) => [
    ...where.map((one) => filterSql(dialect, columns[one.key], one)),
    ...(filter ? [conditionSql(dialect, columns, filter)] : []),
  ]
  const active = () => q.updateTable('users').where('deleted_at', 'is', null)
  return {
    insert: (given) =>
      mapConstraintErrors(
        async () =>
          read(
            await q
              .insertInto('plans')
              .values({
                ...words(given),
                id: given.id,
                domain_id: given.domainId,
                created_at: given.createdAt,
              })
              .returningAll()
              .executeTakeFirstOrThrow(),
          ),
        () => notFound('domain', given.domainId),
      ),
    async get(id) {
      const row = await all().where('id', '=', id).executeTakeFirst()
      return row && read(row)
    },
    async getMany(ids) {
      const rows = await all()
        .where(among(dialect, sql.ref('id'), ids))
        .execute()
      return rows.map(read)
    },
    async list({ page, sort, order, from, skip, ...selection }) {
      const found = matching(selection).reduce((rows, condition) => rows.where(condition), all())
      const start = from ?? (page.after === undefined ? undefined : { id: page.after })
      const sorted = order
        ? inOrder(order).reduce((rows, key) => rows.orderBy(key), found)
        : keyset(found, sort && { column: sort.key, descending: sort.descending }, start)
      const rows = await sorted
        .limit(page.limit + 1)
        .offset(skip ?? 0)
        .execute()
      return slice(rows, page.limit, read, skip !== undefined)
    },
    async count(selection) {
      const counted = q.selectFrom('plans').select(({ fn }) => fn.countAll<number>().as('count'))
      const { count } = await matching(selection)
        .reduce((rows, condition) => rows.where(condition), counted)
        .executeTakeFirstOrThrow()
      return Number(count)
    },
    async update(id, change) {
      const row = await mapConstraintErrors(() =>
        q
          .updateTable('plans')
          .set({ ...words(change), version: next })
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst(),
      )
      return row && read(row)
    },
    async isInUse(id) {
      const row = await q
        .selectFrom('users')
        .select('id')
        .where('plan_id', '=', id)
        .where('deleted_at', 'is', null)
        .limit(1)
        .executeTakeFirst()
      return row !== undefined
    },
    async delete(id) {
      await q
        .updateTable('users')
        .set({ plan_id: null, plan_expires_at: null })
        .where('plan_id', '=', id)
        .where('deleted_at', 'is not', null)
        .execute()
      const { numDeletedRows } = await q.deleteFrom('plans').where('id', '=', id).executeTakeFirstOrThrow()
      return numDeletedRows > 0n
    },
    async deleteOfDomain(domainId) {
      await q.deleteFrom('plans').where('domain_id', '=', domainId).execute()
    },
    async attach(userId, plan, at) {
      const row = await active()
        .set(({ eb, ref }) => ({
          plan_id: plan.id,
          plan_expires_at: plan.expiresAt,
          // The expiry of another plan is a different one, even at the same time.
          plan_end_told: eb.case().when('plan_id', '=', plan.id).then(ref('plan_end_told')).else(null).end(),
          updated_at: at,
          version: next,
        }))
        .where('id', '=', userId)
        .returningAll()
        .executeTakeFirst()
      return row && readUser(row)
    },
    async extend(userId, planId, by, at, until) {
      // Casts the parameters, because PostgreSQL cannot infer their types.
      const end = sql<number>`case
        when plan_expires_at > cast(${at} as bigint) then plan_expires_at
        else cast(${at} as bigint) end + cast(${by} as bigint)`
      const row = await active()
        .set({ plan_expires_at: end, updated_at: at, version: next })
        .where('id', '=', userId)
        .where('plan_id', '=', planId)
        .where(end, '<=', until)
        .returningAll()
        .executeTakeFirst()
      return row && readUser(row)
    },
    async markEnded(at, limit) {
      const untold = sql<boolean>`plan_expires_at is not null and plan_end_told is distinct from plan_expires_at`
      const due = q
        .selectFrom('users')
        .select('id')
        .where(untold)
        .where('plan_expires_at', '<=', at)
        .where('deleted_at', 'is', null)
        .orderBy('plan_expires_at')
        .orderBy('id')
        .limit(limit)
      // The condition is repeated for each row: of several nodes that wait for it, only the first reports it.
      const rows = await active()
        .set({ plan_end_told: sql<number>`plan_expires_at` })
        .where('id', 'in', due)
        .where(untold)
        .where('plan_expires_at', '<=', at)
        .returning(['id', 'domain_id', 'plan_id', 'plan_expires_at'])
        .execute()
      return rows.map((row) => ({
        userId: row.id,
        domainId: row.domain_id,
        planId: row.plan_id ?? '',
        expiredAt: row.plan_expires_at ?? 0,
      }))
    },
  }
}
