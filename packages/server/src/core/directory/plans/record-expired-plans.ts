import { command } from '../../kernel/operation.ts'

/** Maximum number of expired plans recorded in one transaction; the others follow in the next run. */
export const expiryBatch = 1000

/**
 * Records `plan.expired` once for each expiry of a user's plan, also when several nodes run it; a renewed plan that
 * expires again is recorded again. Returns the number of events.
 */
export const recordExpiredPlans = command({
  access: 'operator',
  isolation: 'read committed',
  apply: async (_input: Record<string, never>, { stores, now, record }): Promise<number> => {
    const ended = await stores.plans.markEnded(now, expiryBatch)
    for (const { userId, domainId, planId, expiredAt } of ended)
      record({
        kind: 'plan.expired',
        subject: { type: 'user', id: userId },
        domainId,
        detail: { plan_id: planId, expired_at: expiredAt },
      })
    return ended.length
  },
})
