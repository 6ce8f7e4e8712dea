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
  /** In place of the one the user has, whose secret is worth nothing from then on. Rejects with `not_found` for an unknown user. */
  put(invitation: NewInvitation): Promise<void>
  get(id: string): Promise<Invitation | undefined>
  getBySecret(secretHash: string): Promise<Invitation | undefined>
  ofUser(userId: string): Promise<Invitation | undefined>
  /** Of users who are invited still, newest first; `from.value` is a `createdAt`. */
  list(query: InvitationListQuery): Promise<Slice<Invitation>>
  /** False when it was used, replaced or withdrawn meanwhile: of many who try, one hears true. */
  take(secretHash: string): Promise<boolean>
  deleteOfUser(userId: string): Promise<boolean>
}
