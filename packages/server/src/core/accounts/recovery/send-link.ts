import { mailUser } from '../../directory/users/mail-user.ts'
import type { User } from '../../directory/users/user.ts'
import { claimedAsTyped } from '../../kernel/claimed-email.ts'
import type { CommandContext } from '../../kernel/operation.ts'
import { recoveryPrefix } from './recovery-link.ts'

/**
 * Creates a recovery link and queues its email to the claimed address only. `language`: for a user without a preferred
 * language.
 */
export const sendLink = async (
  user: User & { readonly claimedEmail: string },
  at: CommandContext,
  language?: string,
): Promise<void> => {
  const { stores, ports, now, record } = at
  const { id: userId, domainId, name, displayName, claimedEmail: email } = user
  const secret = ports.secrets.make(recoveryPrefix)
  const id = ports.newId()
  const first = !(await stores.passwords.current(userId))
  const expiresAt = now + ports.settings.recoveryLifetime * 1000
  await stores.recovery.insert({
    id,
    userId,
    email,
    secretHash: ports.secrets.hash(secret),
    createdAt: now,
    expiresAt,
  })
  await mailUser(
    user,
    {
      language,
      to: claimedAsTyped(user) ?? email,
      template: first ? 'first_password' : 'recovery',
      parameters: {
        token: secret,
        username: name,
        ...(displayName === null ? {} : { name: displayName }),
        expires_at: new Date(expiresAt).toISOString(),
      },
      expiresAt,
    },
    at,
  )
  record({ kind: 'user.recovery_sent', subject: { type: 'user', id: userId }, domainId })
}
