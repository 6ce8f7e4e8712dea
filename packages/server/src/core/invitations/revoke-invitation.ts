import { type At, command } from '../operation.ts'
import { notFound } from '../refusal.ts'
import { userTarget } from '../users/get-user.ts'
import type { Invitation } from './invitation.ts'

const theInvitation = async (id: string, { stores }: Pick<At, 'stores'>): Promise<Invitation> => {
  const invitation = await stores.invitations.get(id)
  if (!invitation) throw notFound('invitation', id)
  return invitation
}

/**
 * Nobody comes in by it any more. The user stays, as one whose invitation is over: it can be invited again, or
 * deleted.
 */
export const revokeInvitation = command({
  rule: 'muster:revoke_invitation',
  load: ({ id }: { readonly id: string }, at) => theInvitation(id, at),
  target: (_input, { userId, domainId }) => userTarget({ id: userId, domainId }),
  apply: async ({ id }, at) => {
    const { stores, now, record } = at
    const { userId, domainId } = await theInvitation(id, at)
    const user = await stores.users.get(userId)
    if (user?.status === 'invited') {
      await stores.passwords.deleteOfUser(userId)
      const invitedUntil = Math.min(user.invitedUntil ?? now, now)
      await stores.users.update(userId, { invitedUntil, updatedAt: now })
    }
    await stores.invitations.deleteOfUser(userId)
    record({
      kind: 'user.invitation_revoked',
      subject: { type: 'user', id: userId },
      domainId,
      detail: { invitation_id: id },
    })
  },
})
