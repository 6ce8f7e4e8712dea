import { requirePendingInvitation } from '../../access/invitations/pending-invitation.ts'
import { query } from '../../kernel/operation.ts'
import { returnUrlFor } from './return-url.ts'

/** The details on the invitation page: only what the invitation email already contains. */
export type ShownInvitation = {
  readonly email: string
  readonly domainName: string
  /** Unix milliseconds. */
  readonly expiresAt: number
  /** The redirect target after acceptance. */
  readonly returnUrl: string | null
}

/** Shows an invitation by the secret of its link. Repeatable, because mail scanners open links too. */
export const getInvitation = query({
  access: 'public',
  read: async ({ secret }: { readonly secret: string }, _found, at): Promise<ShownInvitation> => {
    const { user, domain, invitation } = await requirePendingInvitation(secret, at)
    return {
      email: user.email ?? invitation.sentTo,
      domainName: domain.name,
      expiresAt: invitation.expiresAt,
      returnUrl: returnUrlFor(domain.id, invitation.returnUrl, at.ports.settings),
    }
  },
})
