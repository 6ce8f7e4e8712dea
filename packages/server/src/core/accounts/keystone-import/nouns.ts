import {
  endpointGroups,
  endpoints,
  projectEndpointGroups,
  projectEndpoints,
  regions,
  services,
} from './bring-catalog.ts'
import { credentials, revocationEvents } from './bring-credentials.ts'
import { accessRules, accessTokens, applicationCredentials, consumers, trusts } from './bring-delegations.ts'
import { limits, policies, policyAssociations, registeredLimits } from './bring-policies.ts'
import { domains, projects } from './bring-projects.ts'
import { assignments, impliedRoles, roles, systemAssignments } from './bring-roles.ts'
import { groupMembers, groups, users } from './bring-users.ts'

/**
 * Every noun that is brought, after those that it refers to. A new noun is a file or an entry here, its type in
 * `imported.ts`, its rows in `store/tables/keystone-import-rows.ts`, and no line in `notBrought` any more.
 */
export const nouns = [
  domains,
  roles,
  projects,
  users,
  groups,
  groupMembers,
  impliedRoles,
  assignments,
  systemAssignments,
  regions,
  services,
  endpoints,
  registeredLimits,
  limits,
  policies,
  policyAssociations,
  endpointGroups,
  projectEndpoints,
  projectEndpointGroups,
  accessRules,
  applicationCredentials,
  trusts,
  consumers,
  accessTokens,
  credentials,
  revocationEvents,
] as const

const federation = 'Muster has no identity providers.'
const domainConfiguration = 'Muster has no domain configuration.'
const shortLived = 'It expires within minutes or hours; clients ask for a new one.'

/** Tables whose rows stay at Keystone, with the reason. */
export const notBrought: Readonly<Record<string, string>> = {
  identity_provider: federation,
  idp_remote_ids: federation,
  federation_protocol: federation,
  mapping: federation,
  federated_user: `${federation} The user itself comes and cannot sign in.`,
  expiring_user_group_membership: federation,
  service_provider: 'Muster has no service providers.',
  id_mapping: 'Muster reads no users from LDAP.',
  whitelisted_config: domainConfiguration,
  sensitive_config: domainConfiguration,
  config_register: domainConfiguration,
  request_token: shortLived,
  token: shortLived,
}
