import { queueMail } from '../mail/queue-mail.ts'
import type { Applying } from '../operation.ts'
import { claimedAsTyped } from './claimed-email.ts'
import type { User } from './user.ts'

/** A letter to the user that its password is another one, so that whoever did not do that hears of it. */
export const tellPasswordChanged = async (user: User, at: Applying): Promise<void> => {
  const { id, domainId, name, displayName } = user
  const to = claimedAsTyped(user)
  if (to === null) return
  await queueMail(
    {
      userId: id,
      domainId,
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
