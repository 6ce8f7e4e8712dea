import type { Invitation } from '../../access/invitations/invitation.ts'
import { requirePendingInvitation } from '../../access/invitations/pending-invitation.ts'
import { domainRestriction } from '../../kernel/caller.ts'
import { query } from '../../kernel/operation.ts'
import type { Slice } from '../../kernel/paging/list-query.ts'
import type { Position } from '../../kernel/paging/position.ts'
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

export type ListedInvitation = Invitation & { readonly expired: boolean }

export type ListInvitations = {
  readonly domainId?: string | undefined
  readonly limit: number
  readonly from?: Position | undefined
}

/** Newest first. A domain-scoped caller sees only invitations of its domain, whatever the filter. */
export const listInvitations = query({
  searches: true,
  rule: 'muster:list_invitations',
  target: (_input: ListInvitations, _found, { caller }) => ({
    target: { domain_id: domainRestriction(caller) },
  }),
  read: async ({ domainId, ...page }, _found, { stores, caller, now }): Promise<Slice<ListedInvitation>> => {
    const own = domainRestriction(caller)
    if (own !== undefined && domainId !== undefined && domainId !== own) return { rows: [], more: false }
    const { rows, more } = await stores.invitations.list({ ...page, domainId: own ?? domainId })
    return { rows: rows.map((row) => ({ ...row, expired: row.expiresAt <= now })), more }
  },
})
