import type { Send } from './api.ts'
import { makeCollection } from './collection.ts'
import { type Credentials, credentialNoun } from './credentials.ts'
import { type DomainConfigs, makeDomainConfigs } from './domain-configs.ts'
import { type Domains, domainNoun } from './domains.ts'
import { type EndpointFilter, makeEndpointFilter } from './endpoint-filter.ts'
import { type EndpointGroups, makeEndpointGroups } from './endpoint-groups.ts'
import { type Endpoints, endpointNoun } from './endpoints.ts'
import { type FederationProtocols, makeFederationProtocols } from './federation-protocols.ts'
import { type Groups, makeGroups } from './groups.ts'
import { type IdentityProviders, identityProviderNoun } from './identity-providers.ts'
import { type Limits, makeLimits } from './limits.ts'
import { type Mappings, mappingNoun } from './mappings.ts'
import { makePolicies, type Policies } from './policies.ts'
import { type Projects, projectNoun } from './projects.ts'
import { type Regions, regionNoun } from './regions.ts'
import { type RegisteredLimits, registeredLimitNoun } from './registered-limits.ts'
import { makeRoleAssignments, type RoleAssignments } from './role-assignments.ts'
import { makeRoles, type Roles } from './roles.ts'
import { type Services, serviceNoun } from './services.ts'
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
  credentials: makeCollection(send, credentialNoun),
  domains: makeCollection(send, domainNoun),
  domainConfigs: makeDomainConfigs(send),
  endpoints: makeCollection(send, endpointNoun),
  groups: makeGroups(send),
  endpointFilter: makeEndpointFilter(send),
  endpointGroups: makeEndpointGroups(send),
  federationProtocols: makeFederationProtocols(send),
  identityProviders: makeCollection(send, identityProviderNoun),
  limits: makeLimits(send),
  mappings: makeCollection(send, mappingNoun),
  registeredLimits: makeCollection(send, registeredLimitNoun),
  policies: makePolicies(send),
  projects: makeCollection(send, projectNoun),
  regions: makeCollection(send, regionNoun),
  roles: makeRoles(send),
  roleAssignments: makeRoleAssignments(send),
  services: makeCollection(send, serviceNoun),
  trusts: makeTrusts(send),
  users: makeUsers(send),
})
