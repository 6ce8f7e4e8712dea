import type { FilterExpression } from '../../kernel/filters/filter-expression.ts'
import type { Slice } from '../../kernel/paging/list-query.ts'
import type { Position } from '../../kernel/paging/position.ts'
import type { User } from './user.ts'
import type { UserFilterKey } from './user-store.ts'

/** A soft-deleted user until it is purged, with its last status and claimed email. */
export type DeletedUser = User & {
  /** Unix milliseconds. */
  readonly deletedAt: number
}

export type DeletedUserListQuery = {
  readonly domainId?: string | undefined
  readonly name?: string | undefined
  readonly limit: number
  /** The end of the previous page; its value is a `deletedAt`. */
  readonly from?: Position | undefined
}

export type DeletedUserSearch = {
  readonly domainId: string
  /** Status and email are those of the time of the deletion. */
  readonly filter?: FilterExpression<UserFilterKey> | undefined
  readonly limit: number
  /** The end of the previous page. */
  readonly from?: Position | undefined
}

/** The status, name and email of a restored user. */
export type Return = Pick<User, 'status' | 'name' | 'email' | 'claimedEmail' | 'invitedUntil' | 'updatedAt'>

export type DeletedUserStore = {
  /**
   * Soft-deletes the user: releases its name and claimed email and deletes its password and lockout. False when there is
   * no such user.
   */
  softDelete(id: string, at: number): Promise<boolean>
  get(id: string): Promise<DeletedUser | undefined>
  /** The most recently deleted user that had claimed the address. */
  getByClaimedEmail(domainId: string, email: string): Promise<DeletedUser | undefined>
  /** Most recently deleted first. */
  list(query: DeletedUserListQuery): Promise<Slice<DeletedUser>>
  /** By id. */
  find(search: DeletedUserSearch): Promise<Slice<DeletedUser>>
  /** Undefined when there is no such deleted user. Rejects with `conflict` for a taken name or address. */
  restore(id: string, as: Return): Promise<User | undefined>
  /** Users deleted before that time, oldest first. */
  due(deletedBefore: number, limit: number): Promise<readonly DeletedUser[]>
  /**
   * Removes all data of the deleted users except their ids in the event log, and returns the ids that were deleted users.
   * Rows of other tables are removed by their foreign keys.
   */
  purge(ids: readonly string[]): Promise<readonly string[]>
}
