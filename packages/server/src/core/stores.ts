import type { ApiKeyStore } from './api-keys/api-key-store.ts'
import type {
  AccessRuleStore,
  ApplicationCredentialStore,
} from './application-credentials/application-credential-store.ts'
import type { AssignmentStore } from './assignments/assignment-store.ts'
import type { LockoutStore } from './auth/lockout-store.ts'
import type { PasscodeStore } from './auth/passcode-store.ts'
import type { AuthorityStore } from './authority/authority-store.ts'
import type { BulkJobStore } from './bulk-jobs/bulk-job-store.ts'
import type { EndpointStore, RegionStore, ServiceStore } from './catalog/catalog-store.ts'
import type { ClockStore } from './clock/clock-store.ts'
import type { CredentialStore } from './credentials/credential-store.ts'
import type { DocumentStore } from './documents/document-store.ts'
import type { GroupStore } from './groups/group-store.ts'
import type { KeptAnswerStore } from './idempotency/kept-answer-store.ts'
import type { ImportStore } from './imports/import-store.ts'
import type { InvitationStore } from './invitations/invitation-store.ts'
import type { EventStore } from './journal/event.ts'
import type { KeyStore } from './keys/key-store.ts'
import type { MessageStore } from './mail/message-store.ts'
import type { NameStore } from './names/name-store.ts'
import type { NotificationStore } from './notifications/notification-store.ts'
import type { OAuth1Store } from './oauth1/oauth1-store.ts'
import type { Isolation } from './operation.ts'
import type { PlanStore } from './plans/plan-store.ts'
import type { ProjectStore } from './projects/project-store.ts'
import type { RecoveryStore } from './recovery/recovery-store.ts'
import type { RoleStore } from './roles/role-store.ts'
import type { SessionStore } from './sessions/session-store.ts'
import type { RevocationStore } from './tokens/revocation.ts'
import type { TrustStore } from './trusts/trust-store.ts'
import type { PasswordStore } from './users/password-store.ts'
import type { TombstoneStore } from './users/tombstone.ts'
import type { UserStore } from './users/user-store.ts'
import type { DeliveryStore } from './webhooks/delivery-store.ts'
import type { WebhookStore } from './webhooks/webhook-store.ts'

/** Every port to the store, declared by the nouns that own them. */
export type Stores = {
  readonly accessRules: AccessRuleStore
  readonly apiKeys: ApiKeyStore
  readonly applicationCredentials: ApplicationCredentialStore
  readonly assignments: AssignmentStore
  readonly authority: AuthorityStore
  readonly bulkJobs: BulkJobStore
  readonly clock: ClockStore
  readonly credentials: CredentialStore
  readonly documents: DocumentStore
  readonly endpoints: EndpointStore
  readonly events: EventStore
  readonly groups: GroupStore
  readonly invitations: InvitationStore
  readonly imports: ImportStore
  readonly keptAnswers: KeptAnswerStore
  readonly keys: KeyStore
  readonly lockouts: LockoutStore
  readonly messages: MessageStore
  readonly names: NameStore
  readonly notifications: NotificationStore
  readonly oauth1: OAuth1Store
  readonly passcodes: PasscodeStore
  readonly passwords: PasswordStore
  readonly plans: PlanStore
  readonly projects: ProjectStore
  readonly recovery: RecoveryStore
  readonly regions: RegionStore
  readonly revocations: RevocationStore
  readonly roles: RoleStore
  readonly services: ServiceStore
  readonly sessions: SessionStore
  readonly tombstones: TombstoneStore
  readonly trusts: TrustStore
  readonly users: UserStore
  readonly deliveries: DeliveryStore
  readonly webhooks: WebhookStore
}

/** For whom something is looked for, and what tells that its client left. */
export type Searching = { readonly by: string; readonly signal?: AbortSignal | undefined }

/**
 * Runs `work` with stores that read beside everything else: their statements never hold up other requests, have the
 * time of the setting `search_time_limit` together (then `filter_too_expensive`), and end when the signal aborts.
 */
export type Search = <T>(work: (stores: Stores) => T | Promise<T>, searching: Searching) => Promise<T>

/**
 * The store as core sees it. `transaction` commits when `work` resolves, rolls back when it throws, and may
 * run `work` again when the database asks for a retry. Work of the same `subject` may wait for one another.
 */
export type Store = {
  readonly reading: Stores
  readonly search: Search
  transaction<T>(isolation: Isolation, work: (stores: Stores) => Promise<T>, subject?: string): Promise<T>
}
