import type { Send } from './api.ts'
import { type Credentials, makeCredentials } from './credentials.ts'
import { type DomainConfigs, makeDomainConfigs } from './domain-configs.ts'
import { type Domains, makeDomains } from './domains.ts'
import { type EndpointFilter, makeEndpointFilter } from './endpoint-filter.ts'
import { type EndpointGroups, makeEndpointGroups } from './endpoint-groups.ts'
import { type Endpoints, makeEndpoints } from './endpoints.ts'
import { type FederationProtocols, makeFederationProtocols } from './federation-protocols.ts'
import { type Groups, makeGroups } from './groups.ts'
import { type IdentityProviders, makeIdentityProviders } from './identity-providers.ts'
import { type Limits, makeLimits } from './limits.ts'
import { type Mappings, makeMappings } from './mappings.ts'
import { makePolicies, type Policies } from './policies.ts'
import { makeProjects, type Projects } from './projects.ts'
import { makeRegions, type Regions } from './regions.ts'
import { makeRegisteredLimits, type RegisteredLimits } from './registered-limits.ts'
import { makeRoleAssignments, type RoleAssignments } from './role-assignments.ts'
import { makeRoles, type Roles } from './roles.ts'
import { makeServices, type Services } from './services.ts'
import { makeTrusts, type Trusts } from './trusts.ts'
import { makeUsers, type Users } from './users.ts'

/** The operations of Identity v3. */
export type Identity = {
  readonly credentials: Credentials
  readonly domains: Domains
  readonly domainConfigs: DomainConfigs
  readonly endpoints: Endpoints
  readonly groups: Groups
  readonly endpointFilter: EndpointFilter
  readonly endpointGroups: EndpointGroups
  readonly federationProtocols: FederationProtocols
  readonly identityProviders: IdentityProviders
  readonly limits: Limits
  readonly mappings: Mappings
  readonly registeredLimits: RegisteredLimits
  readonly policies: Policies
  readonly projects: Projects
  readonly regions: Regions
  readonly roles: Roles
  readonly roleAssignments: RoleAssignments
  readonly services: Services
  readonly trusts: Trusts
  readonly users: Users
}

export const makeIdentity = (send: Send): Identity => ({
  credentials: makeCredentials(send),
  domains: makeDomains(send),
  domainConfigs: makeDomainConfigs(send),
  endpoints: makeEndpoints(send),
  groups: makeGroups(send),
  endpointFilter: makeEndpointFilter(send),
  endpointGroups: makeEndpointGroups(send),
  federationProtocols: makeFederationProtocols(send),
  identityProviders: makeIdentityProviders(send),
  limits: makeLimits(send),
  mappings: makeMappings(send),
  registeredLimits: makeRegisteredLimits(send),
  policies: makePolicies(send),
  projects: makeProjects(send),
  regions: makeRegions(send),
  roles: makeRoles(send),
  roleAssignments: makeRoleAssignments(send),
  services: makeServices(send),
  trusts: makeTrusts(send),
  users: makeUsers(send),
})
