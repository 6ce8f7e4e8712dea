import type { Contract } from '../operation.ts'
import { accessRules } from './access-rules.ts'
import { accessibleScopes } from './accessible-scopes.ts'
import { applicationCredentials } from './application-credentials.ts'
import { auth } from './auth.ts'
import { credentials } from './credentials.ts'
import { discovery } from './discovery.ts'
import { domainConfiguration } from './domain-configuration.ts'
import { domains } from './domains.ts'
import { ec2 } from './ec2.ts'
import { endpointFilter } from './endpoint-filter.ts'
import { endpointGroups } from './endpoint-groups.ts'
import { endpointPolicies } from './endpoint-policies.ts'
import { endpoints } from './endpoints.ts'
import { federatedSignIn } from './federated-sign-in.ts'
import { federationProtocols } from './federation-protocols.ts'
import { grants, inheritedGrants } from './grants.ts'
import { groups } from './groups.ts'
import { identityProviders } from './identity-providers.ts'
import { impliedRoles } from './implied-roles.ts'
import { limits } from './limits.ts'
import { mappings } from './mappings.ts'
import { oauth1 } from './oauth1.ts'
import { oauth2 } from './oauth2.ts'
import { policies } from './policies.ts'
import { projectTags } from './project-tags.ts'
import { projects } from './projects.ts'
import { regions } from './regions.ts'
import { registeredLimits } from './registered-limits.ts'
import { revokeEvents } from './revoke-events.ts'
import { roleAssignments } from './role-assignments.ts'
import { roles } from './roles.ts'
import { saml2 } from './saml2.ts'
import { serviceProviders } from './service-providers.ts'
import { services } from './services.ts'
import { trusts } from './trusts.ts'
import { users } from './users.ts'

/** The contract of OpenStack Identity v3 below `/v3`. */
export const keystone = {
  ...discovery,
  ...accessRules,
  ...applicationCredentials,
  ...auth,
  ...credentials,
  ...domainConfiguration,
  ...domains,
  ...ec2,
  ...endpointFilter,
  ...endpointGroups,
  ...endpointPolicies,
  ...endpoints,
  ...federatedSignIn,
  ...federationProtocols,
  ...grants,
  ...groups,
  ...identityProviders,
  ...impliedRoles,
  ...inheritedGrants,
  ...limits,
  ...mappings,
  ...oauth1,
  ...oauth2,
  ...policies,
  ...projects,
  ...projectTags,
  ...accessibleScopes,
  ...regions,
  ...registeredLimits,
  ...revokeEvents,
  ...roleAssignments,
  ...roles,
  ...saml2,
  ...serviceProviders,
  ...services,
  ...trusts,
  ...users,
} as const satisfies Contract
