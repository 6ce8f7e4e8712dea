import type { Project } from '../../directory/projects/project.ts'
import type { User } from '../../directory/users/user.ts'
import { type DomainError, domainError } from '../../kernel/domain-error.ts'
import { isExpired } from '../../kernel/expiry.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import { type Invitation, invitationPrefix } from './invitation.ts'

export type PendingInvitation = {
  readonly invitation: Invitation
  readonly user: User
  readonly domain: Project
}

/** The same error for every reason, so that it reveals nothing about users. */
export const invalidInvitation = (): DomainError =>
  domainError(
    'invalid',
    'invitation_invalid',
    'This invitation is not valid: it was used, replaced or revoked, or it has expired. Ask for a new one.',
    { field: 'token' },
  )

/**
 * The invitation with its user and domain; undefined when it is no longer valid. The user's status, domain and claimed
 * address must be those of the invitation, so that a link sent to another address is not accepted (T60, T62).
 */
export const findPendingInvitation = async (
  invitation: Invitation | undefined,
  { stores, now }: Pick<OperationContext, 'stores' | 'now'>,
): Promise<PendingInvitation | undefined> => {
  if (!invitation || isExpired(invitation, now)) return undefined
  const user = await stores.users.get(invitation.userId)
  if (user?.status !== 'invited' || user.invitedUntil !== invitation.expiresAt) return undefined
  if (user.claimedEmail !== invitation.email || user.domainId !== invitation.domainId) return undefined
  const domain = await stores.projects.get(user.domainId)
  return domain?.enabled ? { invitation, user, domain } : undefined
}

/** Rejects with `invalid` (`invitation_invalid`) for anything but the secret of a pending invitation. */
export const requirePendingInvitation = async (
  secret: string,
  at: Pick<OperationContext, 'stores' | 'ports' | 'now'>,
): Promise<PendingInvitation> => {
  const { secrets } = at.ports
  if (!secrets.is(invitationPrefix, secret)) throw invalidInvitation()
  const pending = await findPendingInvitation(
    await at.stores.invitations.getBySecret(secrets.hash(secret)),
    at,
  )
  if (!pending) throw invalidInvitation()
  return pending
}
