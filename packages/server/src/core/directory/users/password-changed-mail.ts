import { claimedAsTyped } from '../../kernel/claimed-email.ts'
import type { CommandContext } from '../../kernel/operation.ts'
import { mailUser } from './mail-user.ts'
import type { User } from './user.ts'

/** Notifies the user by email that its password was changed, so that an unauthorized change is noticed. */
export const sendPasswordChangedMail = async (user: User, at: CommandContext): Promise<void> => {
  const { name, displayName } = user
  const to = claimedAsTyped(user)
  if (to === null) return
  await mailUser(
    user,
    {
      to,
      template: 'password_changed',
      parameters: {
        username: name,
        ...(displayName === null ? {} : { name: displayName }),
        changed_at: new Date(at.now).toISOString(),
      },
    },
    at,
  )
}
