import { command } from '../operation.ts'
import { notFound, refuse } from '../refusal.ts'
import { theUser, userTarget } from '../users/get-user.ts'
import { type Invitation, invitationPrefix, isLapsed } from './invitation.ts'
import { inviteExisting } from './invite-existing.ts'
import { invitedUntil, sendInvitation } from './send-invitation.ts'

/**
 * Sends another link to a user who is invited and has not accepted yet; the one before, or the temporary password,
 * ends, and the time starts again. A pending user is invited by it. Refuses `invalid` for users of another status,
 * and for one whose invitation is over: that one is invited again (`inviteUser`).
 */
export const resendInvitation = command({
  rule: 'muster:invite_user',
  load: ({ userId }: { readonly userId: string }, at) => theUser(userId, at),
  target: (_input, user) => userTarget(user),
  prepare: async (_input, _found, { ports }) => ports.secrets.make(invitationPrefix),
  apply: async ({ userId }, { prepared: secret, ...at }): Promise<Invitation> => {
    const { stores, ports, now, record } = at
    const before = await theUser(userId, at)
    if (before.status === 'pending') {
      const way = { mode: 'email_link', secret } as const
      return (await inviteExisting(before, { id: ports.newId(), way }, at)).invitation
    }
    if (before.status !== 'invited')
      throw refuse(
        'invalid',
        'user_not_invited',
        'This user is neither invited nor pending: there is no invitation to send.',
      )
    if (isLapsed(before, now))
      throw refuse(
        'invalid',
        'invitation_lapsed',
        'The invitation of this user is over: invite the user again.',
      )
    const earlier = await stores.invitations.ofUser(userId)
    const id = earlier?.id ?? ports.newId()
    await stores.passwords.deleteOfUser(userId)
    const user = await stores.users.update(userId, { invitedUntil: invitedUntil(at), updatedAt: now })
    if (!user) throw notFound('user', userId)
    const invitation = await sendInvitation(
      user,
      { id, way: { mode: 'email_link', secret }, returnUrl: earlier?.returnUrl },
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
