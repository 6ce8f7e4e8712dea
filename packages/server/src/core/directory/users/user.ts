/** People are `human`; programs of others are `service`; `system` users belong to Muster itself. */
export const userKinds = ['human', 'service', 'system'] as const
export type UserKind = (typeof userKinds)[number]

/**
 * - `invited`: no proof of the address yet
 * - `pending`: created, awaiting approval
 * - `active`: may sign in; the only status that Identity v3 calls enabled
 * - `disabled`: may not
 *
 * A deleted user is a tombstone that no face shows.
 */
export const userStatuses = ['invited', 'pending', 'active', 'disabled'] as const
export type UserStatus = (typeof userStatuses)[number]

/** keystone.md section 9: exceptions for one user from rules that hold for all. */
export type UserOptions = {
  readonly ignore_change_password_upon_first_use?: boolean
  readonly ignore_password_expiry?: boolean
  readonly ignore_lockout_failure_attempts?: boolean
  readonly lock_password?: boolean
  readonly ignore_user_inactivity?: boolean
  readonly multi_factor_auth_enabled?: boolean
  readonly multi_factor_auth_rules?: readonly (readonly string[])[]
}

/** Which channels reach the user, and about what. What is absent is as the registry says. */
export type UserPreferences = {
  readonly channels?: Readonly<Record<string, boolean>>
  readonly types?: Readonly<Record<string, boolean>>
}

export type User = {
  readonly id: string
  /** Unique over all domains, ascending, for clients whose ids are integers. */
  readonly number: number
  readonly domainId: string
  /** The username: unique in the domain, what one logs in with. */
  readonly name: string
  readonly kind: UserKind
  readonly status: UserStatus
  /** Free text, not unique. */
  readonly displayName: string | null
  readonly email: string | null
  /** The normalised address, when it is this user's alone in the domain. */
  readonly claimedEmail: string | null
  /** When a link sent to the claimed address was used; null for an address that no one has proved yet. */
  readonly emailVerifiedAt: number | null
  /** The id of the user in another system: unique in the domain. */
  readonly externalId: string | null
  /** Names of a person, as OpenID Connect calls them; see `person-names.ts` for how they meet the display name. */
  readonly givenName: string | null
  readonly familyName: string | null
  readonly phoneNumber: string | null
  readonly pictureUrl: string | null
  readonly description: string | null
  readonly defaultProjectId: string | null
  /** May create application credentials for itself. */
  readonly developer: boolean
  readonly options: UserOptions
  /** Attributes that only the client knows the meaning of. */
  readonly extra: Readonly<Record<string, unknown>>
  /** Free attributes that the native face and others show and filter by. */
  readonly metadata: Readonly<Record<string, unknown>>
  /** Free attributes that administrators set and the user itself may read. */
  readonly publicMetadata: Readonly<Record<string, unknown>>
  readonly preferences: UserPreferences
  readonly planId: string | null
  /** Unix milliseconds, as all times below. */
  readonly planExpiresAt: number | null
  /** Of users as they are seen (`inactivity.ts`): that has passed. */
  readonly planExpired?: true
  /** Until when the invitation can be accepted; set while the status is `invited`. */
  readonly invitedUntil: number | null
  readonly passwordExpiresAt: number | null
  readonly createdAt: number
  readonly updatedAt: number
  /** When the user last signed in to a session or used one, to the minute. */
  readonly lastActiveAt: number | null
  /** Counts the changes, from 1; those of `lastActiveAt` and of the password are none. */
  readonly version: number
}
