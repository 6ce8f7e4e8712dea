import type { ApiKeyStore } from '../access/api-keys/api-key-store.ts'
import type {
  AccessRuleStore,
  ApplicationCredentialStore,
} from '../access/application-credentials/application-credential-store.ts'
import type { LockoutStore } from '../access/authentication/lockout-store.ts'
import type { PasscodeStore } from '../access/authentication/totp.ts'
import type { AuthorityStore } from '../access/authority/authority-store.ts'
import type { CredentialStore } from '../access/credentials/credential-store.ts'
import type { FederationProtocolStore } from '../access/federation/federation-protocol-store.ts'
import type { IdentityProviderStore } from '../access/federation/identity-provider-store.ts'
import type { MappingStore } from '../access/federation/mapping-store.ts'
import type { ServiceProviderStore } from '../access/federation/service-providers/service-provider-store.ts'
import type { InvitationStore } from '../access/invitations/invitation-store.ts'
import type { OAuth1Store } from '../access/oauth1/oauth1-store.ts'
import type { SessionStore } from '../access/sessions/session-store.ts'
import type { TrustStore } from '../access/trusts/trust-store.ts'
import type { BulkJobStore } from '../accounts/bulk-jobs/bulk-job-store.ts'
import type { ImportStore } from '../accounts/imports/import-store.ts'
import type { KeystoneImportStore } from '../accounts/keystone-import/keystone-import-store.ts'
import type { RecoveryStore } from '../accounts/recovery/recovery-store.ts'
import type { AssignmentStore } from '../directory/assignments/assignment-store.ts'
import type {
  CatalogStore,
  EndpointStore,
  RegionStore,
  ServiceStore,
} from '../directory/catalog/catalog-store.ts'
import type { DocumentStore } from '../directory/documents/document-store.ts'
import type { DomainOptionStore } from '../directory/domain-configuration/domain-option-store.ts'
import type {
  EndpointFilterStore,
  EndpointGroupStore,
} from '../directory/endpoint-filter/endpoint-filter-store.ts'
import type { ManagedRowStore } from '../directory/external/managed-row-store.ts'
import type { FederatedUserStore } from '../directory/federated-users/federated-user-store.ts'
import type { GroupStore } from '../directory/groups/group-store.ts'
import type { LimitStore, RegisteredLimitStore } from '../directory/limits/limit-store.ts'
import type { PlanStore } from '../directory/plans/plan-store.ts'
import type { PolicyStore } from '../directory/policies/policy-store.ts'
import type { ProjectStore } from '../directory/projects/project-store.ts'
import type { RoleStore } from '../directory/roles/role-store.ts'
import type { DeletedUserStore } from '../directory/users/deleted-user.ts'
import type { PasswordStore } from '../directory/users/password-store.ts'
import type { UserStore } from '../directory/users/user-store.ts'
import type { MessageStore } from '../messaging/mail/message-store.ts'
import type { NotificationStore } from '../messaging/notifications/notification-store.ts'
import type { DeliveryStore } from '../messaging/webhooks/delivery-store.ts'
import type { WebhookStore } from '../messaging/webhooks/webhook-store.ts'
import type { ClockStore } from './clock/clock-store.ts'
import type { EventStore } from './events/event.ts'
import type { StoredResponseStore } from './idempotency/stored-response-store.ts'
import type { KeyStore } from './keys/key-ring.ts'
import type { NameStore } from './names/name-store.ts'
import type { Isolation } from './operation.ts'
import type { RevocationStore } from './revocations/revocation.ts'

/** All store interfaces, declared by the modules that own them. */
export type Stores = {
  readonly accessRules: AccessRuleStore
  readonly apiKeys: ApiKeyStore
  readonly applicationCredentials: ApplicationCredentialStore
  readonly assignments: AssignmentStore
  readonly authority: AuthorityStore
  readonly bulkJobs: BulkJobStore
  readonly catalog: CatalogStore
  readonly clock: ClockStore
  readonly credentials: CredentialStore
  readonly documents: DocumentStore
  readonly domainOptions: DomainOptionStore
  readonly endpointFilter: EndpointFilterStore
  readonly endpointGroups: EndpointGroupStore
  readonly endpoints: EndpointStore
  readonly events: EventStore
  readonly federatedUsers: FederatedUserStore
  readonly federationProtocols: FederationProtocolStore
  readonly groups: GroupStore
  readonly identityProviders: IdentityProviderStore
  readonly invitations: InvitationStore
  readonly imports: ImportStore
  readonly storedResponses: StoredResponseStore
  readonly keys: KeyStore
  readonly keystoneImport: KeystoneImportStore
  readonly limits: LimitStore
  readonly lockouts: LockoutStore
  readonly mappings: MappingStore
  readonly managedRows: ManagedRowStore
  readonly messages: MessageStore
  readonly names: NameStore
  readonly notifications: NotificationStore
  readonly oauth1: OAuth1Store
  readonly passcodes: PasscodeStore
  readonly passwords: PasswordStore
  readonly plans: PlanStore
  readonly policies: PolicyStore
  readonly projects: ProjectStore
  readonly recovery: RecoveryStore
  readonly regions: RegionStore
  readonly registeredLimits: RegisteredLimitStore
  readonly revocations: RevocationStore
  readonly roles: RoleStore
  readonly serviceProviders: ServiceProviderStore
  readonly services: ServiceStore
  readonly sessions: SessionStore
  readonly deletedUsers: DeletedUserStore
  readonly trusts: TrustStore
  readonly users: UserStore
  readonly deliveries: DeliveryStore
  readonly webhooks: WebhookStore
}

/** The caller of a search, and the signal that its client disconnected. */
export type Searching = { readonly by: string; readonly signal?: AbortSignal | undefined }

/**
 * Runs `work` with read-only stores for searches. Their statements do not block other requests, share the time limit
 * `search_time_limit` (then `filter_too_expensive`), and are cancelled when the signal aborts.
 */
export type Search = <T>(work: (stores: Stores) => T | Promise<T>, searching: Searching) => Promise<T>

/**
 * The store of core. `transaction` commits when `work` resolves, rolls back when it throws, and runs `work` again when the
 * database requires a retry. Transactions with the same `subject` may be serialised.
 */
export type Store = {
  readonly reading: Stores
  readonly search: Search
  transaction<T>(isolation: Isolation, work: (stores: Stores) => Promise<T>, subject?: string): Promise<T>
}
