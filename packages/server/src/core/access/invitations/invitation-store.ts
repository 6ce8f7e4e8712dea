import type { Slice } from '../../kernel/paging/list-query.ts'
import type { Position } from '../../kernel/paging/position.ts'
import type { Invitation } from './invitation.ts'

export type NewInvitation = Invitation & {
  /** See `Secrets.hash`; null where there is no link. */
  readonly secretHash: string | null
}

export type InvitationListQuery = {
  readonly domainId?: string | undefined
  readonly limit: number
  readonly from?: Position | undefined
}

export type InvitationStore = {
  /** Inserts the invitation and replaces the one that the user has. Rejects with `not_found` for an unknown user. */
  put(invitation: NewInvitation): Promise<void>
  get(id: string): Promise<Invitation | undefined>
  getBySecret(secretHash: string): Promise<Invitation | undefined>
  getByUser(userId: string): Promise<Invitation | undefined>
  /** Invitations of users whose status is still `invited`, newest first; `from.value` is a `createdAt`. */
  list(query: InvitationListQuery): Promise<Slice<Invitation>>
  /** Deletes the invitation. Returns true for exactly one of several concurrent calls, false when it no longer exists. */
  consume(secretHash: string): Promise<boolean>
  deleteOfUser(userId: string): Promise<boolean>
}
