import { domainRestriction } from '../../kernel/caller.ts'
import { command } from '../../kernel/operation.ts'
import { planTarget } from './get-plan.ts'
import type { Plan } from './plan.ts'
import { normalizePlan, type PlanWords } from './plan-fields.ts'

export type CreatePlan = PlanWords & {
  /** Absent: the domain of a domain-scoped caller, else the default domain. */
  readonly domainId?: string | undefined
}

/** Rejects with `conflict` for a name that is taken in the domain, `not_found` for an unknown domain, `invalid`. */
export const createPlan = command({
  rule: 'muster:create_plan',
  isolation: 'read committed',
  load: async ({ domainId }: CreatePlan, { caller, ports }) => ({
    domainId: domainId ?? domainRestriction(caller) ?? ports.settings.defaultDomainId,
  }),
  target: (_input, found) => planTarget(found),
  apply: async ({ domainId: _, ...words }, { found, stores, ports, now, record }): Promise<Plan> => {
    const {
      displayName = null,
      description = null,
      color = null,
      numberOfDays = null,
      ...clean
    } = normalizePlan(words)
    const plan = await stores.plans.insert({
      ...clean,
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
