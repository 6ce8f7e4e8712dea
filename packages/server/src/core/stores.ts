import type {
  AccessRuleStore,
  ApplicationCredentialStore,
} from './application-credentials/application-credential-store.ts'
import type { AssignmentStore } from './assignments/assignment-store.ts'
import type { LockoutStore } from './auth/lockout-store.ts'
import type { PasscodeStore } from './auth/passcode-store.ts'
import type { EndpointStore, RegionStore, ServiceStore } from './catalog/catalog-store.ts'
import type { CredentialStore } from './credentials/credential-store.ts'
import type { GroupStore } from './groups/group-store.ts'
import type { EventStore } from './journal/event.ts'
import type { KeyStore } from './keys/key-store.ts'
import type { OAuth1Store } from './oauth1/oauth1-store.ts'
import type { Isolation } from './operation.ts'
import type { ProjectStore } from './projects/project-store.ts'
import type { RoleStore } from './roles/role-store.ts'
import type { SessionStore } from './sessions/session-store.ts'
import type { RevocationStore } from './tokens/revocation.ts'
import type { TrustStore } from './trusts/trust-store.ts'
import type { PasswordStore } from './users/password-store.ts'
import type { UserStore } from './users/user-store.ts'

/** Every port to the store, declared by the nouns that own them. */
export type Stores = {
  readonly accessRules: AccessRuleStore
  readonly applicationCredentials: ApplicationCredentialStore
  readonly assignments: AssignmentStore
  readonly credentials: CredentialStore
  readonly endpoints: EndpointStore
  readonly events: EventStore
  readonly groups: GroupStore
  readonly keys: KeyStore
  readonly lockouts: LockoutStore
  readonly oauth1: OAuth1Store
  readonly passcodes: PasscodeStore
  readonly passwords: PasswordStore
  readonly projects: ProjectStore
  readonly regions: RegionStore
  readonly revocations: RevocationStore
  readonly roles: RoleStore
  readonly services: ServiceStore
  readonly sessions: SessionStore
  readonly trusts: TrustStore
  readonly users: UserStore
}

/**
 * The store as core sees it. `transaction` commits when `work` resolves, rolls back when it throws, and may
 * run `work` again when the database asks for a retry.
 */
export type Store = {
  readonly reading: Stores
  transaction<T>(isolation: Isolation, work: (stores: Stores) => Promise<T>): Promise<T>
}
