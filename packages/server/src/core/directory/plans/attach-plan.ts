import { domainError, notFound } from '../../kernel/domain-error.ts'
import { type CommandContext, command } from '../../kernel/operation.ts'
import { requireUser, userTarget } from '../users/get-user.ts'
import { withEffectiveStatus } from '../users/inactivity.ts'
import { assertCanManageSystemUser } from '../users/system-users.ts'
import type { User } from '../users/user.ts'
import { requirePlan } from './get-plan.ts'
import type { Plan } from './plan.ts'

export const day = 86_400_000
/** The last millisecond of the year 9999, after which RFC 3339 has no words. */
export const lastMoment = 253_402_300_799_999

export type AttachPlan = {
  readonly userId: string
  /** Null takes the plan away. */
  readonly planId: string | null
  /**
   * Unix milliseconds; null: without end; absent: the plan's number of days from now. A time in the past is taken: the plan has
   * expired then.
   */
  readonly expiresAt?: number | null | undefined
}

/** Rejects with `not_found` for a plan that the user's domain has not, `invalid` for an end without a plan or of time. */
export const attachPlan = command({
  rule: 'muster:attach_plan',
  load: ({ userId }: AttachPlan, at) => requireUser(userId, at),
  target: (_input, user) => userTarget(user),
  apply: async ({ userId: _, ...plan }, { found, ...at }): Promise<User> =>
    withEffectiveStatus(await attach(found, plan, at), at),
})

/** What becomes of the plan of a user; what is absent stays. */
export type PlanChange = {
  /** Null takes the plan away; one that is given begins now, unless its end is given too. */
  readonly planId?: string | null | undefined
  /** Unix milliseconds; null: without end. */
  readonly expiresAt?: number | null | undefined
}

/**
 * The same for whoever changes more of a user, inside its transaction. Rejects with `forbidden` unless the caller may give
 * the user a plan.
 */
export const changePlan = async (
  user: User,
  { planId, expiresAt }: PlanChange,
  at: CommandContext,
): Promise<User> => {
  if (planId === undefined && expiresAt === undefined) return user
  if (!at.may('muster:attach_plan', userTarget(user)))
    throw domainError('forbidden', 'plan_forbidden', 'You may not give this user a plan, or take it away.')
  // Without a plan there is nothing that could be without an end.
  if (planId === undefined && user.planId === null && expiresAt === null) return user
  return attach(user, { planId: planId === undefined ? user.planId : planId, expiresAt }, at)
}

const attach = async (
  before: User,
  { planId, expiresAt }: Omit<AttachPlan, 'userId'>,
  at: CommandContext,
): Promise<User> => {
  const { id: userId, domainId } = before
  const { stores, now, record } = at
  assertCanManageSystemUser(before, at)
  const plan = planId === null ? null : await requirePlan(planId, { stores })
  // Of plans of other domains nobody hears whether they are there.
  if (plan !== null && plan.domainId !== domainId) throw notFound('plan', plan.id)
  const end = endOf(plan, expiresAt, now)
  const user = await stores.plans.attach(userId, { id: planId, expiresAt: end }, now)
  if (!user) throw notFound('user', userId)
  record({
    kind: plan === null ? 'user.plan_detached' : 'user.plan_attached',
    subject: { type: 'user', id: userId },
    domainId: user.domainId,
    detail: { plan_id: planId, expires_at: end },
  })
  return user
}

const endOf = (plan: Plan | null, given: number | null | undefined, now: number): number | null => {
  if (plan === null && typeof given === 'number')
    throw domainError('invalid', 'plan_missing', 'Without a plan there is no end of one.', {
      field: 'expires_at',
    })
  if (plan === null) return null
  if (given === undefined) return plan.numberOfDays === null ? null : now + plan.numberOfDays * day
  if (given !== null && !(Number.isInteger(given) && given >= 0 && given <= lastMoment))
    throw domainError(
      'invalid',
      'expiry_out_of_range',
      'The end of a plan is a time before the year 10000.',
      {
        field: 'expires_at',
      },
    )
  return given
}
