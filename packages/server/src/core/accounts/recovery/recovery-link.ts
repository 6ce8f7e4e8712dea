/** A way to choose a new password without the old one: sent to the claimed address, good for one use. */
export type RecoveryLink = {
  readonly id: string
  readonly userId: string
  /** The claimed address it was sent to; worth nothing once the user has claimed another (T62). */
  readonly email: string
  /** Unix milliseconds, as all times below. */
  readonly createdAt: number
  readonly expiresAt: number
}

/** Every secret of such a link begins with this. */
export const recoveryPrefix = 'mst_r_'

/** Links of one user that are open at once: whoever asks for more gets no letter (no mail bombs). */
export const maxLinks = 3
