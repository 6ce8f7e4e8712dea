import { queueMail } from '../mail/queue-mail.ts'
import type { Applying } from '../operation.ts'
import type { User } from './user.ts'

/** A letter to the user that its password is another one, so that whoever did not do that hears of it. */
export const tellPasswordChanged = async (
  { id, domainId, name, displayName, claimedEmail }: User,
  at: Applying,
): Promise<void> => {
  if (claimedEmail === null) return
  await queueMail(
    {
      userId: id,
      domainId,
      to: claimedEmail,
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
