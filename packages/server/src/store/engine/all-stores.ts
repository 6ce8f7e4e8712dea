import type { Stores } from '../../core/kernel/stores.ts'
import { accessRuleStore } from '../tables/access-rules.ts'
import { apiKeyStore } from '../tables/api-keys.ts'
import { applicationCredentialStore } from '../tables/application-credentials.ts'
import { assignmentStore } from '../tables/assignments.ts'
import { authorityStore } from '../tables/authority.ts'
import { bulkJobStore } from '../tables/bulk-jobs.ts'
import { catalogStore } from '../tables/catalog.ts'
import { clockStore } from '../tables/clock.ts'
import { credentialStore } from '../tables/credentials.ts'
import { deletedUserStore } from '../tables/deleted-users.ts'
import { documentStore } from '../tables/documents.ts'
import { domainOptionStore } from '../tables/domain-options.ts'
import { endpointFilterStore } from '../tables/endpoint-filter.ts'
import { endpointGroupStore } from '../tables/endpoint-groups.ts'
import { endpointStore } from '../tables/endpoints.ts'
import { eventStore } from '../tables/events.ts'
import { federatedUserStore } from '../tables/federated-users.ts'
import { federationProtocolStore } from '../tables/federation-protocols.ts'
import { groupStore } from '../tables/groups.ts'
import { identityProviderStore } from '../tables/identity-providers.ts'
import { importStore } from '../tables/imports.ts'
import { invitationStore } from '../tables/invitations.ts'
import { keyStore } from '../tables/keys.ts'
import { keystoneImportStore } from '../tables/keystone-import.ts'
import { limitStore } from '../tables/limits.ts'
import { lockoutStore } from '../tables/lockouts.ts'
import { managedRowStore } from '../tables/managed-rows.ts'
import { mappingStore } from '../tables/mappings.ts'
import { messageStore } from '../tables/messages.ts'
import { notificationStore } from '../tables/notifications.ts'
import { oauth1Store } from '../tables/oauth1.ts'
import { passcodeStore } from '../tables/passcodes.ts'
import { passwordStore } from '../tables/passwords.ts'
import { planStore } from '../tables/plans.ts'
import { policyStore } from '../tables/policies.ts'
import { projectStore } from '../tables/projects.ts'
import { recoveryStore } from '../tables/recovery.ts'
import { regionStore } from '../tables/regions.ts'
import { registeredLimitStore } from '../tables/registered-limits.ts'
import { revocationStore } from '../tables/revocations.ts'
import { roleStore } from '../tables/roles.ts'
import { serviceProviderStore } from '../tables/service-providers.ts'
import { serviceStore } from '../tables/services.ts'
import { sessionStore } from '../tables/sessions.ts'
import { storedResponseStore } from '../tables/stored-responses.ts'
import { trustStore } from '../tables/trusts.ts'
import { nameStore } from '../tables/unique-names.ts'
import { userStore } from '../tables/users.ts'
import { deliveryStore } from '../tables/webhook-deliveries.ts'
import { webhookStore } from '../tables/webhooks.ts'
import type { Db } from './dialect.ts'

/** All stores of core over one connection or transaction. */
export const makeStores = (db: Db): Stores => ({
  accessRules: accessRuleStore(db),
  apiKeys: apiKeyStore(db),
  applicationCredentials: applicationCredentialStore(db),
  assignments: assignmentStore(db),
  authority: authorityStore(db),
  bulkJobs: bulkJobStore(db),
  catalog: catalogStore(db),
  clock: clockStore(db),
  credentials: credentialStore(db),
  documents: documentStore(db),
  domainOptions: domainOptionStore(db),
  endpointFilter: endpointFilterStore(db),
  endpointGroups: endpointGroupStore(db),
  endpoints: endpointStore(db),
  events: eventStore(db),
  federatedUsers: federatedUserStore(db),
  federationProtocols: federationProtocolStore(db),
  groups: groupStore(db),
  identityProviders: identityProviderStore(db),
  invitations: invitationStore(db),
  imports: importStore(db),
  storedResponses: storedResponseStore(db),
  keys: keyStore(db),
  keystoneImport: keystoneImportStore(db),
  limits: limitStore(db),
  lockouts: lockoutStore(db),
  mappings: mappingStore(db),
  managedRows: managedRowStore(db),
  messages: messageStore(db),
  names: nameStore(db),
  passcodes: passcodeStore(db),
  passwords: passwordStore(db),
  oauth1: oauth1Store(db),
  notifications: notificationStore(db),
  plans: planStore(db),
  policies: policyStore(db),
  projects: projectStore(db),
  recovery: recoveryStore(db),
  regions: regionStore(db),
  registeredLimits: registeredLimitStore(db),
  revocations: revocationStore(db),
  roles: roleStore(db),
  serviceProviders: serviceProviderStore(db),
  services: serviceStore(db),
  sessions: sessionStore(db),
  deletedUsers: deletedUserStore(db),
  trusts: trustStore(db),
  users: userStore(db),
  deliveries: deliveryStore(db),
  webhooks: webhookStore(db),
})
