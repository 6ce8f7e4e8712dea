import type { Project } from '../../directory/projects/project.ts'
import type { User } from '../../directory/users/user.ts'
import { type DomainError, domainError } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import { type Invitation, invitationPrefix } from './invitation.ts'

export type PendingInvitation = {
  readonly invitation: Invitation
  readonly user: User
  readonly domain: Project
}

/** The same for every reason: a stranger learns nothing, and whoever was invited knows what to do. */
export const invalidInvitation = (): DomainError =>
  domainError(
    'invalid',
    'invitation_invalid',
    'This invitation cannot be used: it was used before, has been replaced or withdrawn, or is over. Ask for a new one.',
    { field: 'token' },
  )

/**
 * What an invitation is worth right now. Everything it stands on must be as it was when it was sent: the user, its
 * domain, and the address, so that nobody comes in by a link that was sent to another one (T60, T62).
 */
export const findPendingInvitation = async (
  invitation: Invitation | undefined,
  { stores, now }: Pick<OperationContext, 'stores' | 'now'>,
): Promise<PendingInvitation | undefined> => {
  if (!invitation || invitation.expiresAt <= now) return undefined
  const user = await stores.users.get(invitation.userId)
  if (user?.status !== 'invited' || user.invitedUntil !== invitation.expiresAt) return undefined
  if (user.claimedEmail !== invitation.email || user.domainId !== invitation.domainId) return undefined
  const domain = await stores.projects.get(user.domainId)
  return domain?.enabled ? { invitation, user, domain } : undefined
}

/** Rejects with `invalid` (`invitation_invalid`) whatever is not the secret of a living invitation. */
export const requirePendingInvitation = async (
  secret: string,
  at: Pick<OperationContext, 'stores' | 'ports' | 'now'>,
): Promise<PendingInvitation> => {
  const { secrets } = at.ports
  if (!secrets.is(invitationPrefix, secret)) throw invalidInvitation()
  const active = await findPendingInvitation(
    await at.stores.invitations.getBySecret(secrets.hash(secret)),
    at,
  )
  if (!active) throw invalidInvitation()
  return active
}
