import type { ListQuery, Slice } from '../../kernel/paging/list-query.ts'
import type { User } from '../users/user.ts'
import type { UserFilterKey, UserListQuery } from '../users/user-store.ts'
import type { Group } from './group.ts'

export type GroupFilterKey = 'id' | 'domain_id' | 'name' | 'description'

export type GroupChange = {
  readonly [K in 'name' | 'description' | 'extra' | 'updatedAt']?: Group[K] | undefined
}

/** Like `UserListQuery`. */
export type MemberListQuery = ListQuery<UserFilterKey> & Pick<UserListQuery, 'inactiveBefore'>

/** `membershipExpiresAt`: unix milliseconds; null for a membership without an end. */
export type GroupOfUser = Group & { readonly membershipExpiresAt: number | null }

export type Membership = { readonly groupId: string; readonly userId: string }

export type GroupStore = {
  /** Rejects with `conflict` (name taken in the domain) and `not_found` (no such domain). */
  insert(group: Group): Promise<Group>
  get(id: string): Promise<Group | undefined>
  /** Those that exist, in no particular order. */
  getMany(ids: readonly string[]): Promise<readonly Group[]>
  getByName(domainId: string, name: string): Promise<Group | undefined>
  /** The same for many names, in their order, with one statement. */
  getManyByName(domainId: string, names: readonly string[]): Promise<readonly (Group | undefined)[]>
  list(query: ListQuery<GroupFilterKey>): Promise<Slice<Group>>
  /** Undefined when there is none. Rejects with `conflict`. */
  update(id: string, change: GroupChange): Promise<Group | undefined>
  /** Also deletes its memberships. */
  delete(id: string): Promise<boolean>
  /** Deletes the groups of a domain, and all memberships of its groups and users. Returns the ids of the groups. */
  deleteDomain(domainId: string): Promise<readonly string[]>
  /** Idempotent. Rejects with `not_found` for an unknown user or group. */
  addMember(groupId: string, userId: string, at: number): Promise<void>
  /** False when the user was not a member. */
  removeMember(groupId: string, userId: string): Promise<boolean>
  hasMember(groupId: string, userId: string): Promise<boolean>
  /** Also removes expiring memberships. */
  removeUser(userId: string): Promise<void>
  /**
   * Replaces the expiring memberships that the user has from an identity provider. Returns the groups that the user
   * joined and left. Rejects with `not_found` for an unknown group. Times: unix milliseconds.
   */
  renewMemberships(renewal: {
    readonly userId: string
    readonly identityProviderId: string
    readonly groupIds: readonly string[]
    readonly expiresAt: number
    readonly now: number
  }): Promise<{ readonly added: readonly string[]; readonly removed: readonly string[] }>
  /** Deletes at most `limit` memberships that have expired. Returns the number deleted. */
  purgeExpiredMemberships(now: number, limit: number): Promise<number>
  members(groupId: string, query: MemberListQuery): Promise<Slice<User>>
  memberIds(groupId: string): Promise<readonly string[]>
  /** Member ids by group id; groups without members are absent. */
  memberIdsOf(groupIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>
  /** Memberships of the groups ordered by user, starting with the user `from`. */
  memberships(
    groupIds: readonly string[],
    page: { readonly limit: number; readonly from?: string | undefined },
  ): Promise<Slice<Membership>>
  /** Including memberships that expire after `now`. */
  groupsOf(userId: string, query: ListQuery<GroupFilterKey>, now: number): Promise<Slice<GroupOfUser>>
  /** Including memberships that expire after `now`; `until`: when the first of these expires. */
  groupIdsOf(
    userId: string,
    now: number,
  ): Promise<{ readonly ids: readonly string[]; readonly until: number }>
}
