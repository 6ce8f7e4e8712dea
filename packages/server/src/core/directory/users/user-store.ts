import type { Condition } from '../../kernel/filters/filter-expression.ts'
import type { Filter, Page, Slice } from '../../kernel/paging/list-query.ts'
import type { Position, Sort } from '../../kernel/paging/position.ts'
import type { User } from './user.ts'

export type UserFilterKey =
  | 'id'
  | 'number'
  | 'domain_id'
  | 'name'
  | 'display_name'
  | 'given_name'
  | 'family_name'
  | 'email'
  | 'claimed_email'
  | 'email_verified_at'
  | 'external_id'
  | 'phone_number'
  | 'metadata'
  | 'description'
  | 'enabled'
  | 'status'
  | 'kind'
  | 'developer'
  | 'plan_id'
  | 'plan_expires_at'
  | 'invited_until'
  | 'password_expires_at'
  | 'created_at'
  | 'updated_at'
  | 'last_active_at'

/** What a search looks at when nobody says otherwise: everything that people call each other by. */
export const userSearchFields = [
  'name',
  'display_name',
  'given_name',
  'family_name',
  'email',
  'phone_number',
] as const
export type UserSearchField = (typeof userSearchFields)[number]

/** One of the fields holds the text, whatever its case; nothing in the text has a meaning of its own. */
export type UserSearch = { readonly text: string; readonly fields: readonly UserSearchField[] }

export type UserSortKey =
  | 'id'
  | 'number'
  | 'name'
  | 'display_name'
  | 'given_name'
  | 'family_name'
  | 'email'
  | 'created_at'
  | 'updated_at'
  | 'last_active_at'

/** All of it must hold of a user. */
export type UserSelection = {
  readonly where: readonly Filter<UserFilterKey>[]
  readonly filter?: Condition<UserFilterKey> | undefined
  readonly search?: UserSearch | undefined
  /** Each of these attributes of the metadata has exactly this value. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined
  /** Active users last seen before that (unix milliseconds) count as disabled. */
  readonly inactiveBefore?: number | undefined
}

export type UserListQuery = UserSelection & {
  readonly page: Page
  /** Absent or empty: by id. Users who lack what sorts follow the others, whatever the direction. */
  readonly sort?: readonly Sort<UserSortKey>[] | undefined
  /** Where the page before ended, in place of `page.after`; that row may be gone. */
  readonly from?: Position | undefined
  /** Rows to leave out before the page, for clients that count instead. */
  readonly skip?: number | undefined
}

type MadeByStore = 'planExpired' | 'number' | 'passwordExpiresAt' | 'lastActiveAt' | 'version'

type Profile =
  | 'givenName'
  | 'familyName'
  | 'phoneNumber'
  | 'pictureUrl'
  | 'metadata'
  | 'publicMetadata'
  | 'externalId'
  | 'emailVerifiedAt'
  | 'preferences'
  | 'planId'
  | 'planExpiresAt'
  | 'invitedUntil'

export type NewUser = Omit<User, MadeByStore | Profile> & {
  readonly [K in Profile]?: User[K] | undefined
}

/** What may change; `undefined` and absent both mean "as it was". */
export type UserChange = {
  readonly [K in keyof Omit<
    User,
    'planExpired' | 'id' | 'number' | 'domainId' | 'lastActiveAt' | 'version'
  >]?: User[K] | undefined
}

export type UserStore = {
  /** Rejects with `conflict` (name or claimed email taken in the domain) and `not_found` (no such domain). */
  insert(user: NewUser): Promise<User>
  /**
   * Undefined, and nothing written, when the name or the claimed email is taken. In a serializable transaction one
   * that was taken by another transaction meanwhile is a reason to try again. Rejects with `not_found` (no such domain).
   */
  insertUnlessTaken(user: NewUser): Promise<User | undefined>
  get(id: string): Promise<User | undefined>
  /** Those that exist, in no particular order. */
  getMany(ids: readonly string[]): Promise<readonly User[]>
  /** The name as it is, or else one that counts as equal (`kernel/names/name-store.ts`). */
  getByName(domainId: string, name: string): Promise<User | undefined>
  getByClaimedEmail(domainId: string, email: string): Promise<User | undefined>
  list(query: UserListQuery): Promise<Slice<User>>
  /** Exactly. */
  count(selection: UserSelection): Promise<number>
  /** Adds up what counts users by domain and status; counts answer the same before and after. */
  compactCounts(): Promise<void>
  /** Undefined when there is no such user. Rejects with `conflict`. */
  update(id: string, change: UserChange): Promise<User | undefined>
  /** Notes that the user was here. False, and nothing noted, unless it is active now. */
  markActive(id: string, at: number): Promise<boolean>
  /** Removes every trace of a domain's users, tombstones too. Answers the ids that were alive. */
  purgeDomain(domainId: string): Promise<readonly string[]>
  /** Users whose default project this was have none. */
  forgetDefaultProject(projectId: string): Promise<void>
}
