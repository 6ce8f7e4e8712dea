import type { Invitation, InvitationMode } from '../../access/invitations/invitation.ts'
import { mailUser } from '../../directory/users/mail-user.ts'
import type { User } from '../../directory/users/user.ts'
import { claimedAsTyped } from '../../kernel/claimed-email.ts'
import { domainError } from '../../kernel/domain-error.ts'
import type { CommandContext } from '../../kernel/operation.ts'

export type InvitationSecret =
  | { readonly mode: Extract<InvitationMode, 'email_link'>; readonly secret: string }
  | { readonly mode: Extract<InvitationMode, 'temporary_password'>; readonly password: string }

/** Expiry of an invitation sent now, in unix milliseconds. */
export const invitedUntil = ({ now, ports }: Pick<CommandContext, 'now' | 'ports'>): number =>
  now + ports.settings.invitationLifetime * 1000

const inviter = async ({ caller, stores }: Pick<CommandContext, 'caller' | 'stores'>) => {
  const user = caller.kind === 'known' ? await stores.users.get(caller.userId) : undefined
  return { id: user?.id ?? null, name: user?.displayName ?? user?.name }
}

export type NewLink = {
  readonly id: string
  readonly credential: InvitationSecret
  readonly returnUrl?: string | null | undefined
}

type InvitedUser = Pick<
  User,
  'id' | 'domainId' | 'email' | 'claimedEmail' | 'name' | 'displayName' | 'language' | 'invitedUntil'
>

/** Stores the invitation, replacing an earlier one of the user, and queues its email. */
export const sendInvitation = async (
  user: InvitedUser,
  { id, credential, returnUrl = null }: NewLink,
  at: CommandContext,
): Promise<Invitation> => {
  const { stores, ports, now } = at
  const { id: userId, domainId, claimedEmail, name, displayName, invitedUntil: expiresAt } = user
  const sentTo = claimedAsTyped(user)
  if (claimedEmail === null || sentTo === null || expiresAt === null)
    throw domainError(
      'invalid',
      'email_not_claimed',
      'An invitation requires a claimed email address. Set an address that no other user of the domain has.',
      { field: 'email' },
    )
  const by = await inviter(at)
  const invitation: Invitation = {
    id,
    userId,
    domainId,
    email: claimedEmail,
    sentTo,
    mode: credential.mode,
    returnUrl,
    invitedBy: by.id,
    createdAt: now,
    expiresAt,
  }
  const secretHash = credential.mode === 'email_link' ? ports.secrets.hash(credential.secret) : null
  await stores.invitations.put({ ...invitation, secretHash })
  const domain = await stores.projects.get(domainId)
  const mail = { to: sentTo, expiresAt }
  const parameters = {
    username: name,
    ...(displayName === null ? {} : { name: displayName }),
    ...(domain ? { organization: domain.name } : {}),
    ...(by.name === undefined ? {} : { invited_by: by.name }),
    expires_at: new Date(expiresAt).toISOString(),
  }
  if (credential.mode === 'email_link')
    await mailUser(
      user,
      { ...mail, template: 'invitation', parameters: { ...parameters, token: credential.secret } },
      at,
    )
  else
    await mailUser(
      user,
      {
        ...mail,
        template: 'temporary_password',
        parameters: { ...parameters, password: credential.password },
      },
      at,
    )
  return invitation
}
