import type { AssignmentTarget } from '../../directory/assignments/assignment.ts'
import type { Role } from '../../directory/roles/role.ts'
import type { ApiKeyPart } from '../api-keys/api-key.ts'

/**
 * A named secret with which a program acts for a user: a scope, some of the user's roles, an expiry
 * (keystone.md section 18). The keystone face makes and shows those for a project; API keys of other faces
 * may be for a domain or the system.
 */
export type ApplicationCredential = {
  readonly id: string
  readonly userId: string
  /** Unique for the user. */
  readonly name: string
  readonly description: string | null
  readonly scope: AssignmentTarget
  /** In ascending order, as are those of the access rules. */
  readonly roleIds: readonly string[]
  /** Unix milliseconds. */
  readonly expiresAt: number | null
  /** May make and delete application credentials and trusts' like; restricted ones may not. */
  readonly unrestricted: boolean
  /** Null: not limited to certain requests. An empty list is never stored. */
  readonly accessRuleIds: readonly string[] | null
  /** Of a secret we made: a keyed fast hash. Of one a person chose: a password hash. */
  readonly secretHash: string
  readonly createdAt: number
  /** To the minute. */
  readonly lastUsedAt: number | null
  /** Null: its secret proves something together with its id only. */
  readonly key: ApiKeyPart | null
}

/** As anybody but the store sees it: roles and access rules in place of their ids, and nothing of the secret (T30). */
export type ApplicationCredentialView = Omit<
  ApplicationCredential,
  'secretHash' | 'roleIds' | 'accessRuleIds' | 'key'
> & {
  readonly roles: readonly Role[]
  readonly accessRules: readonly AccessRule[] | null
}

/** One kind of request that a service may answer for the credential; enforced by that service. */
export type AccessRule = {
  readonly id: string
  readonly userId: string
  readonly service: string
  readonly method: string
  readonly path: string
}
