import { counter, text } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'
import { addColumns, buildIndex } from '../engine/online.ts'

export const online = async (db: Db): Promise<void> => {
  const { schema } = db.q
  let plans = schema
    .createTable('plans')
    .ifNotExists()
    .addColumn('number', counter(db))
    .addColumn('id', text(db), (c) => c.notNull())
    .addColumn('domain_id', text(db), (c) => c.notNull().references('domains.id'))
    .addColumn('name', text(db), (c) => c.notNull())
    .addColumn('display_name', 'text')
    .addColumn('description', 'text')
    .addColumn('color', 'text')
  for (const quota of [
    'storage',
    'concurrent_tasks',
    'daily_api_calls',
    'monthly_api_calls',
    'daily_traffic',
    'monthly_traffic',
    'daily_process',
    'monthly_process',
  ])
    plans = plans.addColumn(quota, 'bigint', (c) => c.notNull())
  await plans
    .addColumn('number_of_days', 'integer')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull().defaultTo(1))
    .execute()
  const onPlans = (name: string, columns: string, unique = false) => ({
    name,
    table: 'plans',
    definition: `(${columns})`,
    unique,
  })
  await buildIndex(db, onPlans('plans_id', 'id', true))
  await buildIndex(db, onPlans('plans_name', 'domain_id, name', true))
  await buildIndex(db, onPlans('plans_every_name', 'name, id'))

  // The expiry that was reported last, so that each is reported once. The index contains only unreported ones.
  await addColumns(db, 'users', [['plan_end_told', 'bigint']])
  await buildIndex(db, {
    name: 'users_plan_untold',
    table: 'users',
    definition:
      '(plan_expires_at, id) where plan_expires_at is not null and plan_end_told is distinct from plan_expires_at',
  })
}
