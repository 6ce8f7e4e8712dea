import type { Role } from '../../directory/roles/role.ts'
import { isExpired } from '../../kernel/expiry.ts'
import type { ApplicationCredential } from '../application-credentials/application-credential.ts'

/** Every secret of an API key begins with this. */
export const apiKeyPrefix = 'mst_k_'

/** The number of leading characters of a secret that are shown, so that users can identify their keys. */
const visible = apiKeyPrefix.length + 6

export const visiblePrefix = (secret: string): string => secret.slice(0, visible)

/**
 * - `active`: valid while its user is active
 * - `revoked`: not valid until the revocation is undone
 * - `expired`, `deleted`: never valid again; a deleted key stays listed for `deletedApiKeyRetention`
 */
export const apiKeyStates = ['active', 'revoked', 'expired', 'deleted'] as const
export type ApiKeyState = (typeof apiKeyStates)[number]

/** The attributes that make an application credential an API key, whose secret authenticates without an id. */
export type ApiKeyPart = {
  /** Unique over all users, ascending, for clients whose ids are integers. */
  readonly number: number
  /** The first characters of its secret. */
  readonly prefix: string
  /** The hash of the previous secret, and until when it is valid. Unix milliseconds, as all times below. */
  readonly previous: { readonly hash: string; readonly until: number } | null
  readonly revoked: { readonly at: number; readonly by: string | null } | null
  /** Incremented by every change, from 1. */
  readonly version: number
  /** Whether its user is a service user created for this key and deleted with it: see `create-service-key.ts`. */
  readonly ownUser: boolean
  /** The user who created a key with `ownUser`; null for other keys and once that user is purged. */
  readonly madeBy: string | null
}

/** A key as listed, deleted keys included. */
export type ApiKey = Omit<ApiKeyPart, 'previous'> &
  Omit<ApplicationCredential, 'secretHash' | 'accessRuleIds' | 'key'> & {
    readonly previousUntil: number | null
    readonly deletedAt: number | null
  }

/** A key as APIs show it, with roles in place of their ids. */
export type ApiKeyView = Omit<ApiKey, 'roleIds'> & {
  readonly roles: readonly Role[]
  readonly state: ApiKeyState
}

export const stateOf = (
  { deletedAt, revoked, expiresAt }: Pick<ApiKey, 'deletedAt' | 'revoked' | 'expiresAt'>,
  now: number,
): ApiKeyState => {
  if (deletedAt !== null) return 'deleted'
  if (revoked !== null) return 'revoked'
  return isExpired({ expiresAt }, now) ? 'expired' : 'active'
}
