import type { Stores } from '../core/stores.ts'
import { accessRuleStore } from './access-rules.ts'
import { apiKeyStore } from './api-keys.ts'
import { applicationCredentialStore } from './application-credentials.ts'
import { assignmentStore } from './assignments.ts'
import { authorityStore } from './authority.ts'
import { bulkJobStore } from './bulk-jobs.ts'
import { clockStore } from './clock.ts'
import { credentialStore } from './credentials.ts'
import type { Db } from './dialect.ts'
import { documentStore } from './documents.ts'
import { endpointStore } from './endpoints.ts'
import { eventStore } from './events.ts'
import { groupStore } from './groups.ts'
import { importStore } from './imports.ts'
import { invitationStore } from './invitations.ts'
import { keptAnswerStore } from './kept-answers.ts'
import { keyStore } from './keys.ts'
import { lockoutStore } from './lockouts.ts'
import { messageStore } from './messages.ts'
import { notificationStore } from './notifications.ts'
import { oauth1Store } from './oauth1.ts'
import { passcodeStore } from './passcodes.ts'
import { passwordStore } from './passwords.ts'
import { planStore } from './plans.ts'
import { projectStore } from './projects.ts'
import { recoveryStore } from './recovery.ts'
import { regionStore } from './regions.ts'
import { revocationStore } from './revocations.ts'
import { roleStore } from './roles.ts'
import { serviceStore } from './services.ts'
import { sessionStore } from './sessions.ts'
import { tombstoneStore } from './tombstones.ts'
import { trustStore } from './trusts.ts'
import { nameStore } from './unique-names.ts'
import { userStore } from './users.ts'
import { deliveryStore } from './webhook-deliveries.ts'
import { webhookStore } from './webhooks.ts'

/** Every port of core over one connection or transaction. */
export const makeStores = (db: Db): Stores => ({
  accessRules: accessRuleStore(db),
  apiKeys: apiKeyStore(db),
  applicationCredentials: applicationCredentialStore(db),
  assignments: assignmentStore(db),
  authority: authorityStore(db),
  bulkJobs: bulkJobStore(db),
  clock: clockStore(db),
  credentials: credentialStore(db),
  documents: documentStore(db),
  endpoints: endpointStore(db),
  events: eventStore(db),
  groups: groupStore(db),
  invitations: invitationStore(db),
  imports: importStore(db),
  keptAnswers: keptAnswerStore(db),
  keys: keyStore(db),
  lockouts: lockoutStore(db),
  messages: messageStore(db),
  names: nameStore(db),
  passcodes: passcodeStore(db),
  passwords: passwordStore(db),
  oauth1: oauth1Store(db),
  notifications: notificationStore(db),
  plans: planStore(db),
  projects: projectStore(db),
  recovery: recoveryStore(db),
  regions: regionStore(db),
  revocations: revocationStore(db),
  roles: roleStore(db),
  services: serviceStore(db),
  sessions: sessionStore(db),
  tombstones: tombstoneStore(db),
  trusts: trustStore(db),
  users: userStore(db),
  deliveries: deliveryStore(db),
  webhooks: webhookStore(db),
})
