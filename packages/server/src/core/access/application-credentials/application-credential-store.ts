import type { AssignmentTarget } from '../../directory/assignments/assignment.ts'
import type { ListQuery, Slice } from '../../kernel/paging/list-query.ts'
import type { AccessRule, ApplicationCredential } from './application-credential.ts'

export type ApplicationCredentialFilterKey = 'id' | 'user_id' | 'name' | 'description' | 'scope_type'
export type AccessRuleFilterKey = 'id' | 'user_id' | 'service' | 'method' | 'path'

export type NewApplicationCredential = Omit<ApplicationCredential, 'key'>

/** What is kept of a deleted application credential. */
export type EndedCredential = Omit<NewApplicationCredential, 'secretHash' | 'roleIds' | 'accessRuleIds'>

export type ApplicationCredentialStore = {
  /** Rejects with `conflict` when the user has a credential of that name. */
  insert(credential: NewApplicationCredential): Promise<ApplicationCredential>
  get(id: string): Promise<ApplicationCredential | undefined>
  /** The API key whose current or previous secret has this hash. */
  getBySecret(secretHash: string): Promise<ApplicationCredential | undefined>
  getByName(userId: string, name: string): Promise<ApplicationCredential | undefined>
  list(query: ListQuery<ApplicationCredentialFilterKey>): Promise<Slice<ApplicationCredential>>
  countOf(userId: string): Promise<number>
  /** Rejects with `conflict` for a name that is taken. Returns false when the credential does not exist. */
  update(
    id: string,
    change: {
      readonly [K in 'name' | 'description' | 'secretHash' | 'expiresAt']?:
        | ApplicationCredential[K]
        | undefined
    },
  ): Promise<boolean>
  /** The delete methods return the deleted credentials, for `revokeApplicationCredentials`. */
  delete(id: string): Promise<readonly EndedCredential[]>
  deleteOfUser(userId: string): Promise<readonly EndedCredential[]>
  deleteOfScope(scope: AssignmentTarget): Promise<readonly EndedCredential[]>
  /** Deletes the credentials of the domain's users, and those scoped to the domain or one of its projects. */
  deleteOfDomain(domainId: string): Promise<readonly EndedCredential[]>
  /** Deletes the credentials of users who are assigned the role directly on the credential's scope (keystone.md section 15.1). */
  deleteOfRole(roleId: string): Promise<readonly EndedCredential[]>
  /** Records the last use, unless a use after `unlessSince` is recorded already. Unix milliseconds. */
  recordUse(id: string, at: number, unlessSince: number): Promise<void>
}

export type AccessRuleStore = {
  /** Inserts the rule, or returns the identical rule that the user already has. */
  ensure(rule: AccessRule): Promise<AccessRule>
  get(id: string): Promise<AccessRule | undefined>
  getMany(ids: readonly string[]): Promise<readonly AccessRule[]>
  list(query: ListQuery<AccessRuleFilterKey>): Promise<Slice<AccessRule>>
  /** Rejects with `failed_precondition` while an application credential uses it. */
  delete(id: string): Promise<boolean>
  /** The application credentials that use them must be deleted first. */
  deleteOfUser(userId: string): Promise<void>
  deleteOfDomain(domainId: string): Promise<void>
}
