import type { invitations as contract } from '@muster/contract/native/invitations.ts'
import type { Invitation } from '../../core/access/invitations/invitation.ts'
import { acceptInvitation } from '../../core/accounts/invitations/accept-invitation.ts'
import { listInvitations } from '../../core/accounts/invitations/invitations.ts'
import { inviteUser } from '../../core/accounts/invitations/invite-user.ts'
import { resendInvitation } from '../../core/accounts/invitations/resend-invitation.ts'
import { revokeInvitation } from '../../core/accounts/invitations/revoke-invitation.ts'
import { nextCursor, readPage, readText } from './lists.ts'
import type { NativeHandlers } from './request-context.ts'
import { time } from './times.ts'
import { showSelf, showUser } from './users.ts'

const show = (invitation: Invitation, expired: boolean) => ({
  id: invitation.id,
  user_id: invitation.userId,
  domain_id: invitation.domainId,
  email: invitation.sentTo,
  mode: invitation.mode,
  return_url: invitation.returnUrl,
  invited_by: invitation.invitedBy,
  created_at: time(invitation.createdAt),
  expires_at: time(invitation.expiresAt),
  expired,
})

export const invitations = {
  async inviteUser({ body }, context) {
    const { user, outcome, temporaryPassword } = await context.run(inviteUser, {
      email: body.email,
      mode: body.mode ?? 'email_link',
      name: body.username,
      domainId: body.domain_id,
      domainRole: body.domain_role,
      project: body.project && { id: body.project.id, role: body.project.role ?? 'member' },
      displayName: body.display_name,
      givenName: body.given_name,
      familyName: body.family_name,
      phoneNumber: body.phone_number,
      pictureUrl: body.picture_url,
      language: body.language,
      description: body.description,
      developer: body.developer,
      defaultProjectId: body.default_project_id,
      metadata: body.metadata,
      publicMetadata: body.public_metadata,
      externalId: body.external_id,
      password: body.password,
      returnUrl: body.return_url,
    })
    const shown = { user: showUser(user), outcome }
    if (outcome === 'existing') return { status: 200, body: shown }
    const location = `${context.base}/api/v1/users/${encodeURIComponent(user.id)}`
    const once = temporaryPassword === undefined ? {} : { temporary_password: temporaryPassword }
    return { status: 201, headers: { location }, body: { ...shown, ...once } }
  },

  async listInvitations({ query }, context) {
    const page = readPage('invitations', query, context)
    const found = await context.run(listInvitations, {
      domainId: readText(query, 'domain_id'),
      limit: page.limit,
      from: page.from,
    })
    const position = ({ id, createdAt }: Invitation) => ({ id, value: createdAt })
    return {
      status: 200,
      body: {
        invitations: found.rows.map((invitation) => show(invitation, invitation.expired)),
        next_cursor: nextCursor(found, page, position, context),
      },
    }
  },

  async revokeInvitation({ params }, context) {
    await context.run(revokeInvitation, { id: params.invitation_id })
    return { status: 204 }
  },

  async resendInvitation({ params }, context) {
    const invitation = await context.run(resendInvitation, { userId: params.user_id })
    return { status: 202, body: show(invitation, false) }
  },

  async acceptInvitation({ body }, context) {
    const user = await context.run(acceptInvitation, {
      secret: body.token,
      password: body.password,
      displayName: body.display_name,
      language: body.language,
    })
    return { status: 200, body: showSelf(user) }
  },
} satisfies NativeHandlers<typeof contract>
