import { domainRestriction } from '../../kernel/caller.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { type OperationContext, query } from '../../kernel/operation.ts'
import { eq, type Slice } from '../../kernel/paging/list-query.ts'
import type { Plan } from './plan.ts'
import type { PlanListQuery, PlanSelection } from './plan-store.ts'

/** A domain-scoped caller sees only plans of its domain, whatever the filter. */
const visible = (
  where: PlanListQuery['where'],
  { caller }: Pick<OperationContext, 'caller'>,
): PlanListQuery['where'] => {
  const own = domainRestriction(caller)
  return own === undefined ? where : [...where, eq('domain_id' as const, own)]
}

const target = (_input: unknown, _found: unknown, { caller }: Pick<OperationContext, 'caller'>) => ({
  target: { domain_id: domainRestriction(caller) },
})

/** Rejects with `not_found` for an unknown marker. */
export const listPlans = query({
  searches: true,
  rule: 'muster:list_plans',
  target,
  read: async (input: PlanListQuery, _found, at): Promise<Slice<Plan>> => {
    const { after } = input.page
    if (after !== undefined && !(await at.stores.plans.get(after))) throw notFound('marker', after)
    return at.stores.plans.list({ ...input, where: visible(input.where, at) })
  },
})

export const countPlans = query({
  rule: 'muster:list_plans',
  target,
  read: ({ where, filter }: PlanSelection, _found, at): Promise<number> =>
    at.stores.plans.count({ where: visible(where, at), filter }),
})
