import { notFound } from '../../kernel/domain-error.ts'
import { type OperationContext, query } from '../../kernel/operation.ts'
import type { Plan } from './plan.ts'

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
