import type { ReadContext } from '../../kernel/operation.ts'
import type { Slice } from '../../kernel/paging/list-query.ts'
import type { User } from './user.ts'

const day = 86_400_000

type Context = Pick<ReadContext, 'ports' | 'now'>

/** Users last active before this time (unix milliseconds) count as disabled; undefined without an inactivity limit. */
export const inactiveBefore = ({ ports, now }: Context): number | undefined => {
  const { disableUserAccountDaysInactive: days } = ports.settings
  return days === undefined ? undefined : (Math.floor(now / day) - days + 1) * day
}

/**
 * When the user counts as disabled without further activity (unix milliseconds). Days are UTC days (keystone.md section
 * 9.1).
 */
export const activeUntil = (user: User, { ports }: Pick<ReadContext, 'ports'>): number => {
  // A directory decides itself which of its users are active.
  if (user.managedBy !== null) return Number.POSITIVE_INFINITY
  const { disableUserAccountDaysInactive: days } = ports.settings
  if (days === undefined || user.options.ignore_user_inactivity) return Number.POSITIVE_INFINITY
  return (Math.floor((user.lastActiveAt ?? user.createdAt) / day) + days) * day
}

/**
 * The user with derived state: `disabled` after too long inactivity, and `planExpired` after the end of its plan. Neither
 * is stored.
 */
export const withEffectiveStatus = (user: User, at: Context): User => {
  const inactive = user.status === 'active' && activeUntil(user, at) <= at.now
  const expired = user.planExpiresAt !== null && user.planExpiresAt <= at.now
  if (!inactive && !expired) return user
  return { ...user, ...(inactive ? { status: 'disabled' } : {}), ...(expired ? { planExpired: true } : {}) }
}

export const allWithEffectiveStatus = (slice: Slice<User>, at: Context): Slice<User> => ({
  ...slice,
  rows: slice.rows.map((user) => withEffectiveStatus(user, at)),
})

/** Whether to record a sign-in now as activity; once a day suffices. */
export const shouldRecordUse = ({ lastActiveAt }: User, now: number): boolean =>
  lastActiveAt === null || Math.floor(lastActiveAt / day) < Math.floor(now / day)
