import { eq } from '../lists/list-query.ts'
import { query } from '../operation.ts'
import { notFound } from '../refusal.ts'
import { domainMeant } from '../users/look-up-user.ts'
import { ownPlan, planTarget } from './get-plan.ts'
import type { Plan } from './plan.ts'

/**
 * A plan of the caller's domain, by its number. Those of other domains are not there, nor is one that nobody made: who
 * may see plans of the domain hears `not_found`, everybody else `forbidden`.
 */
export const lookUpPlan = query({
  rule: 'muster:get_plan',
  load: async ({ number }: { readonly number: number }, at) => {
    const domainId = domainMeant(at)
    const where = [eq('number' as const, number), eq('domain_id' as const, domainId)]
    const { rows } = await at.stores.plans.list({ where, page: { limit: 1 } })
    return { domainId, plan: rows[0], own: await ownPlan(at) }
  },
  target: (_input, { domainId, plan, own }) =>
    planTarget({ domainId }, plan && own?.planId === plan.id ? own.holderId : undefined),
  read: async ({ number }, { plan }): Promise<Plan> => {
    if (!plan) throw notFound('plan', String(number))
    return plan
  },
})
