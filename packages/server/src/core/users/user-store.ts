import type { ListQuery, Slice } from '../lists/list-query.ts'
import type { Position, Sort } from '../lists/position.ts'
import type { User } from './user.ts'

export type UserFilterKey =
  | 'id'
  | 'domain_id'
  | 'name'
  | 'display_name'
  | 'email'
  | 'enabled'
  | 'status'
  | 'kind'
  | 'password_expires_at'

export type UserListQuery = ListQuery<UserFilterKey> & {
  /** Absent: by id. */
  readonly sort?: Sort<'name' | 'created_at'> | undefined
  /** Active users last seen before that (unix milliseconds) are listed as disabled. */
  readonly inactiveBefore?: number | undefined
  /** Where the page before ended, in place of `page.after`; that row may be gone. */
  readonly from?: Position | undefined
}

type MadeByStore = 'number' | 'passwordExpiresAt' | 'lastActiveAt' | 'version'

type Profile =
  | 'givenName'
  | 'familyName'
  | 'phoneNumber'
  | 'pictureUrl'
  | 'metadata'
  | 'preferences'
  | 'planId'
  | 'planExpiresAt'
  | 'invitedUntil'

export type NewUser = Omit<User, MadeByStore | Profile> & {
  readonly [K in Profile]?: User[K] | undefined
}

/** What may change; `undefined` and absent both mean "as it was". */
export type UserChange = {
  readonly [K in keyof Omit<User, 'id' | 'number' | 'domainId' | 'createdAt' | 'lastActiveAt' | 'version'>]?:
    | User[K]
    | undefined
}

export type UserStore = {
  /** Refuses `conflict` (name or claimed email taken in the domain) and `not_found` (no such domain). */
  insert(user: NewUser): Promise<User>
  get(id: string): Promise<User | undefined>
  /** Those that exist, in no particular order. */
  getMany(ids: readonly string[]): Promise<readonly User[]>
  getByName(domainId: string, name: string): Promise<User | undefined>
  getByClaimedEmail(domainId: string, email: string): Promise<User | undefined>
  list(query: UserListQuery): Promise<Slice<User>>
  /** Undefined when there is no such user. Refuses `conflict`. */
  update(id: string, change: UserChange): Promise<User | undefined>
  /** Notes that the user was here. False, and nothing noted, unless it is active now. */
  markActive(id: string, at: number): Promise<boolean>
  /**
   * Leaves a tombstone: the name and the address are free again, memberships, assignments, passwords and
   * sessions are gone. False when there was no such user.
   */
  bury(id: string, at: number): Promise<boolean>
  /** Removes every trace of a domain's users, tombstones too. Answers the ids that were alive. */
  purgeDomain(domainId: string): Promise<readonly string[]>
  /** Users whose default project this was have none. */
  forgetDefaultProject(projectId: string): Promise<void>
}
