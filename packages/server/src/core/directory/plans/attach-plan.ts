import { domainError, notFound } from '../../kernel/domain-error.ts'
import { type CommandContext, command } from '../../kernel/operation.ts'
import { requireUser, userTarget } from '../users/get-user.ts'
import { withEffectiveStatus } from '../users/inactivity.ts'
import { assertCanManageSystemUser } from '../users/system-users.ts'
import type { User } from '../users/user.ts'
import type { Plan } from './plan.ts'
import { requirePlan } from './plans.ts'

export const day = 86_400_000
/** The last millisecond of the year 9999, the latest time that RFC 3339 can express. */
export const maxTimestamp = 253_402_300_799_999

export type AttachPlan = {
  readonly userId: string
  /** Null detaches the plan. */
  readonly planId: string | null
  /**
   * Unix milliseconds; null: without end; absent: the plan's number of days from now. A time in the past is allowed and
   * makes the plan expired.
   */
  readonly expiresAt?: number | null | undefined
}

/**
 * Rejects with `not_found` for a plan that does not exist in the user's domain, `invalid` for an expiry without a plan or
 * out of range.
 */
export const attachPlan = command({
  rule: 'muster:attach_plan',
  load: ({ userId }: AttachPlan, at) => requireUser(userId, at),
  target: (_input, user) => userTarget(user),
  apply: async ({ userId: _, ...plan }, { found, ...at }): Promise<User> =>
    withEffectiveStatus(await attach(found, plan, at), at),
})

/** A change of a user's plan; absent fields keep their values. */
export type UserPlanChange = {
  /** Null detaches the plan; a new plan lasts its number of days from now unless `expiresAt` is set. */
  readonly planId?: string | null | undefined
  /** Unix milliseconds; null: without end. */
  readonly expiresAt?: number | null | undefined
}

/**
 * Changes the plan in the transaction of another command. Rejects with `forbidden` unless the caller may attach plans to
 * the user.
 */
export const changeUserPlan = async (
  user: User,
  { planId, expiresAt }: UserPlanChange,
  at: CommandContext,
): Promise<User> => {
  if (planId === undefined && expiresAt === undefined) return user
  if (!at.may('muster:attach_plan', userTarget(user)))
    throw domainError(
      'forbidden',
      'plan_forbidden',
      'You are not allowed to attach or detach plans of this user.',
    )
  // Without a plan, an expiry of null changes nothing.
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
  // The error does not reveal whether a plan of another domain exists.
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

const endOf = (plan: Plan | null, expiresAt: number | null | undefined, now: number): number | null => {
  if (plan === null && typeof expiresAt === 'number')
    throw domainError('invalid', 'plan_missing', 'expires_at requires a plan.', {
      field: 'expires_at',
    })
  if (plan === null) return null
  if (expiresAt === undefined) return plan.numberOfDays === null ? null : now + plan.numberOfDays * day
  if (expiresAt !== null && !(Number.isInteger(expiresAt) && expiresAt >= 0 && expiresAt <= maxTimestamp))
    throw domainError('invalid', 'expiry_out_of_range', 'expires_at must be a time before the year 10000.', {
      field: 'expires_at',
    })
  return expiresAt
}
