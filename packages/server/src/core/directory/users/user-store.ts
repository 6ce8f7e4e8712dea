import type { FilterExpression } from '../../kernel/filters/filter-expression.ts'
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
  | 'language'
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

/** Default fields of a search: all names and contact fields that people use. */
export const userSearchFields = [
  'name',
  'display_name',
  'given_name',
  'family_name',
  'email',
  'phone_number',
] as const
export type UserSearchField = (typeof userSearchFields)[number]

/** Matches when one of the fields contains the text, case-insensitively. The text has no wildcards. */
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

/** Conditions, combined with AND. */
export type UserSelection = {
  readonly where: readonly Filter<UserFilterKey>[]
  readonly filter?: FilterExpression<UserFilterKey> | undefined
  readonly search?: UserSearch | undefined
  /** Metadata attributes that must have exactly these values. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined
  /** Active users last active before this time (unix milliseconds) count as disabled. */
  readonly inactiveBefore?: number | undefined
}

export type UserListQuery = UserSelection & {
  readonly page: Page
  /** Absent or empty: by id. Null values come last in both directions. */
  readonly sort?: readonly Sort<UserSortKey>[] | undefined
  /** The end of the previous page, instead of `page.after`; that row may have been deleted. */
  readonly from?: Position | undefined
  /** Rows to skip, for clients that page by number. */
  readonly skip?: number | undefined
}

type MadeByStore = 'planExpired' | 'number' | 'passwordExpiresAt' | 'lastActiveAt' | 'version'

type Profile =
  | 'givenName'
  | 'familyName'
  | 'phoneNumber'
  | 'pictureUrl'
  | 'language'
  | 'metadata'
  | 'publicMetadata'
  | 'externalId'
  | 'emailVerifiedAt'
  | 'preferences'
  | 'planId'
  | 'planExpiresAt'
  | 'invitedUntil'
  | 'managedBy'

export type NewUser = Omit<User, MadeByStore | Profile> & {
  readonly [K in Profile]?: User[K] | undefined
}

/** Changeable fields; `undefined` and absent fields keep their values. */
export type UserChange = {
  readonly [K in keyof Omit<
    User,
    'planExpired' | 'id' | 'number' | 'domainId' | 'lastActiveAt' | 'managedBy' | 'version'
  >]?: User[K] | undefined
}

export type UserStore = {
  /** Rejects with `conflict` (name or claimed email taken in the domain) and `not_found` (no such domain). */
  insert(user: NewUser): Promise<User>
  /**
   * Undefined, and nothing written, when the name or the claimed email is taken. In a serializable transaction a value
   * taken by a concurrent transaction causes a retry. Rejects with `not_found` (no such domain).
   */
  insertUnlessTaken(user: NewUser): Promise<User | undefined>
  get(id: string): Promise<User | undefined>
  /** Those that exist, in no particular order. */
  getMany(ids: readonly string[]): Promise<readonly User[]>
  /** Finds the exact name, else an equivalent one (`kernel/names/name-store.ts`). */
  getByName(domainId: string, name: string): Promise<User | undefined>
  getByClaimedEmail(domainId: string, email: string): Promise<User | undefined>
  list(query: UserListQuery): Promise<Slice<User>>
  /** The exact number. */
  count(selection: UserSelection): Promise<number>
  /** Compacts the counters of users by domain and status; the counts do not change. */
  compactCounts(): Promise<void>
  /** Undefined when there is no such user. Rejects with `conflict`. */
  update(id: string, change: UserChange): Promise<User | undefined>
  /** Records activity of the user. False, and nothing written, unless the user is active. */
  markActive(id: string, at: number): Promise<boolean>
  /** Removes all data of a domain's users, including deleted users. Returns the ids of those that were not deleted. */
  purgeDomain(domainId: string): Promise<readonly string[]>
  /** Clears the project as default project of users. */
  clearDefaultProject(projectId: string): Promise<void>
}
