import { command } from '../operation.ts'
import { refuse } from '../refusal.ts'
import { theUser, userTarget } from '../users/get-user.ts'
import { asSeen } from '../users/inactivity.ts'
import { spareSystemUser } from '../users/system-users.ts'
import type { User } from '../users/user.ts'
import { day, lastMoment } from './attach-plan.ts'
import { thePlan } from './get-plan.ts'

/**
 * The plan's number of days more, from its end or from now, whichever is later. Refuses `invalid` when the user has
 * no plan, or one without a number of days, or no more time is left to say; `conflict` when the plan is changed
 * meanwhile.
 */
export const renewPlan = command({
  rule: 'muster:renew_plan',
  // One statement extends the row it finds, so that many at once wait for each other and none is lost.
  isolation: 'read committed',
  load: ({ userId }: { readonly userId: string }, at) => theUser(userId, at),
  target: (_input, user) => userTarget(user),
  apply: async ({ userId }, { found, ...at }): Promise<User> => {
    const { stores, now, record } = at
    spareSystemUser(found, at)
    const { planId } = await theUser(userId, { stores })
    if (planId === null)
      throw refuse('invalid', 'plan_missing', 'This user has no plan that could be renewed.')
    const { numberOfDays } = await thePlan(planId, { stores })
    if (numberOfDays === null)
      throw refuse('invalid', 'plan_endless', 'This plan has no number of days to renew it by.')
    const user = await stores.plans.extend(userId, planId, numberOfDays * day, now, lastMoment)
    if (!user) throw await whyNot(userId, planId, stores)
    record({
      kind: 'user.plan_renewed',
      subject: { type: 'user', id: userId },
      domainId: user.domainId,
      detail: { plan_id: planId, expires_at: user.planExpiresAt },
    })
    return asSeen(user, at)
  },
})

const whyNot = async (userId: string, planId: string, stores: Parameters<typeof theUser>[1]['stores']) =>
  (await theUser(userId, { stores })).planId === planId
    ? refuse('invalid', 'expiry_out_of_range', 'The end of a plan is a time before the year 10000.')
    : refuse('conflict', 'plan_changed', 'Somebody else has given this user another plan meanwhile.')
