import type { OperationContext } from '../../kernel/operation.ts'
import type { Slice } from '../../kernel/paging/list-query.ts'
import type { User } from './user.ts'

const day = 86_400_000

type Clock = Pick<OperationContext, 'ports' | 'now'>

/** Unix milliseconds: users last seen earlier count as disabled; undefined where nobody ever does. */
export const inactiveBefore = ({ ports, now }: Clock): number | undefined => {
  const { disableUserAccountDaysInactive: days } = ports.settings
  return days === undefined ? undefined : (Math.floor(now / day) - days + 1) * day
}

/**
 * When the user begins to count as disabled unless it is seen before (unix milliseconds). Days are those of UTC
 * (keystone.md section 9.1).
 */
export const activeUntil = (user: User, { ports }: Pick<OperationContext, 'ports'>): number => {
  const { disableUserAccountDaysInactive: days } = ports.settings
  if (days === undefined || user.options.ignore_user_inactivity) return Number.POSITIVE_INFINITY
  return (Math.floor((user.lastActiveAt ?? user.createdAt) / day) + days) * day
}

/**
 * The user as everybody sees it now: one that stayed away too long is disabled, and a plan that has ended is
 * expired, whatever the store says.
 */
export const withEffectiveStatus = (user: User, at: Clock): User => {
  const away = user.status === 'active' && activeUntil(user, at) <= at.now
  const expired = user.planExpiresAt !== null && user.planExpiresAt <= at.now
  if (!away && !expired) return user
  return { ...user, ...(away ? { status: 'disabled' } : {}), ...(expired ? { planExpired: true } : {}) }
}

export const allWithEffectiveStatus = (slice: Slice<User>, at: Clock): Slice<User> => ({
  ...slice,
  rows: slice.rows.map((user) => withEffectiveStatus(user, at)),
})

/** Whether a sign-in now is to be noted; once a day is enough. */
export const shouldRecordUse = ({ lastActiveAt }: User, now: number): boolean =>
  lastActiveAt === null || Math.floor(lastActiveAt / day) < Math.floor(now / day)
