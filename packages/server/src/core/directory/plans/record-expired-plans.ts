import { command } from '../../kernel/operation.ts'

/** Plans whose end one transaction records at most; the rest waits for the next round. */
export const expiryBatch = 1000

/**
 * Records `plan.expired` once for each end of a plan of a user, on however many nodes it runs; a plan that is renewed
 * and ends again is recorded again. Answers how many.
 */
export const recordExpiredPlans = command({
  rule: 'operator',
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
