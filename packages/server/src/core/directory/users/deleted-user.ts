import type { Slice } from '../../kernel/paging/list-query.ts'
import type { Position } from '../../kernel/paging/position.ts'
import type { User } from './user.ts'

/** What is kept of a deleted user until it is purged: the user as it was, status and claimed email included. */
export type DeletedUser = User & {
  /** Unix milliseconds. */
  readonly deletedAt: number
}

export type TombstoneQuery = {
  readonly domainId?: string | undefined
  readonly name?: string | undefined
  readonly limit: number
  /** Where the page before ended; its value is a `deletedAt`. */
  readonly from?: Position | undefined
}

/** How a user comes back: under the name it had, with the address it had, or under others. */
export type Return = Pick<User, 'status' | 'name' | 'email' | 'claimedEmail' | 'invitedUntil' | 'updatedAt'>

export type DeletedUserStore = {
  /**
   * Makes the user a tombstone, whose name and claimed email are free for others; its password and its lock are
   * gone. False when there was no such user.
   */
  softDelete(id: string, at: number): Promise<boolean>
  get(id: string): Promise<DeletedUser | undefined>
  /** The one buried last of those who had claimed the address. */
  getByClaimedEmail(domainId: string, email: string): Promise<DeletedUser | undefined>
  /** The last buried first. */
  list(query: TombstoneQuery): Promise<Slice<DeletedUser>>
  /** Undefined when there is no such tombstone. Rejects with `conflict` for a name or an address that is taken. */
  restore(id: string, as: Return): Promise<User | undefined>
  /** Those buried earlier than that, the first buried first. */
  due(deletedBefore: number, limit: number): Promise<readonly DeletedUser[]>
  /**
   * Removes every trace but what the journal says of the ids. Answers those that were tombstones. Whatever else is
   * kept with a user goes by the reference of its table.
   */
  purge(ids: readonly string[]): Promise<readonly string[]>
}
