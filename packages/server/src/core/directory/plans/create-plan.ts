import { domainRestriction } from '../../kernel/caller.ts'
import { command } from '../../kernel/operation.ts'
import type { Plan } from './plan.ts'
import { normalizePlan, type PlanFields } from './plan-fields.ts'
import { planTarget } from './plans.ts'

export type CreatePlan = PlanFields & {
  /** Absent: the domain of a domain-scoped caller, else the default domain. */
  readonly domainId?: string | undefined
}

/** Rejects with `conflict` for a name taken in the domain, `not_found` for an unknown domain, `invalid` for a field. */
export const createPlan = command({
  rule: 'muster:create_plan',
  isolation: 'read committed',
  load: async ({ domainId }: CreatePlan, { caller, ports }) => ({
    domainId: domainId ?? domainRestriction(caller) ?? ports.settings.defaultDomainId,
  }),
  target: (_input, found) => planTarget(found),
  apply: async ({ domainId: _, ...fields }, { found, stores, ports, now, record }): Promise<Plan> => {
    const {
      displayName = null,
      description = null,
      color = null,
      numberOfDays = null,
      ...required
    } = normalizePlan(fields)
    const plan = await stores.plans.insert({
      ...required,
      displayName,
      description,
      color,
      numberOfDays,
      id: ports.newId(),
      domainId: found.domainId,
      createdAt: now,
      updatedAt: now,
    })
    record({ kind: 'plan.created', subject: { type: 'plan', id: plan.id }, domainId: plan.domainId })
    return plan
  },
})
