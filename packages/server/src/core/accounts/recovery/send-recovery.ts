import { requireUser, userTarget } from '../../directory/users/get-user.ts'
import { assertCanManageSystemUser } from '../../directory/users/system-users.ts'
import { domainError } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { maxLinks } from './recovery-link.ts'
import { sendLink } from './send-link.ts'
import { mayRecover } from './valid-recovery-token.ts'

/**
 * An administrator has a link for a new password sent, to the user's own address; nobody else ever sees it (T57,
 * T61). In place of the oldest open one when there are enough. Rejects with `invalid` for a user who is not active, or
 * has no claimed address.
 */
export const sendRecovery = command({
  rule: 'muster:send_recovery',
  load: ({ userId }: { readonly userId: string }, at) => requireUser(userId, at),
  target: (_input, user) => userTarget(user),
  apply: async ({ userId }, at): Promise<void> => {
    const { stores, now } = at
    const user = await requireUser(userId, at)
    assertCanManageSystemUser(user, at)
    if (!mayRecover(user, await stores.projects.get(user.domainId), at))
      throw domainError(
        'invalid',
        'recovery_impossible',
        'Only an active user with an email address of its own can be sent a link for a new password.',
      )
    for (const { id } of (await stores.recovery.openOfUser(userId, now)).slice(maxLinks - 1))
      await stores.recovery.delete(id)
    await sendLink(user, at)
  },
})
