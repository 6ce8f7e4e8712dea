import type { Invitation } from '../../access/invitations/invitation.ts'
import { userTarget } from '../../directory/users/get-user.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { command, type OperationContext } from '../../kernel/operation.ts'

const requireInvitation = async (
  id: string,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<Invitation> => {
  const invitation = await stores.invitations.get(id)
  if (!invitation) throw notFound('invitation', id)
  return invitation
}

/**
 * Revokes an invitation. The user remains with an expired invitation and can be invited again or deleted.
 */
export const revokeInvitation = command({
  rule: 'muster:revoke_invitation',
  load: ({ id }: { readonly id: string }, at) => requireInvitation(id, at),
  target: (_input, { userId, domainId }) => userTarget({ id: userId, domainId }),
  apply: async ({ id }, at) => {
    const { stores, now, record } = at
    const { userId, domainId } = await requireInvitation(id, at)
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
