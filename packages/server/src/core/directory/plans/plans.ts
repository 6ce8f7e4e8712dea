import { domainRestriction } from '../../kernel/caller.ts'
import { domainError, notFound } from '../../kernel/domain-error.ts'
import { command, type OperationContext, query } from '../../kernel/operation.ts'
import { eq, type Slice } from '../../kernel/paging/list-query.ts'
import type { Plan } from './plan.ts'
import type { PlanListQuery, PlanSelection } from './plan-store.ts'

/** Fetches a plan or rejects with `not_found`. */
export const requirePlan = async (id: string, at: Pick<OperationContext, 'stores'>): Promise<Plan> => {
  const plan = await at.stores.plans.get(id)
  if (!plan) throw notFound('plan', id)
  return plan
}

/** Rule target of a plan; `holder_id` is the caller if the caller has the plan. */
export const planTarget = ({ domainId }: Pick<Plan, 'domainId'>, holderId?: string) => ({
  target: { plan: { domain_id: domainId, ...(holderId === undefined ? {} : { holder_id: holderId }) } },
})

/** The caller's own plan. */
export const ownPlan = async ({ caller, stores }: Pick<OperationContext, 'caller' | 'stores'>) => {
  if (caller.kind !== 'known') return undefined
  const planId = (await stores.users.get(caller.userId))?.planId
  return planId == null ? undefined : { planId, holderId: caller.userId }
}

export const getPlan = query({
  rule: 'muster:get_plan',
  load: async ({ id }: { readonly id: string }, at) => ({
    plan: await requirePlan(id, at),
    own: await ownPlan(at),
  }),
  target: (_input, { plan, own }) => planTarget(plan, own?.planId === plan.id ? own.holderId : undefined),
  read: async (_input, { plan }): Promise<Plan> => plan,
})

/** The existing plans that the caller may see (T21), for lists of users with their plans. */
export const getPlans = query({
  access: 'authenticated',
  load: async ({ ids }: { readonly ids: readonly string[] }, at) => ({
    plans: ids.length === 0 ? [] : await at.stores.plans.getMany(ids),
    own: ids.length === 0 ? undefined : await ownPlan(at),
  }),
  read: async (_input, { plans, own }, { may }): Promise<readonly Plan[]> =>
    plans.filter((plan) =>
      may('muster:get_plan', planTarget(plan, own?.planId === plan.id ? own.holderId : undefined)),
    ),
})

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

/** Rejects with `conflict` while a user has the plan, expired or not. Deleted users lose it. */
export const deletePlan = command({
  rule: 'muster:delete_plan',
  load: ({ id }: { readonly id: string }, at) => requirePlan(id, at),
  target: (_input, plan) => planTarget(plan),
  apply: async ({ id }, { found, stores, record }) => {
    if (await stores.plans.isInUse(id))
      throw domainError(
        'conflict',
        'plan_in_use',
        'Users still have this plan. Attach another plan to them or detach it first.',
      )
    if (!(await stores.plans.delete(id))) throw notFound('plan', id)
    record({ kind: 'plan.deleted', subject: { type: 'plan', id }, domainId: found.domainId })
  },
})
