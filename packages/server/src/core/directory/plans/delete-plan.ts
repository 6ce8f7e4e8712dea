import { domainError, notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { planTarget, requirePlan } from './get-plan.ts'

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
