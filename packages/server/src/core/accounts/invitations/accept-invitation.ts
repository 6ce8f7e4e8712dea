import { invalidInvitation, requirePendingInvitation } from '../../access/invitations/pending-invitation.ts'
import { hashOfNew } from '../../directory/users/create-user.ts'
import { setPassword } from '../../directory/users/set-password.ts'
import type { User } from '../../directory/users/user.ts'
import { checkLanguage } from '../../kernel/language.ts'
import { command } from '../../kernel/operation.ts'
import { normalizeText } from '../../kernel/text.ts'
import { completeInvitation } from './complete-invitation.ts'

export type AcceptInvitation = {
  /** The secret of the invitation link. */
  readonly secret: string
  readonly password: string
  /** Absent: unchanged. */
  readonly displayName?: string | undefined
  /** Stored for a user without a preferred language. */
  readonly language?: string | undefined
}

/**
 * Accepts an invitation by the secret of its link, which verifies the email address: sets the password and activates
 * the user. Does not sign the user in (T70). Rejects with `invalid`, with one message for every invalid secret, and for
 * an unacceptable password; the link stays valid then.
 */
export const acceptInvitation = command({
  access: 'public',
  prepare: async ({ secret, password }: AcceptInvitation, _found, at) => {
    // First, so that without a valid secret callers neither learn the password policy nor cause hashing.
    const { user } = await requirePendingInvitation(secret, at)
    return hashOfNew(password, user, at)
  },
  apply: async ({ secret, displayName, language }, { prepared: hash, ...at }): Promise<User> => {
    const { stores, ports } = at
    const { user } = await requirePendingInvitation(secret, at)
    const preferred = checkLanguage(language)
    // Locks the user's row first, as every change of a user does, to avoid deadlocks.
    await stores.passwords.deleteOfUser(user.id)
    if (hash === undefined || !(await stores.invitations.consume(ports.secrets.hash(secret))))
      throw invalidInvitation()
    const passwordExpiresAt = await setPassword(user, { hash, selfService: true }, at)
    const active = await completeInvitation(
      user,
      {
        // The link was sent to this address only.
        emailVerifiedAt: at.now,
        displayName: displayName === undefined ? undefined : normalizeText('display name', displayName, 255),
        language: user.language === null ? preferred : undefined,
      },
      at,
    )
    return { ...active, passwordExpiresAt }
  },
})
