import type { Generated, Selectable } from 'kysely'
import type {
  User,
  UserKind,
  UserOptions,
  UserPreferences,
  UserStatus,
} from '../../core/directory/users/user.ts'
import type { Language } from '../../core/kernel/language.ts'
import { fromJson } from '../engine/columns.ts'

export type UsersTable = {
  number: Generated<number>
  external_id: string | null
  public_metadata: string | null
  email_verified_at: number | null
  /** The claimed email to which `email_verified_at` applies. */
  verified_email: string | null
  id: string
  domain_id: string
  name: string
  kind: UserKind
  status: UserStatus
  display_name: string | null
  email: string | null
  claimed_email: string | null
  description: string | null
  default_project_id: string | null
  developer: number
  options: string
  extra: string
  given_name: string | null
  family_name: string | null
  phone_number: string | null
  picture_url: string | null
  language: Language | null
  metadata: string | null
  preferences: string | null
  plan_id: string | null
  plan_expires_at: number | null
  invited_until: number | null
  password_expires_at: number | null
  created_at: number
  updated_at: number
  last_active_at: number | null
  managed_by: 'ldap' | null
  version: Generated<number>
  deleted_at: number | null
  /** The claimed email of a deleted user, for lookups and for its restoration. */
  former_claimed_email: string | null
  former_status: UserStatus | null
  /** See `core/directory/plans/record-expired-plans.ts`: the plan expiry that is already in the event log. */
  plan_end_told: number | null
}

/** Null unless the verification applies to this email. */
export const verifiedAt = (
  { email_verified_at: at, verified_email: email }: Selectable<UsersTable>,
  claimed: string | null,
): number | null => (email !== null && email === claimed ? at : null)

export const userFromRow = (row: Selectable<UsersTable>): User => ({
  id: row.id,
  number: row.number,
  domainId: row.domain_id,
  name: row.name,
  kind: row.kind,
  status: row.status,
  displayName: row.display_name,
  email: row.email,
  claimedEmail: row.claimed_email,
  emailVerifiedAt: verifiedAt(row, row.claimed_email),
  externalId: row.external_id,
  givenName: row.given_name,
  familyName: row.family_name,
  phoneNumber: row.phone_number,
  pictureUrl: row.picture_url,
  language: row.language,
  description: row.description,
  defaultProjectId: row.default_project_id,
  developer: row.developer === 1,
  options: fromJson<UserOptions>(row.options),
  extra: fromJson(row.extra),
  metadata: fromJson(row.metadata ?? '{}'),
  publicMetadata: fromJson(row.public_metadata ?? '{}'),
  preferences: fromJson<UserPreferences>(row.preferences ?? '{}'),
  planId: row.plan_id,
  planExpiresAt: row.plan_expires_at,
  invitedUntil: row.invited_until,
  passwordExpiresAt: row.password_expires_at,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  lastActiveAt: row.last_active_at,
  managedBy: row.managed_by,
  version: row.version,
})
