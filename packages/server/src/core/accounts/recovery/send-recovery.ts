import { requireUser, userTarget } from '../../directory/users/get-user.ts'
import { assertCanManageSystemUser } from '../../directory/users/system-users.ts'
import { domainError } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { maxLinks } from './recovery-link.ts'
import { sendLink } from './send-link.ts'
import { mayRecover } from './valid-recovery-token.ts'

/**
 * Sends a recovery link to the user's own address on request of an administrator, who never sees it (T57, T61). Replaces
 * the oldest open link when the limit is reached. Rejects with `invalid` for a user who is not active or has no claimed
 * address.
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
        'A recovery link requires an active user with a claimed email address.',
      )
    for (const { id } of (await stores.recovery.listValidOfUser(userId, now)).slice(maxLinks - 1))
      await stores.recovery.delete(id)
    await sendLink(user, at)
  },
})
