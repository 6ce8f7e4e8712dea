import type { User } from '../../directory/users/user.ts'

/**
 * How somebody comes in:
 * - `email_link`: by a link sent to the address, with which the person chooses a password
 * - `temporary_password`: by a password that works for nothing but choosing another
 */
export const invitationModes = ['email_link', 'temporary_password'] as const
export type InvitationMode = (typeof invitationModes)[number]

/** Open until it is accepted, withdrawn or over; a user has one at most, while its status is `invited`. */
export type Invitation = {
  readonly id: string
  readonly userId: string
  readonly domainId: string
  /** The claimed address that it holds for (T60), as it is compared. */
  readonly email: string
  /** The same address as it was typed: its letter goes there. */
  readonly sentTo: string
  readonly mode: InvitationMode
  /** Where its page leads after it is accepted; null: as the domain or the server says. */
  readonly returnUrl: string | null
  /** The user who invited; null for an operator. */
  readonly invitedBy: string | null
  /** Unix milliseconds, as all times below. */
  readonly createdAt: number
  readonly expiresAt: number
}

/** Every secret of an invitation's link begins with this. */
export const invitationPrefix = 'mst_i_'

/** Whether nobody can come in by the invitation any more: what faces call expired. */
export const isExpired = (
  { status, invitedUntil }: Pick<User, 'status' | 'invitedUntil'>,
  now: number,
): boolean => status === 'invited' && invitedUntil !== null && invitedUntil <= now
