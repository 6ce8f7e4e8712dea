import type { User } from '../users/user.ts'

/** A plan in the hands of a user. */
export type UserPlan = {
  readonly id: string
  /** Unix milliseconds; null: without end. */
  readonly expiresAt: number | null
  readonly expired: boolean
}

/** Of a user as it is seen. An expired plan stays with its user, and is seen to be expired, until it is renewed or taken away. */
export const userPlan = (user: Pick<User, 'planId' | 'planExpiresAt' | 'planExpired'>): UserPlan | null =>
  user.planId === null
    ? null
    : { id: user.planId, expiresAt: user.planExpiresAt, expired: user.planExpired === true }
