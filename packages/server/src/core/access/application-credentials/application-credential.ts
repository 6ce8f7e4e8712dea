import type { AssignmentTarget } from '../../directory/assignments/assignment.ts'
import type { Role } from '../../directory/roles/role.ts'
import { isExpired } from '../../kernel/expiry.ts'
import type { ApiKeyPart } from '../api-keys/api-key.ts'

/**
 * A named secret with which a program acts for a user, with a scope, some of the user's roles and an expiry
 * (keystone.md section 18). The Keystone API creates and shows credentials scoped to a project; API keys of other APIs
 * can be scoped to a domain or the system.
 */
export type ApplicationCredential = {
  readonly id: string
  readonly userId: string
  /** Unique per user. */
  readonly name: string
  readonly description: string | null
  readonly scope: AssignmentTarget
  /** In ascending order, as `accessRuleIds`. */
  readonly roleIds: readonly string[]
  /** Unix milliseconds. */
  readonly expiresAt: number | null
  /** Whether the credential may create and delete application credentials and the like. */
  readonly unrestricted: boolean
  /** Null: any request. An empty list is never stored. */
  readonly accessRuleIds: readonly string[] | null
  /** A keyed fast hash of a generated secret; a password hash of a chosen one. */
  readonly secretHash: string
  readonly createdAt: number
  /** Unix milliseconds, at most a minute behind. */
  readonly lastUsedAt: number | null
  /** Null: not an API key; the secret authenticates only together with the id. */
  readonly key: ApiKeyPart | null
}

/** The credential as APIs show it: with roles and access rules in place of their ids, and without the secret (T30). */
export type ApplicationCredentialView = Omit<
  ApplicationCredential,
  'secretHash' | 'roleIds' | 'accessRuleIds' | 'key'
> & {
  readonly roles: readonly Role[]
  readonly accessRules: readonly AccessRule[] | null
}

/** A request that the credential allows; enforced by the service that receives it. */
export type AccessRule = {
  readonly id: string
  readonly userId: string
  readonly service: string
  readonly method: string
  readonly path: string
}

/** The error code for a credential that is not usable now. */
export const unusableCredential = (
  { expiresAt, key }: Pick<ApplicationCredential, 'expiresAt' | 'key'>,
  now: number,
): 'application_credential_expired' | 'application_credential_revoked' | undefined => {
  if (isExpired({ expiresAt }, now)) return 'application_credential_expired'
  return key?.revoked ? 'application_credential_revoked' : undefined
}
