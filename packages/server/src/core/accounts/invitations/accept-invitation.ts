import { invalidInvitation, requirePendingInvitation } from '../../access/invitations/pending-invitation.ts'
import { hashOfNew } from '../../directory/users/create-user.ts'
import { setPassword } from '../../directory/users/set-password.ts'
import type { User } from '../../directory/users/user.ts'
import { command } from '../../kernel/operation.ts'
import { normalizeText } from '../../kernel/text.ts'
import { completeInvitation } from './complete-invitation.ts'

export type AcceptInvitation = {
  /** What the link carries. */
  readonly secret: string
  readonly password: string
  /** Absent: the one the user has. */
  readonly displayName?: string | undefined
}

/**
 * By whoever holds the link, which proves the address: the user gets the password and is active. Signs nobody in
 * (T70). Rejects with `invalid` with one message for every secret that is not good, and for a password that does not
 * do; the link is good for another try then.
 */
export const acceptInvitation = command({
  rule: 'open',
  prepare: async ({ secret, password }: AcceptInvitation, _found, at) => {
    // First, so that strangers neither learn what is asked of passwords nor make the server hash.
    const { user } = await requirePendingInvitation(secret, at)
    return hashOfNew(password, user, at)
  },
  apply: async ({ secret, displayName }, { prepared: hash, ...at }): Promise<User> => {
    const { stores, ports } = at
    const { user } = await requirePendingInvitation(secret, at)
    // Touches the row of the user first, as wherever a user is changed, so that nobody waits for each other.
    await stores.passwords.deleteOfUser(user.id)
    if (hash === undefined || !(await stores.invitations.take(ports.secrets.hash(secret))))
      throw invalidInvitation()
    const passwordExpiresAt = await setPassword(user, { hash, selfService: true }, at)
    const active = await completeInvitation(
      user,
      {
        // Only the mailbox has seen the link.
        emailVerifiedAt: at.now,
        displayName: displayName === undefined ? undefined : normalizeText('display name', displayName, 255),
      },
      at,
    )
    return { ...active, passwordExpiresAt }
  },
})
