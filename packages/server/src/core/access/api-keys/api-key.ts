import type { Role } from '../../directory/roles/role.ts'
import type { ApplicationCredential } from '../application-credentials/application-credential.ts'

/** Every secret of an API key begins with this. */
export const apiKeyPrefix = 'mst_k_'

/** Characters of a secret that stay visible, so that people tell their keys apart. */
const visible = apiKeyPrefix.length + 6

export const visiblePrefix = (secret: string): string => secret.slice(0, visible)

/**
 * - `active`: works as long as its user does
 * - `revoked`: does not, until somebody grants it again
 * - `expired`, `deleted`: will never work again; a deleted one is kept a while to be looked at
 */
export const apiKeyStates = ['active', 'revoked', 'expired', 'deleted'] as const
export type ApiKeyState = (typeof apiKeyStates)[number]

/** What makes an application credential an API key: a secret that proves who one is by itself. */
export type ApiKeyPart = {
  /** Unique over all users, ascending, for clients whose ids are integers. */
  readonly number: number
  /** The first characters of its secret. */
  readonly prefix: string
  /** The secret before the last rotation, and until when it still works. Unix milliseconds, as all times below. */
  readonly previous: { readonly hash: string; readonly until: number } | null
  readonly revoked: { readonly at: number; readonly by: string | null } | null
  /** Counts the changes, from 1. */
  readonly version: number
  /** Its user is a program that was made for this key, and ends with it: see `create-service-key.ts`. */
  readonly ownUser: boolean
  /** Who had such a key made; null of all others, and once that user is purged. */
  readonly madeBy: string | null
}

/** A key as a list has it, dead ones with what is left of them. */
export type ApiKey = Omit<ApiKeyPart, 'previous'> &
  Omit<ApplicationCredential, 'secretHash' | 'accessRuleIds' | 'key'> & {
    readonly previousUntil: number | null
    readonly deletedAt: number | null
  }

/** As anybody sees it: its roles in place of their ids. */
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
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'active'
}
