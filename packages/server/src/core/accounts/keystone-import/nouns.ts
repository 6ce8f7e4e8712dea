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
import {
  directoryGroups,
  directoryUsers,
  domainOptions,
  sensitiveDomainOptions,
} from './bring-directories.ts'
import { expiringMemberships, federatedUsers } from './bring-federated-users.ts'
import { federationProtocols, identityProviders, mappings, serviceProviders } from './bring-federation.ts'
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
  directoryUsers,
  directoryGroups,
  users,
  groups,
  groupMembers,
  domainOptions,
  sensitiveDomainOptions,
  identityProviders,
  mappings,
  federationProtocols,
  federatedUsers,
  expiringMemberships,
  serviceProviders,
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

const shortLived = 'It expires within minutes or hours; clients ask for a new one.'

/** Tables whose rows stay at Keystone, with the reason. */
export const notBrought: Readonly<Record<string, string>> = {
  config_register: 'It only says which domain has a driver for SQL of its own.',
  request_token: shortLived,
  token: shortLived,
}
