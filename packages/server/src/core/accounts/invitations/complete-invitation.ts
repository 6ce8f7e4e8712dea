import { checkStep } from '../../directory/users/status-steps.ts'
import type { User } from '../../directory/users/user.ts'
import type { UserChange } from '../../directory/users/user-store.ts'
import { notFound } from '../../kernel/domain-error.ts'
import type { CommandContext } from '../../kernel/operation.ts'

/** Activates an invited user who has chosen a password, and deletes the invitation. */
export const completeInvitation = async (
  { id, status }: Pick<User, 'id' | 'status'>,
  change: Pick<UserChange, 'displayName' | 'emailVerifiedAt' | 'language'>,
  { stores, now, record }: CommandContext,
): Promise<User> => {
  checkStep(status, 'active', 'acceptance')
  await stores.invitations.deleteOfUser(id)
  await stores.lockouts.clear(id)
  const user = await stores.users.update(id, {
    ...change,
    status: 'active',
    invitedUntil: null,
    updatedAt: now,
  })
  if (!user) throw notFound('user', id)
  // The time before acceptance does not count as inactivity.
  await stores.users.markActive(id, now)
  record({
    kind: 'user.invitation_accepted',
    subject: { type: 'user', id },
    domainId: user.domainId,
    invalidates: [`user:${id}`],
  })
  return { ...user, lastActiveAt: now }
}
