import type { User } from '../users/user.ts'

/** The plan of a user. */
export type UserPlan = {
  readonly id: string
  /** Unix milliseconds; null: without end. */
  readonly expiresAt: number | null
  readonly expired: boolean
}

/** The plan of a user with effective status. An expired plan stays attached until it is renewed or detached. */
export const userPlan = (user: Pick<User, 'planId' | 'planExpiresAt' | 'planExpired'>): UserPlan | null =>
  user.planId === null
    ? null
    : { id: user.planId, expiresAt: user.planExpiresAt, expired: user.planExpired === true }
