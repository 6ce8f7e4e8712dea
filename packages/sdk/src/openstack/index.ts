export {
  ApiError,
  ArgumentError,
  ClientError,
  ConnectionError,
  InvalidResponseError,
  TimeoutError,
} from '../transport/errors.ts'
export type { AttemptInfo, Hooks } from '../transport/hooks.ts'
export type { Paginated } from '../transport/pages.ts'
export type { CallOptions, ClientOptions } from '../transport/transport.ts'
export type { Actor, Assignment, Target } from './assignment.ts'
export type {
  ApiKeyAuth,
  ApplicationCredentialAuth,
  AuthMethod,
  ConnectionOptions,
  CookieAuth,
  DomainRef,
  NameInDomain,
  PasswordAuth,
  Scope,
  Secret,
  TokenAuth,
  TotpAuth,
} from './auth-options.ts'
export type { CatalogEndpoint, CatalogService } from './catalog.ts'
export type { Collection, IgnoreMissing, PageQuery } from './collection.ts'
export { Connection, type ServiceRequest, type ServiceResponse } from './connection.ts'
export type { Credential, CredentialChanges, CredentialQuery, NewCredential } from './credentials.ts'
export type { DomainConfig } from './domain-configs.ts'
export type { Domain, DomainChanges, DomainQuery, NewDomain } from './domains.ts'
export type { EndpointFilter } from './endpoint-filter.ts'
export type {
  EndpointFilters,
  EndpointGroup,
  EndpointGroupChanges,
  EndpointGroupQuery,
  NewEndpointGroup,
} from './endpoint-groups.ts'
export type { Endpoint, EndpointChanges, EndpointQuery, Interface, NewEndpoint } from './endpoints.ts'
export {
  BadRequest,
  Conflict,
  DiscoveryError,
  DuplicateResource,
  EndpointNotFound,
  Forbidden,
  MethodNotAllowed,
  MissingAuthMethods,
  RequestTooLarge,
  ResourceNotFound,
  ServerError,
  TooManyRequests,
  Unauthorized,
} from './errors.ts'
export type {
  FederationProtocol,
  FederationProtocolChanges,
  NewFederationProtocol,
} from './federation-protocols.ts'
export type { Extra, Ref } from './fields.ts'
export type { Group, GroupChanges, GroupQuery, GroupUserQuery, Membership, NewGroup } from './groups.ts'
export type { Identity } from './identity.ts'
export type {
  IdentityProvider,
  IdentityProviderChanges,
  IdentityProviderQuery,
  NewIdentityProvider,
} from './identity-providers.ts'
export type { Limit, LimitChanges, LimitModel, LimitQuery, NewLimit } from './limits.ts'
export type { Mapping, MappingChanges, NewMapping } from './mappings.ts'
export type { NewPolicy, Policy, PolicyAssociation, PolicyChanges, PolicyQuery } from './policies.ts'
export type { NewProject, Project, ProjectChanges, ProjectQuery, ResourceOptions } from './projects.ts'
export type { NewRegion, Region, RegionChanges, RegionQuery } from './regions.ts'
export type {
  NewRegisteredLimit,
  RegisteredLimit,
  RegisteredLimitChanges,
  RegisteredLimitQuery,
} from './registered-limits.ts'
export type { Named, RoleAssignment, RoleAssignmentQuery } from './role-assignments.ts'
export type { NewRole, Role, RoleChanges, RoleQuery } from './roles.ts'
export type { NewService, Service, ServiceChanges, ServiceQuery } from './services.ts'
export type { TokenDetails, TokenObject } from './token.ts'
export type { NewTrust, Trust, TrustQuery } from './trusts.ts'
export type { FederatedIdentity, UserOptions } from './user-attributes.ts'
export type { NewUser, User, UserChanges, UserProjectQuery, UserQuery } from './users.ts'
