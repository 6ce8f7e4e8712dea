import type { plans as contract, PlanChange } from '@muster/contract/geobox/plans.ts'
import type { Static } from 'typebox'
import { createPlan } from '../../core/directory/plans/create-plan.ts'
import { lookUpPlanFor } from '../../core/directory/plans/look-up-plan.ts'
import type { PlanFilterKey, PlanSortKey } from '../../core/directory/plans/plan-store.ts'
import { countPlans, deletePlan, getPlan, listPlans } from '../../core/directory/plans/plans.ts'
import { updatePlan } from '../../core/directory/plans/update-plan.ts'
import { getAccountUser } from '../../core/directory/users/look-up-user.ts'
import { getCallerDomain } from '../../core/directory/users/own-domain.ts'
import type { CqlFields } from '../../core/kernel/cql/fields.ts'
import type { FilterExpression } from '../../core/kernel/filters/filter-expression.ts'
import type { WithRule } from '../../core/kernel/operation.ts'
import { eq, type Filter } from '../../core/kernel/paging/list-query.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
import { byNumber } from './ids.ts'
import { type RawQuery, readFilter, readFlag, readId, readOrder, readPage, readSearch } from './lists.ts'
import { quotaFields, quotaNames, readQuotas } from './quotas.ts'
import { showPlan } from './show-plan.ts'

const texts = { name: 'name', display_name: 'display_name', description: 'description' } as const
const times = ['created_at', 'updated_at'] as const

const quotaKey = (field: keyof typeof quotaNames) => `quotas.${quotaNames[field]}` as const

const each = <K extends string, V>(keys: readonly K[], make: (key: K) => V) =>
  Object.fromEntries(keys.map((key) => [key, make(key)])) as Readonly<Record<K, V>>

/** Fields that `q` can use. */
const fields: CqlFields<PlanFilterKey> = {
  id: { kind: 'number', key: 'number' },
  name: { kind: 'text', key: 'name' },
  display_name: { kind: 'text', key: 'display_name' },
  description: { kind: 'text', key: 'description' },
  plan_color: { kind: 'text', key: 'color' },
  ...each(quotaFields, (name) => ({ kind: 'number', key: quotaKey(name) }) as const),
  number_of_days: { kind: 'number', key: 'number_of_days' },
  ...each(times, (key) => ({ kind: 'time', key }) as const),
}

const sortKeys: Readonly<Record<string, PlanSortKey>> = {
  id: 'number',
  name: 'name',
  display_name: 'display_name',
  ...each(quotaFields, quotaKey),
  number_of_days: 'number_of_days',
  ...each(times, (key) => key),
}

const oldestFirst = [{ key: 'number', descending: false }] as const

/** One of the fields contains the text, case-insensitively. */
const found = (query: RawQuery): FilterExpression<PlanFilterKey> | undefined => {
  const search = readSearch(query, texts)
  if (!search) return undefined
  const { text, fields: keys = Object.values(texts) } = search
  const pattern = [{ any: 'many' }, text.toLowerCase(), { any: 'many' }] as const
  return { kind: 'any', of: keys.map((key) => ({ kind: 'like', key, pattern, fold: true }) as const) }
}

/** The plan of one user, or all plans of the account. */
const ofUser = async (
  query: RawQuery,
  context: RequestContext,
): Promise<readonly Filter<PlanFilterKey>[]> => {
  const number = readId(query, 'user_id')
  return number === undefined ? [] : [eq('id', (await context.run(getAccountUser, { number })).planId ?? '')]
}

const words = <B extends Static<typeof PlanChange>>(body: B) => ({
  name: body.name as B['name'],
  displayName: body.display_name,
  description: body.description,
  color: body.plan_color,
  numberOfDays: body.number_of_days,
  quotas: readQuotas(body),
})

const resolvePlan = (text: string, { run }: RequestContext, intended: WithRule) =>
  byNumber('plan', text, (number) => run(lookUpPlanFor(intended), { number }))

export const plans = {
  async listPlans({ query }, context) {
    const { skip, limit } = readPage(query)
    const order = readOrder(query, sortKeys) ?? oldestFirst
    const domainId = await context.run(getCallerDomain, {})
    const listQuery = {
      where: [eq('domain_id' as const, domainId), ...(await ofUser(query, context))],
      filter: readFilter(query, fields) ?? found(query),
    }
    if (readFlag(query, 'return_count'))
      return { status: 200, body: { count: await context.run(countPlans, listQuery) } }
    const { rows } = await context.run(listPlans, { ...listQuery, order, skip, page: { limit } })
    return { status: 200, body: rows.map(showPlan) }
  },

  async createPlan({ body }, context) {
    const plan = await context.run(createPlan, {
      ...words(body),
      domainId: await context.run(getCallerDomain, {}),
    })
    return { status: 201, body: showPlan(plan) }
  },

  async getPlan({ params }, context) {
    return { status: 200, body: showPlan(await resolvePlan(params.plan_id, context, getPlan)) }
  },

  async updatePlan({ params, body }, context) {
    const { id } = await resolvePlan(params.plan_id, context, updatePlan)
    return { status: 200, body: showPlan(await context.run(updatePlan, { ...words(body), id })) }
  },

  async deletePlan({ params }, context) {
    const { id } = await resolvePlan(params.plan_id, context, deletePlan)
    await context.run(deletePlan, { id })
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
