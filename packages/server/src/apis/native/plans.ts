import type { plans as contract, PlanChange } from '@muster/contract/native/plans.ts'
import type { Static } from 'typebox'
import { attachPlan } from '../../core/directory/plans/attach-plan.ts'
import { createPlan } from '../../core/directory/plans/create-plan.ts'
import type { Plan } from '../../core/directory/plans/plan.ts'
import type { PlanFilterKey } from '../../core/directory/plans/plan-store.ts'
import { deletePlan, getPlan, listPlans } from '../../core/directory/plans/plans.ts'
import { renewPlan } from '../../core/directory/plans/renew-plan.ts'
import { updatePlan } from '../../core/directory/plans/update-plan.ts'
import { eq } from '../../core/kernel/paging/list-query.ts'
import { etagOf, readIfMatch } from './entity-tags.ts'
import { nextCursor, readPage, readText } from './lists.ts'
import type { NativeHandlers } from './request-context.ts'
import { readTime, time } from './times.ts'
import { showUser } from './users.ts'

/** The quotas as this API names them, by their names in core. */
const quotaNames = {
  storage: 'storage',
  concurrent_tasks: 'concurrentTasks',
  daily_api_calls: 'dailyApiCalls',
  monthly_api_calls: 'monthlyApiCalls',
  daily_traffic: 'dailyTraffic',
  monthly_traffic: 'monthlyTraffic',
  daily_process: 'dailyProcess',
  monthly_process: 'monthlyProcess',
} as const

type QuotaField = keyof typeof quotaNames

const quotaFields = Object.keys(quotaNames) as QuotaField[]

const showQuotas = ({ quotas }: Plan) =>
  Object.fromEntries(quotaFields.map((field) => [field, quotas[quotaNames[field]]])) as Readonly<
    Record<QuotaField, number>
  >

const readQuotas = (body: { readonly [K in QuotaField]?: number }) =>
  Object.fromEntries(quotaFields.map((field) => [quotaNames[field], body[field]]))

const show = (plan: Plan) => ({
  id: plan.id,
  number: plan.number,
  domain_id: plan.domainId,
  name: plan.name,
  display_name: plan.displayName,
  description: plan.description,
  color: plan.color,
  ...showQuotas(plan),
  number_of_days: plan.numberOfDays,
  created_at: time(plan.createdAt),
  updated_at: time(plan.updatedAt),
})

const words = <B extends Static<typeof PlanChange>>(body: B) => ({
  name: body.name as B['name'],
  displayName: body.display_name,
  description: body.description,
  color: body.color,
  numberOfDays: body.number_of_days,
  quotas: readQuotas(body),
})

const byName = { key: 'name', descending: false } as const

export const plans = {
  async listPlans({ query }, context) {
    const page = readPage('plans', query, context)
    const conditions: readonly (readonly [PlanFilterKey, string | undefined])[] = [
      ['domain_id', readText(query, 'domain_id')],
      ['name', readText(query, 'name')],
    ]
    const found = await context.run(listPlans, {
      where: conditions.flatMap(([key, value]) => (value === undefined ? [] : [eq(key, value)])),
      sort: byName,
      page: { limit: page.limit },
      from: page.from,
    })
    const position = ({ id, name }: Plan) => ({ id, value: name })
    return {
      status: 200,
      body: { plans: found.rows.map(show), next_cursor: nextCursor(found, page, position, context) },
    }
  },

  async createPlan({ body }, context) {
    const plan = await context.run(createPlan, { ...words(body), domainId: body.domain_id })
    const location = `${context.base}/api/v1/plans/${plan.id}`
    return { status: 201, headers: { location, etag: etagOf(plan) }, body: show(plan) }
  },

  async getPlan({ params }, context) {
    const plan = await context.run(getPlan, { id: params.plan_id })
    return { status: 200, headers: { etag: etagOf(plan) }, body: show(plan) }
  },

  async updatePlan({ params, body }, context) {
    const ifVersion = readIfMatch(context.header('if-match'))
    const plan = await context.run(updatePlan, { ...words(body), id: params.plan_id, ifVersion })
    return { status: 200, headers: { etag: etagOf(plan) }, body: show(plan) }
  },

  async deletePlan({ params }, context) {
    await context.run(deletePlan, { id: params.plan_id })
    return { status: 204 }
  },

  async givePlan({ params, body }, context) {
    const user = await context.run(attachPlan, {
      userId: params.user_id,
      planId: body.plan_id,
      expiresAt: readTime('expires_at', body.expires_at),
    })
    return { status: 200, headers: { etag: etagOf(user) }, body: showUser(user) }
  },

  async renewPlan({ params }, context) {
    const user = await context.run(renewPlan, { userId: params.user_id })
    return { status: 200, headers: { etag: etagOf(user) }, body: showUser(user) }
  },
} satisfies NativeHandlers<typeof contract>
