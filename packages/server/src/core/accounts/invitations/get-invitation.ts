import { requirePendingInvitation } from '../../access/invitations/pending-invitation.ts'
import { query } from '../../kernel/operation.ts'
import { returnUrlFor } from './return-url.ts'

/** What the page of an invitation shows: as much as the letter with the link said already. */
export type ShownInvitation = {
  readonly email: string
  readonly domainName: string
  /** Unix milliseconds. */
  readonly expiresAt: number
  /** Where the page leads after acceptance. */
  readonly returnUrl: string | null
}

/** By whoever holds the link, as often as wanted: programs that look at mail open links too. */
export const getInvitation = query({
  rule: 'open',
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
