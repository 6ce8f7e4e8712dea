import { notFound } from '../../kernel/domain-error.ts'
import { query, type WithRule } from '../../kernel/operation.ts'
import { eq } from '../../kernel/paging/list-query.ts'
import { callerDomain } from '../users/look-up-user.ts'
import type { Plan } from './plan.ts'
import { ownPlan, planTarget } from './plans.ts'

/**
 * Finds a plan of the caller's domain by its number, by the rule of the operation that the caller intends. For a missing
 * plan and one of another domain, callers that the rule allows in the domain get `not_found`, other callers `forbidden`.
 */
export const lookUpPlanFor = ({ rule }: WithRule) =>
  query({
    rule,
    load: async ({ number }: { readonly number: number }, at) => {
      const domainId = callerDomain(at)
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
