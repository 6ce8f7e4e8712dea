/** A single-use link to set a new password without the old one, sent to the claimed address. */
export type RecoveryLink = {
  readonly id: string
  readonly userId: string
  /** The claimed address it was sent to; the link is invalid once the user has claimed another (T62). */
  readonly email: string
  /** Unix milliseconds, as all times below. */
  readonly createdAt: number
  readonly expiresAt: number
}

/** Prefix of the secrets of recovery links. */
export const recoveryPrefix = 'mst_r_'

/** Maximum number of open links of one user; further requests send no email, to prevent mail bombing. */
export const maxLinks = 3
