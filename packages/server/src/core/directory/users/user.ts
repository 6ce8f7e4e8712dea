import type { Language } from '../../kernel/language.ts'

/** `human`: people; `service`: programs of customers; `system`: accounts of Muster itself. */
export const userKinds = ['human', 'service', 'system'] as const
export type UserKind = (typeof userKinds)[number]

/**
 * - `invited`: has not accepted the invitation, so that the address is not verified
 * - `pending`: created and waiting for approval
 * - `active`: may sign in; the only status that Identity v3 shows as enabled
 * - `disabled`: may not sign in
 *
 * Deleted users are stored separately (`deleted-user.ts`).
 */
export const userStatuses = ['invited', 'pending', 'active', 'disabled'] as const
export type UserStatus = (typeof userStatuses)[number]

/** The kind of external directory that a user or group comes from. */
export type ManagedBy = 'ldap'

/** Per-user exceptions from server settings (keystone.md section 9). */
export type UserOptions = {
  readonly ignore_change_password_upon_first_use?: boolean
  readonly ignore_password_expiry?: boolean
  readonly ignore_lockout_failure_attempts?: boolean
  readonly lock_password?: boolean
  readonly ignore_user_inactivity?: boolean
  readonly multi_factor_auth_enabled?: boolean
  readonly multi_factor_auth_rules?: readonly (readonly string[])[]
}

/** Stored notification preferences. Absent keys have the default of the registry. */
export type UserPreferences = {
  readonly channels?: Readonly<Record<string, boolean>>
  readonly types?: Readonly<Record<string, boolean>>
}

export type User = {
  readonly id: string
  /** Unique over all domains, ascending, for clients whose ids are integers. */
  readonly number: number
  readonly domainId: string
  /** The username, unique in the domain; a login name. */
  readonly name: string
  readonly kind: UserKind
  readonly status: UserStatus
  /** Free text, not unique. */
  readonly displayName: string | null
  readonly email: string | null
  /** The normalized address, when the user has claimed it in the domain. */
  readonly claimedEmail: string | null
  /** When a link sent to the claimed address was used; null for an unverified address. */
  readonly emailVerifiedAt: number | null
  /** The id of the user in another system: unique in the domain. */
  readonly externalId: string | null
  /** Names as in OpenID Connect; `person-names.ts` keeps them consistent with the display name. */
  readonly givenName: string | null
  readonly familyName: string | null
  readonly phoneNumber: string | null
  readonly pictureUrl: string | null
  /** The preferred language of emails to the user. */
  readonly language: Language | null
  readonly description: string | null
  readonly defaultProjectId: string | null
  /** May create application credentials for itself. */
  readonly developer: boolean
  readonly options: UserOptions
  /** Attributes whose meaning only the client knows. */
  readonly extra: Readonly<Record<string, unknown>>
  /** Free attributes that the native API and others show and filter by. */
  readonly metadata: Readonly<Record<string, unknown>>
  /** Free attributes that administrators set and the user itself may read. */
  readonly publicMetadata: Readonly<Record<string, unknown>>
  readonly preferences: UserPreferences
  readonly planId: string | null
  /** Unix milliseconds, as all times below. */
  readonly planExpiresAt: number | null
  /** Derived (`inactivity.ts`): `planExpiresAt` has passed. */
  readonly planExpired?: true
  /** Expiry of the invitation; set while the status is `invited`. */
  readonly invitedUntil: number | null
  readonly passwordExpiresAt: number | null
  readonly createdAt: number
  readonly updatedAt: number
  /** When the user last signed in to or used a session, to the minute. */
  readonly lastActiveAt: number | null
  /** Set for a user of an external directory, which alone can change the user. */
  readonly managedBy: ManagedBy | null
  /** Starts at 1 and grows by 1 with every change, except those of `lastActiveAt` and of the password. */
  readonly version: number
}
