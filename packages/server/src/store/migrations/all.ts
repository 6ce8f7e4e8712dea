import type { Db } from '../engine/dialect.ts'
import { up as projectsAndUsers } from './2026-11-22T1200-projects-and-users.ts'
import { up as eventsAndRevocations } from './2026-11-22T1210-journal-and-revocations.ts'
import { up as groups } from './2026-11-22T1220-groups.ts'
import { up as roles } from './2026-11-22T1222-roles.ts'
import { up as assignments } from './2026-11-22T1224-assignments.ts'
import { up as catalog } from './2026-11-22T1240-catalog.ts'
import { online as projectLists } from './2026-11-22T1250-project-lists.ts'
import { up as sessions } from './2026-11-22T1260-sessions.ts'
import { online as userLists } from './2026-11-22T1262-user-lists.ts'
import { up as applicationCredentials } from './2026-11-22T1300-application-credentials.ts'
import { up as trusts } from './2026-11-22T1310-trusts.ts'
import { up as credentials } from './2026-11-22T1320-credentials.ts'
import { up as lockouts } from './2026-11-22T1330-lockouts.ts'
import { up as oauth1 } from './2026-11-22T1340-oauth1.ts'
import { online as profiles } from './2026-11-22T1400-profiles.ts'
import { online as userSearch } from './2026-11-22T1410-user-search.ts'
import { online as userSorts } from './2026-11-22T1412-user-sorts.ts'
import { up as userCounts } from './2026-11-22T1414-user-counts.ts'
import { up as messages } from './2026-11-22T1420-messages.ts'
import { up as invitations } from './2026-11-22T1430-invitations.ts'
import { online as eventLists } from './2026-11-22T1440-journal-lists.ts'
import { up as webhooks } from './2026-11-22T1442-webhooks.ts'
import { up as imports } from './2026-11-22T1450-imports.ts'
import { online as plans } from './2026-11-22T1460-plans.ts'
import { up as documents } from './2026-11-22T1462-documents.ts'
import { up as notifications } from './2026-11-22T1464-notifications.ts'
import { up as apiKeys } from './2026-11-22T1470-api-keys.ts'
import { online as developers } from './2026-11-22T1472-developers.ts'
import { online as sessionsUnused } from './2026-11-22T1474-sessions-unused.ts'
import { up as keptAnswers } from './2026-11-22T1476-kept-answers.ts'
import { online as deletedUsers } from './2026-11-22T1480-tombstones.ts'
import { up as assignmentTimes } from './2026-11-22T1510-assignment-times.ts'
import { up as serviceKeys } from './2026-11-22T1512-service-keys.ts'
import { online as nameSorts } from './2026-11-22T1530-name-sorts.ts'
import { online as importedHashes } from './2026-11-29T1020-imported-hashes.ts'
import { online as foldedSearch } from './2026-11-29T1030-folded-search.ts'
import { up as usersCountedAgain } from './2026-11-29T1040-users-counted-again.ts'
import { up as writeProbes } from './2026-11-29T1050-write-probes.ts'
import { up as keptAnswersDone } from './2026-11-29T1051-kept-answers-done.ts'
import { up as clock } from './2026-11-29T1060-clock.ts'
import { online as deletedParameters } from './2026-11-29T1061-forgotten-parameters.ts'
import { online as deliveredEvents } from './2026-11-29T1062-delivered-events.ts'
import { up as invitationsSentTo } from './2026-11-29T1100-invitations-sent-to.ts'
import { up as accessRuleOrder } from './2026-11-29T1110-access-rule-order.ts'
import { up as microseconds } from './2026-11-29T1112-microseconds.ts'
import { up as accounts } from './2026-11-29T1120-accounts.ts'
import { online as accountAttributes } from './2026-11-29T1121-account-attributes.ts'
import { online as invitationReturnUrl } from './2026-11-29T1122-invitation-return-url.ts'
import { up as bulkJobs } from './2026-11-29T1140-bulk-jobs.ts'
import { online as webhookMakers } from './2026-11-29T1150-webhook-makers.ts'
import { online as uniqueNames } from './2026-11-29T1170-unique-names.ts'
import { up as policies } from './2026-11-30T1000-policies.ts'
import { up as endpointFilter } from './2026-11-30T1010-endpoint-filter.ts'
import { up as unifiedLimits } from './2026-11-30T1020-unified-limits.ts'
import { online as domainConfiguration } from './2026-11-30T1100-domain-configuration.ts'
import { up as keystoneImport } from './2026-11-30T1150-keystone-import.ts'
import { up as federation } from './2026-11-30T1200-federation.ts'
import { up as federatedUsers } from './2026-11-30T1210-federated-users.ts'
import { up as serviceProviders } from './2026-11-30T1220-service-providers.ts'
import { up as bulkJobGroups } from './2026-11-30T1430-bulk-job-groups.ts'
import { up as bulkJobPlans } from './2026-11-30T1440-bulk-job-plans.ts'
import { online as deletedUsersById } from './2026-11-30T1450-deleted-users-by-id.ts'
import { online as languages } from './2026-11-30T1500-languages.ts'

/**
 * A function runs in one transaction together with its record. So does `online` on SQLite; on PostgreSQL its steps
 * (`online.ts`) are separate, idempotent transactions that run while other nodes work.
 */
export type Migration = ((db: Db) => Promise<void>) | { readonly online: (db: Db) => Promise<void> }

/** All migrations, oldest first, sorted by name. A released migration keeps its name and its result. */
export const migrations: Readonly<Record<string, Migration>> = {
  '2026-11-22T1200-projects-and-users': projectsAndUsers,
  '2026-11-22T1210-journal-and-revocations': eventsAndRevocations,
  '2026-11-22T1220-groups': groups,
  '2026-11-22T1222-roles': roles,
  '2026-11-22T1224-assignments': assignments,
  '2026-11-22T1240-catalog': catalog,
  '2026-11-22T1250-project-lists': { online: projectLists },
  '2026-11-22T1260-sessions': sessions,
  '2026-11-22T1262-user-lists': { online: userLists },
  '2026-11-22T1300-application-credentials': applicationCredentials,
  '2026-11-22T1310-trusts': trusts,
  '2026-11-22T1320-credentials': credentials,
  '2026-11-22T1330-lockouts': lockouts,
  '2026-11-22T1340-oauth1': oauth1,
  '2026-11-22T1400-profiles': { online: profiles },
  '2026-11-22T1410-user-search': { online: userSearch },
  '2026-11-22T1412-user-sorts': { online: userSorts },
  '2026-11-22T1414-user-counts': userCounts,
  '2026-11-22T1420-messages': messages,
  '2026-11-22T1430-invitations': invitations,
  '2026-11-22T1440-journal-lists': { online: eventLists },
  '2026-11-22T1442-webhooks': webhooks,
  '2026-11-22T1450-imports': imports,
  '2026-11-22T1460-plans': { online: plans },
  '2026-11-22T1462-documents': documents,
  '2026-11-22T1464-notifications': notifications,
  '2026-11-22T1470-api-keys': apiKeys,
  '2026-11-22T1472-developers': { online: developers },
  '2026-11-22T1474-sessions-unused': { online: sessionsUnused },
  '2026-11-22T1476-kept-answers': keptAnswers,
  '2026-11-22T1480-tombstones': { online: deletedUsers },
  '2026-11-22T1510-assignment-times': assignmentTimes,
  '2026-11-22T1512-service-keys': serviceKeys,
  '2026-11-22T1530-name-sorts': { online: nameSorts },
  '2026-11-29T1020-imported-hashes': { online: importedHashes },
  '2026-11-29T1030-folded-search': { online: foldedSearch },
  '2026-11-29T1040-users-counted-again': usersCountedAgain,
  '2026-11-29T1050-write-probes': writeProbes,
  '2026-11-29T1051-kept-answers-done': keptAnswersDone,
  '2026-11-29T1060-clock': clock,
  '2026-11-29T1061-forgotten-parameters': { online: deletedParameters },
  '2026-11-29T1062-delivered-events': { online: deliveredEvents },
  '2026-11-29T1100-invitations-sent-to': invitationsSentTo,
  '2026-11-29T1110-access-rule-order': accessRuleOrder,
  '2026-11-29T1112-microseconds': microseconds,
  '2026-11-29T1120-accounts': accounts,
  '2026-11-29T1121-account-attributes': { online: accountAttributes },
  '2026-11-29T1122-invitation-return-url': { online: invitationReturnUrl },
  '2026-11-29T1140-bulk-jobs': bulkJobs,
  '2026-11-29T1150-webhook-makers': { online: webhookMakers },
  '2026-11-29T1170-unique-names': { online: uniqueNames },
  '2026-11-30T1000-policies': policies,
  '2026-11-30T1010-endpoint-filter': endpointFilter,
  '2026-11-30T1020-unified-limits': unifiedLimits,
  '2026-11-30T1100-domain-configuration': { online: domainConfiguration },
  '2026-11-30T1150-keystone-import': keystoneImport,
  '2026-11-30T1200-federation': federation,
  '2026-11-30T1210-federated-users': federatedUsers,
  '2026-11-30T1220-service-providers': serviceProviders,
  '2026-11-30T1430-bulk-job-groups': bulkJobGroups,
  '2026-11-30T1440-bulk-job-plans': bulkJobPlans,
  '2026-11-30T1450-deleted-users-by-id': { online: deletedUsersById },
  '2026-11-30T1500-languages': { online: languages },
}
