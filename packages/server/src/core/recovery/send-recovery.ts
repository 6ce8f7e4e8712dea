import { command } from '../operation.ts'
import { refuse } from '../refusal.ts'
import { theUser, userTarget } from '../users/get-user.ts'
import { spareSystemUser } from '../users/system-users.ts'
import { mayRecover } from './living-link.ts'
import { maxLinks } from './recovery-link.ts'
import { sendLink } from './send-link.ts'

/**
 * An administrator has a link for a new password sent, to the user's own address; nobody else ever sees it (T57,
 * T61). In place of the oldest open one when there are enough. Refuses `invalid` for a user who is not active, or
 * has no claimed address.
 */
export const sendRecovery = command({
  rule: 'muster:send_recovery',
  load: ({ userId }: { readonly userId: string }, at) => theUser(userId, at),
  target: (_input, user) => userTarget(user),
  apply: async ({ userId }, at): Promise<void> => {
    const { stores, now } = at
    const user = await theUser(userId, at)
    spareSystemUser(user, at)
    if (!mayRecover(user, await stores.projects.get(user.domainId), at))
      throw refuse(
        'invalid',
        'recovery_impossible',
        'Only an active user with an email address of its own can be sent a link for a new password.',
      )
    for (const { id } of (await stores.recovery.openOfUser(userId, now)).slice(maxLinks - 1))
      await stores.recovery.delete(id)
    await sendLink(user, at)
  },
})
