import type { User } from '../../directory/users/user.ts'
import { isExpired } from '../../kernel/expiry.ts'

/**
 * How an invited user gets access:
 * - `email_link`: a link sent to the address, with which the user chooses a password
 * - `temporary_password`: a password that is accepted only for choosing another
 */
export const invitationModes = ['email_link', 'temporary_password'] as const
export type InvitationMode = (typeof invitationModes)[number]

/** Pending until it is accepted, revoked or expired. A user with the status `invited` has at most one. */
export type Invitation = {
  readonly id: string
  readonly userId: string
  readonly domainId: string
  /** The claimed address it is valid for, in its normalized form (T60). */
  readonly email: string
  /** The address as entered; the email is sent to it. */
  readonly sentTo: string
  readonly mode: InvitationMode
  /** The page to return to after acceptance; null: the default of the domain or the server. */
  readonly returnUrl: string | null
  /** The inviting user; null for the operator. */
  readonly invitedBy: string | null
  /** Unix milliseconds, as all times below. */
  readonly createdAt: number
  readonly expiresAt: number
}

/** Every secret of an invitation's link begins with this. */
export const invitationPrefix = 'mst_i_'

/** Whether the invitation of the user has expired. */
export const isInvitationExpired = (
  { status, invitedUntil }: Pick<User, 'status' | 'invitedUntil'>,
  now: number,
): boolean => status === 'invited' && isExpired({ expiresAt: invitedUntil }, now)
