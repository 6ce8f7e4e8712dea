import type { RuleDefault } from '../rule-default.ts'
import { accessRuleRules } from './access-rules.ts'
import { accessTokenRules } from './access-tokens.ts'
import { applicationCredentialRules } from './application-credentials.ts'
import { authRules } from './auth.ts'
import { consumerRules } from './consumers.ts'
import { credentialRules } from './credentials.ts'
import { documentRules } from './documents.ts'
import { domainConfigRules } from './domain-config.ts'
import { domainRules } from './domains.ts'
import { ec2Rules } from './ec2.ts'
import { endpointGroupRules } from './endpoint-groups.ts'
import { endpointRules } from './endpoints.ts'
import { grantRules } from './grants.ts'
import { groupRules } from './groups.ts'
import { identityProviderRules } from './identity-providers.ts'
import { impliedRoleRules } from './implied-roles.ts'
import { limitRules } from './limits.ts'
import { mappingRules } from './mappings.ts'
import { musterRules } from './muster.ts'
import { namedRules } from './named-rules.ts'
import { notificationRules } from './notifications.ts'
import { planRules } from './plans.ts'
import { policyRules } from './policies.ts'
import { policyAssociationRules } from './policy-associations.ts'
import { projectEndpointRules } from './project-endpoints.ts'
import { projectRules } from './projects.ts'
import { protocolRules } from './protocols.ts'
import { regionRules } from './regions.ts'
import { registeredLimitRules } from './registered-limits.ts'
import { revokeEventRules } from './revoke-events.ts'
import { roleAssignmentRules } from './role-assignments.ts'
import { roleRules } from './roles.ts'
import { serviceProviderRules } from './service-providers.ts'
import { serviceRules } from './services.ts'
import { tokenRules } from './tokens.ts'
import { trustRules } from './trusts.ts'
import { userRules } from './users.ts'
import { webhookRules } from './webhooks.ts'

/** Every shipped rule: Keystone's with their names and meaning, and Muster's own. */
export const allRules: readonly RuleDefault[] = [
  ...namedRules,
  ...accessRuleRules,
  ...accessTokenRules,
  ...applicationCredentialRules,
  ...authRules,
  ...consumerRules,
  ...credentialRules,
  ...documentRules,
  ...domainConfigRules,
  ...domainRules,
  ...ec2Rules,
  ...endpointGroupRules,
  ...endpointRules,
  ...grantRules,
  ...groupRules,
  ...identityProviderRules,
  ...impliedRoleRules,
  ...limitRules,
  ...mappingRules,
  ...musterRules,
  ...notificationRules,
  ...planRules,
  ...policyAssociationRules,
  ...policyRules,
  ...projectEndpointRules,
  ...projectRules,
  ...protocolRules,
  ...regionRules,
  ...registeredLimitRules,
  ...revokeEventRules,
  ...roleAssignmentRules,
  ...roleRules,
  ...serviceProviderRules,
  ...serviceRules,
  ...tokenRules,
  ...trustRules,
  ...userRules,
  ...webhookRules,
]
