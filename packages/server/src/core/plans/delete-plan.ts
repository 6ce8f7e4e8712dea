import { command } from '../operation.ts'
import { notFound, refuse } from '../refusal.ts'
import { planTarget, thePlan } from './get-plan.ts'

/** Refuses `conflict` while a user has the plan, expired or not. Restored users come back without it. */
export const deletePlan = command({
  rule: 'muster:delete_plan',
  load: ({ id }: { readonly id: string }, at) => thePlan(id, at),
  target: (_input, plan) => planTarget(plan),
  apply: async ({ id }, { found, stores, record }) => {
    if (await stores.plans.isInUse(id))
      throw refuse('conflict', 'plan_in_use', 'Users have this plan: give them another one, or none, first.')
    if (!(await stores.plans.delete(id))) throw notFound('plan', id)
    record({ kind: 'plan.deleted', subject: { type: 'plan', id }, domainId: found.domainId })
  },
})
