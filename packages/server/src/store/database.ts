import type { AccessRulesTable } from './access-rules.ts'
import type {
  ApiKeysTable,
  ApplicationCredentialAccessRulesTable,
  ApplicationCredentialRolesTable,
  ApplicationCredentialsTable,
} from './application-credential-rows.ts'
import type { AssignmentsTable } from './assignments.ts'
import type { BulkJobErrorsTable, BulkJobsTable, BulkJobUsersTable } from './bulk-jobs.ts'
import type { ClockTable } from './clock.ts'
import type { CredentialsTable, SeenSignaturesTable } from './credentials.ts'
import type { DocumentsTable } from './documents.ts'
import type { EndpointsTable } from './endpoints.ts'
import type { EventsTable } from './events.ts'
import type { GroupMembersTable, GroupsTable } from './groups.ts'
import type { ImportErrorsTable, ImportsTable } from './imports.ts'
import type { InvitationsTable } from './invitations.ts'
import type { KeptAnswersTable } from './kept-answers.ts'
import type { KeysTable } from './keys.ts'
import type { LockoutsTable } from './lockouts.ts'
import type { MessagesTable } from './messages.ts'
import type { NotificationsTable } from './notifications.ts'
import type {
  OAuth1AccessTokensTable,
  OAuth1ConsumersTable,
  OAuth1NoncesTable,
  OAuth1RequestTokensTable,
} from './oauth1-rows.ts'
import type { UsedPasscodesTable } from './passcodes.ts'
import type { PasswordsTable } from './passwords.ts'
import type { PlansTable } from './plans.ts'
import type { DomainsTable, ProjectsTable, ProjectTagsTable } from './projects.ts'
import type { WriteProbesTable } from './readiness.ts'
import type { RecoveryLinksTable, RecoveryRequestsTable } from './recovery.ts'
import type { RegionsTable } from './regions.ts'
import type { RevocationsTable } from './revocations.ts'
import type { RoleImplicationsTable, RolesTable } from './roles.ts'
import type { ServicesTable } from './services.ts'
import type { SessionsTable } from './sessions.ts'
import type { TrustsTable } from './trusts.ts'
import type { UniqueNamesTable } from './unique-names.ts'
import type { UserCountsTable } from './user-counts.ts'
import type { UsersTable } from './user-rows.ts'
import type { JournalReadersTable, WebhookDeliveriesTable } from './webhook-deliveries.ts'
import type { WebhooksTable } from './webhooks.ts'

/**
 * Every table, as both databases hold it: truth values are 0 or 1, times are unix milliseconds, objects are
 * JSON text.
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
  domains: DomainsTable
  duplicate_names: UniqueNamesTable
  endpoints: EndpointsTable
  events: EventsTable
  group_members: GroupMembersTable
  groups: GroupsTable
  invitations: InvitationsTable
  import_errors: ImportErrorsTable
  imports: ImportsTable
  kept_answers: KeptAnswersTable
  keys: KeysTable
  lockouts: LockoutsTable
  messages: MessagesTable
  notifications: NotificationsTable
  oauth1_access_tokens: OAuth1AccessTokensTable
  oauth1_consumers: OAuth1ConsumersTable
  oauth1_nonces: OAuth1NoncesTable
  oauth1_request_tokens: OAuth1RequestTokensTable
  passwords: PasswordsTable
  plans: PlansTable
  project_tags: ProjectTagsTable
  projects: ProjectsTable
  recovery_links: RecoveryLinksTable
  recovery_requests: RecoveryRequestsTable
  regions: RegionsTable
  revocations: RevocationsTable
  role_implications: RoleImplicationsTable
  roles: RolesTable
  seen_signatures: SeenSignaturesTable
  services: ServicesTable
  sessions: SessionsTable
  trusts: TrustsTable
  unique_names: UniqueNamesTable
  used_passcodes: UsedPasscodesTable
  user_counts: UserCountsTable
  users: UsersTable
  journal_readers: JournalReadersTable
  webhook_deliveries: WebhookDeliveriesTable
  webhooks: WebhooksTable
  write_probes: WriteProbesTable
}
