import {
  type Invitation,
  invitationPrefix,
  isInvitationExpired,
} from '../../access/invitations/invitation.ts'
import { requireUser, userTarget } from '../../directory/users/get-user.ts'
import { domainError, notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { inviteExisting } from './invite-existing.ts'
import { invitedUntil, sendInvitation } from './send-invitation.ts'

/**
 * Sends a new link to an invited user. The previous link or temporary password becomes invalid and the lifetime starts
 * again. A pending user is invited. Rejects with `invalid` for users of another status and for expired invitations,
 * which need `inviteUser`.
 */
export const resendInvitation = command({
  rule: 'muster:invite_user',
  load: ({ userId }: { readonly userId: string }, at) => requireUser(userId, at),
  target: (_input, user) => userTarget(user),
  prepare: async (_input, _found, { ports }) => ports.secrets.make(invitationPrefix),
  apply: async ({ userId }, { prepared: secret, ...at }): Promise<Invitation> => {
    const { stores, ports, now, record } = at
    const before = await requireUser(userId, at)
    if (before.status === 'pending') {
      const credential = { mode: 'email_link', secret } as const
      return (await inviteExisting(before, { id: ports.newId(), credential }, at)).invitation
    }
    if (before.status !== 'invited')
      throw domainError(
        'invalid',
        'user_not_invited',
        'This user is neither invited nor pending, so there is no invitation to send.',
      )
    if (isInvitationExpired(before, now))
      throw domainError(
        'invalid',
        'invitation_lapsed',
        'The invitation of this user has expired. Invite the user again.',
      )
    const earlier = await stores.invitations.getByUser(userId)
    const id = earlier?.id ?? ports.newId()
    await stores.passwords.deleteOfUser(userId)
    const user = await stores.users.update(userId, { invitedUntil: invitedUntil(at), updatedAt: now })
    if (!user) throw notFound('user', userId)
    const invitation = await sendInvitation(
      user,
      { id, credential: { mode: 'email_link', secret }, returnUrl: earlier?.returnUrl },
      at,
    )
    record({
      kind: 'user.invitation_resent',
      subject: { type: 'user', id: userId },
      domainId: user.domainId,
      detail: { invitation_id: id },
    })
    return invitation
  },
})
