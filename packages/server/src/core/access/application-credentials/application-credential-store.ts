import type { AssignmentTarget } from '../../directory/assignments/assignment.ts'
import type { ListQuery, Slice } from '../../kernel/paging/list-query.ts'
import type { AccessRule, ApplicationCredential } from './application-credential.ts'

export type ApplicationCredentialFilterKey = 'id' | 'user_id' | 'name' | 'description' | 'scope_type'
export type AccessRuleFilterKey = 'id' | 'user_id' | 'service' | 'method' | 'path'

export type NewApplicationCredential = Omit<ApplicationCredential, 'key'>

/** What is known of a credential whose row is gone. */
export type EndedCredential = Omit<NewApplicationCredential, 'secretHash' | 'roleIds' | 'accessRuleIds'>

export type ApplicationCredentialStore = {
  /** Rejects with `conflict` when the user has one of that name. */
  insert(credential: NewApplicationCredential): Promise<ApplicationCredential>
  get(id: string): Promise<ApplicationCredential | undefined>
  /** The API key whose secret has this hash, or had it before its last rotation. */
  getBySecret(secretHash: string): Promise<ApplicationCredential | undefined>
  getByName(userId: string, name: string): Promise<ApplicationCredential | undefined>
  list(query: ListQuery<ApplicationCredentialFilterKey>): Promise<Slice<ApplicationCredential>>
  countOf(userId: string): Promise<number>
  /** Rejects with `conflict` for a name that is taken. False when there is none. */
  update(
    id: string,
    change: {
      readonly [K in 'name' | 'description' | 'secretHash' | 'expiresAt']?:
        | ApplicationCredential[K]
        | undefined
    },
  ): Promise<boolean>
  /** Each answers those that are gone, for `endApplicationCredentials`. */
  delete(id: string): Promise<readonly EndedCredential[]>
  deleteOfUser(userId: string): Promise<readonly EndedCredential[]>
  deleteOfScope(scope: AssignmentTarget): Promise<readonly EndedCredential[]>
  /** Those of the domain's users, and those that reach the domain or one of its projects. */
  deleteOfDomain(domainId: string): Promise<readonly EndedCredential[]>
  /** Those of the users that hold the role directly on the scope of the credential (keystone.md section 15.1). */
  deleteOfRole(roleId: string): Promise<readonly EndedCredential[]>
  /** Notes a use, unless one since then is noted already. Unix milliseconds. */
  recordUse(id: string, at: number, unlessSince: number): Promise<void>
}

export type AccessRuleStore = {
  /** An identical rule of the same user is shared: answers the one that is there. */
  ensure(rule: AccessRule): Promise<AccessRule>
  get(id: string): Promise<AccessRule | undefined>
  getMany(ids: readonly string[]): Promise<readonly AccessRule[]>
  list(query: ListQuery<AccessRuleFilterKey>): Promise<Slice<AccessRule>>
  /** Rejects with `failed_precondition` while an application credential uses it. */
  delete(id: string): Promise<boolean>
  /** Their credentials must be gone. */
  deleteOfUser(userId: string): Promise<void>
  deleteOfDomain(domainId: string): Promise<void>
}
