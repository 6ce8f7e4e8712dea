import type { CallOptions } from '../../transport/transport.ts'
import type { NativeApi, PostOptions } from '../api.ts'
import type { Invitation, InvitedUser, NewInvitation, User } from '../types.ts'

export const makeInvitations = (api: NativeApi) => ({
  /**
   * Invites a user by email. `outcome` says whether the user was created, invited again, or already invited. Throws
   * `Conflict` with `email_taken`.
   */
  create: (invitation: NewInvitation, options?: PostOptions) =>
    api.send<InvitedUser>('POST', '/invitations', { json: invitation }, options),

  /** Pending invitations, newest first. */
  list: (query: { readonly domain_id?: string; readonly limit?: number } = {}, options?: CallOptions) =>
    api.list<Invitation>('/invitations', 'invitations', { query }, options),

  /** Withdraws an invitation: its link no longer works. The user stays and can be invited again. */
  async revoke(invitationId: string, options?: CallOptions): Promise<void> {
    const params = { invitation_id: invitationId }
    await api.send('DELETE', '/invitations/{invitation_id}', { params }, options)
  },

  /** Accepts an invitation with the token of its link; needs no credentials. Throws `BadRequest` with `invitation_invalid`. */
  accept: (
    acceptance: { readonly token: string; readonly password: string; readonly display_name?: string },
    options?: CallOptions,
  ) => api.send<User>('POST', '/invitations/accept', { json: acceptance, authenticated: false }, options),
})
