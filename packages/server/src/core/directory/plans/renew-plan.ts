import { domainError } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { requireUser, userTarget } from '../users/get-user.ts'
import { withEffectiveStatus } from '../users/inactivity.ts'
import { assertCanManageSystemUser } from '../users/system-users.ts'
import type { User } from '../users/user.ts'
import { day, maxTimestamp } from './attach-plan.ts'
import { requirePlan } from './plans.ts'

/**
 * Extends the user's plan by its number of days, from its end or from now, whichever is later. Rejects with `invalid`
 * when the user has no plan, the plan has no number of days, or the end would be out of range; `conflict` when the plan
 * was changed concurrently.
 */
export const renewPlan = command({
  rule: 'muster:renew_plan',
  // One statement extends the row, so that concurrent renewals wait for each other and none is lost.
  isolation: 'read committed',
  load: ({ userId }: { readonly userId: string }, at) => requireUser(userId, at),
  target: (_input, user) => userTarget(user),
  apply: async ({ userId }, { found, ...at }): Promise<User> => {
    const { stores, now, record } = at
    assertCanManageSystemUser(found, at)
    const { planId } = await requireUser(userId, { stores })
    if (planId === null) throw domainError('invalid', 'plan_missing', 'This user has no plan to renew.')
    const { numberOfDays } = await requirePlan(planId, { stores })
    if (numberOfDays === null)
      throw domainError('invalid', 'plan_endless', 'This plan has no number_of_days and cannot be renewed.')
    const user = await stores.plans.extend(userId, planId, numberOfDays * day, now, maxTimestamp)
    if (!user) throw await renewalError(userId, planId, stores)
    record({
      kind: 'user.plan_renewed',
      subject: { type: 'user', id: userId },
      domainId: user.domainId,
      detail: { plan_id: planId, expires_at: user.planExpiresAt },
    })
    return withEffectiveStatus(user, at)
  },
})

const renewalError = async (
  userId: string,
  planId: string,
  stores: Parameters<typeof requireUser>[1]['stores'],
) =>
  (await requireUser(userId, { stores })).planId === planId
    ? domainError('invalid', 'expiry_out_of_range', 'The renewed plan would end after the year 9999.')
    : domainError(
        'conflict',
        'plan_changed',
        'Another request has changed the plan of this user. Read the user again.',
      )
