import type { AccessRulesTable } from '../tables/access-rules.ts'
import type {
  ApiKeysTable,
  ApplicationCredentialAccessRulesTable,
  ApplicationCredentialRolesTable,
  ApplicationCredentialsTable,
} from '../tables/application-credential-rows.ts'
import type { AssignmentsTable } from '../tables/assignments.ts'
import type { BulkJobErrorsTable, BulkJobsTable, BulkJobUsersTable } from '../tables/bulk-jobs.ts'
import type { ClockTable } from '../tables/clock.ts'
import type { CredentialsTable, SeenSignaturesTable } from '../tables/credentials.ts'
import type { DocumentsTable } from '../tables/documents.ts'
import type { DomainOptionsTable } from '../tables/domain-options.ts'
import type { ProjectEndpointGroupsTable, ProjectEndpointsTable } from '../tables/endpoint-filter.ts'
import type { EndpointGroupsTable } from '../tables/endpoint-groups.ts'
import type { EndpointsTable } from '../tables/endpoints.ts'
import type { EventsTable } from '../tables/events.ts'
import type { ExpiringMembershipsTable } from '../tables/expiring-memberships.ts'
import type { FederatedUsersTable } from '../tables/federated-users.ts'
import type { FederationProtocolsTable } from '../tables/federation-protocols.ts'
import type { GroupMembersTable } from '../tables/group-members.ts'
import type { GroupsTable } from '../tables/group-rows.ts'
import type { IdentityProviderRemoteIdsTable, IdentityProvidersTable } from '../tables/identity-providers.ts'
import type { ImportErrorsTable, ImportsTable } from '../tables/imports.ts'
import type { InvitationsTable } from '../tables/invitations.ts'
import type { KeysTable } from '../tables/keys.ts'
import type { KeystoneRowsTable } from '../tables/keystone-import.ts'
import type { LimitsTable } from '../tables/limits.ts'
import type { LockoutsTable } from '../tables/lockouts.ts'
import type { IdMappingTable } from '../tables/managed-rows.ts'
import type { MappingsTable } from '../tables/mappings.ts'
import type { MessagesTable } from '../tables/messages.ts'
import type { NotificationsTable } from '../tables/notifications.ts'
import type {
  OAuth1AccessTokensTable,
  OAuth1ConsumersTable,
  OAuth1NoncesTable,
  OAuth1RequestTokensTable,
} from '../tables/oauth1-rows.ts'
import type { UsedPasscodesTable } from '../tables/passcodes.ts'
import type { PasswordsTable } from '../tables/passwords.ts'
import type { PlansTable } from '../tables/plans.ts'
import type { PoliciesTable, PolicyAssociationsTable } from '../tables/policies.ts'
import type { ProjectTagsTable } from '../tables/project-tags.ts'
import type { DomainsTable, ProjectsTable } from '../tables/projects.ts'
import type { RecoveryLinksTable, RecoveryRequestsTable } from '../tables/recovery.ts'
import type { RegionsTable } from '../tables/regions.ts'
import type { RegisteredLimitsTable } from '../tables/registered-limits.ts'
import type { RevocationsTable } from '../tables/revocations.ts'
import type { RoleImplicationsTable, RolesTable } from '../tables/roles.ts'
import type { ServiceProvidersTable } from '../tables/service-providers.ts'
import type { ServicesTable } from '../tables/services.ts'
import type { SessionsTable } from '../tables/sessions.ts'
import type { StoredResponsesTable } from '../tables/stored-responses.ts'
import type { TrustsTable } from '../tables/trusts.ts'
import type { UniqueNamesTable } from '../tables/unique-names.ts'
import type { UserCountsTable } from '../tables/user-counts.ts'
import type { UsersTable } from '../tables/user-rows.ts'
import type { EventLogReadersTable, WebhookDeliveriesTable } from '../tables/webhook-deliveries.ts'
import type { WebhooksTable } from '../tables/webhooks.ts'
import type { WriteProbesTable } from './readiness.ts'

/**
 * All tables, the same for both databases: booleans are 0 or 1, times are unix milliseconds, objects are JSON text.
 */
export type Database = {
  access_rules: AccessRulesTable
  api_keys: ApiKeysTable
  application_credential_access_rules: ApplicationCredentialAccessRulesTable
  application_credential_roles: ApplicationCredentialRolesTable
  application_credentials: ApplicationCredentialsTable
  assignments: AssignmentsTable
  bulk_job_errors: BulkJobErrorsTable
  bulk_job_users: BulkJobUsersTable
  bulk_jobs: BulkJobsTable
  clock: ClockTable
  credentials: CredentialsTable
  documents: DocumentsTable
  domain_options: DomainOptionsTable
  domains: DomainsTable
  duplicate_names: UniqueNamesTable
  endpoint_groups: EndpointGroupsTable
  endpoints: EndpointsTable
  events: EventsTable
  expiring_memberships: ExpiringMembershipsTable
  federated_users: FederatedUsersTable
  federation_protocols: FederationProtocolsTable
  group_members: GroupMembersTable
  groups: GroupsTable
  id_mapping: IdMappingTable
  invitations: InvitationsTable
  identity_provider_remote_ids: IdentityProviderRemoteIdsTable
  identity_providers: IdentityProvidersTable
  import_errors: ImportErrorsTable
  imports: ImportsTable
  kept_answers: StoredResponsesTable
  keys: KeysTable
  keystone_rows: KeystoneRowsTable
  limits: LimitsTable
  lockouts: LockoutsTable
  mappings: MappingsTable
  messages: MessagesTable
  notifications: NotificationsTable
  oauth1_access_tokens: OAuth1AccessTokensTable
  oauth1_consumers: OAuth1ConsumersTable
  oauth1_nonces: OAuth1NoncesTable
  oauth1_request_tokens: OAuth1RequestTokensTable
  passwords: PasswordsTable
  plans: PlansTable
  policies: PoliciesTable
  policy_associations: PolicyAssociationsTable
  project_endpoint_groups: ProjectEndpointGroupsTable
  project_endpoints: ProjectEndpointsTable
  project_tags: ProjectTagsTable
  projects: ProjectsTable
  recovery_links: RecoveryLinksTable
  recovery_requests: RecoveryRequestsTable
  regions: RegionsTable
  registered_limits: RegisteredLimitsTable
  revocations: RevocationsTable
  role_implications: RoleImplicationsTable
  roles: RolesTable
  seen_signatures: SeenSignaturesTable
  service_providers: ServiceProvidersTable
  services: ServicesTable
  sessions: SessionsTable
  trusts: TrustsTable
  unique_names: UniqueNamesTable
  used_passcodes: UsedPasscodesTable
  user_counts: UserCountsTable
  users: UsersTable
  journal_readers: EventLogReadersTable
  webhook_deliveries: WebhookDeliveriesTable
  webhooks: WebhooksTable
  write_probes: WriteProbesTable
}
