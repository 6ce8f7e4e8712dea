import { domainError, notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { planTarget, requirePlan } from './get-plan.ts'
import type { Plan } from './plan.ts'
import { normalizePlan, type PlanWords } from './plan-fields.ts'

export type UpdatePlan = { readonly [K in keyof PlanWords]?: PlanWords[K] | undefined } & {
  readonly id: string
  /** Rejects with `conflict` (`version_changed`) unless the plan's version is one of these. */
  readonly ifVersion?: readonly number[] | undefined
}

/** A merge of what is given. The ends of plans that users have already stay where they are. */
export const updatePlan = command({
  rule: 'muster:update_plan',
  load: ({ id }: UpdatePlan, at) => requirePlan(id, at),
  target: (_input, plan) => planTarget(plan),
  apply: async ({ id, ifVersion, ...words }, { stores, now, record }): Promise<Plan> => {
    const before = await requirePlan(id, { stores })
    if (ifVersion && !ifVersion.includes(before.version))
      throw domainError(
        'conflict',
        'version_changed',
        'Somebody else has changed this plan meanwhile: read it again.',
      )
    const updated = await stores.plans.update(id, { ...normalizePlan(words), updatedAt: now })
    if (!updated) throw notFound('plan', id)
    record({
      kind: 'plan.updated',
      subject: { type: 'plan', id },
      domainId: updated.domainId,
      detail: { fields: Object.entries(words).flatMap(([key, value]) => (value === undefined ? [] : [key])) },
    })
    return updated
  },
})
