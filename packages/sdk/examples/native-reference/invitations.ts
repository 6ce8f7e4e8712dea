import { Muster } from '@muster/sdk'
import type { Given } from './given.ts'

export const inviteUser = async ({ muster }: Given) => {
  // #region inviteUser
  const { user, outcome } = await muster.invitations.create({
    email: 'grace@example.org',
    display_name: 'Grace Hopper',
    domain_role: 'member',
  })
  // #endregion
  return { user, outcome }
}

export const listInvitations = async ({ muster }: Given) => {
  // #region listInvitations
  const pending = await muster.invitations.list({ domain_id: 'default' }).toArray({ limit: 50 })
  // #endregion
  return pending
}

export const revokeInvitation = async ({ muster, invitationId }: Given) => {
  // #region revokeInvitation
  await muster.invitations.revoke(invitationId)
  // #endregion
}

export const resendInvitation = async ({ muster, userId }: Given) => {
  // #region resendInvitation
  const invitation = await muster.users.invite(userId)
  // #endregion
  return invitation
}

export const acceptInvitation = async ({ url, invitationToken, newPassword }: Given) => {
  // #region acceptInvitation
  const user = await new Muster({ url }).invitations.accept({
    token: invitationToken,
    password: newPassword,
  })
  // #endregion
  return user
}
