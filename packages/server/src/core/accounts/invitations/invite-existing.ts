import { assertUserWithin } from '../../access/authority/protected-targets.ts'
import { type Invitation, isInvitationExpired } from '../../access/invitations/invitation.ts'
import { checkStep } from '../../directory/users/status-steps.ts'
import type { User } from '../../directory/users/user.ts'
import { checkKindChange } from '../../directory/users/user-kinds.ts'
import { notFound } from '../../kernel/domain-error.ts'
import type { CommandContext } from '../../kernel/operation.ts'
import { invitedUntil, type NewLink, sendInvitation } from './send-invitation.ts'

/** Whether the user can be invited: pending users, and users whose invitation has expired. */
export const awaitsInvitation = (user: Pick<User, 'status' | 'invitedUntil'>, now: number): boolean =>
  user.status === 'pending' || isInvitationExpired(user, now)

/**
 * Invites an existing user. Deletes the password and replaces an earlier invitation, so that the new invitation is the
 * only way to sign in. Rejects users of another status or kind, without a claimed email, or with more authority than
 * the caller.
 */
export const inviteExisting = async (
  before: User,
  link: NewLink,
  at: CommandContext,
): Promise<{ readonly user: User; readonly invitation: Invitation }> => {
  const { stores, now, record } = at
  checkStep(before.status, 'invited', 'invitation')
  checkKindChange(before, { kind: before.kind, status: 'invited' })
  await assertUserWithin(before.id, at)
  await stores.passwords.deleteOfUser(before.id)
  await stores.lockouts.clear(before.id)
  const user = await stores.users.update(before.id, {
    status: 'invited',
    invitedUntil: invitedUntil(at),
    updatedAt: now,
  })
  if (!user) throw notFound('user', before.id)
  const invitation = await sendInvitation(user, link, at)
  record({
    kind: 'user.invited',
    subject: { type: 'user', id: user.id },
    domainId: user.domainId,
    invalidates: [`user:${user.id}`],
    detail: { mode: invitation.mode, invitation_id: invitation.id, again: before.status === 'invited' },
  })
  return { user, invitation }
}
