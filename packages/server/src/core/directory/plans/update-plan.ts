import { domainError, notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import type { Plan } from './plan.ts'
import { normalizePlan, type PlanFields } from './plan-fields.ts'
import { planTarget, requirePlan } from './plans.ts'

export type UpdatePlan = { readonly [K in keyof PlanFields]?: PlanFields[K] | undefined } & {
  readonly id: string
  /** Rejects with `conflict` (`version_changed`) unless the plan's version is one of these. */
  readonly ifVersion?: readonly number[] | undefined
}

/** Changes the provided fields. The expiry of plans that users already have does not change. */
export const updatePlan = command({
  rule: 'muster:update_plan',
  load: ({ id }: UpdatePlan, at) => requirePlan(id, at),
  target: (_input, plan) => planTarget(plan),
  apply: async ({ id, ifVersion, ...fields }, { stores, now, record }): Promise<Plan> => {
    const before = await requirePlan(id, { stores })
    if (ifVersion && !ifVersion.includes(before.version))
      throw domainError(
        'conflict',
        'version_changed',
        'Another request has changed this plan. Read it again and repeat the change.',
      )
    const updated = await stores.plans.update(id, { ...normalizePlan(fields), updatedAt: now })
    if (!updated) throw notFound('plan', id)
    const { quotas, ...others } = fields
    record({
      kind: 'plan.updated',
      subject: { type: 'plan', id },
      domainId: updated.domainId,
      detail: {
        fields: Object.entries({ ...others, ...quotas }).flatMap(([key, value]) =>
          value === undefined ? [] : [key],
        ),
      },
    })
    return updated
  },
})
