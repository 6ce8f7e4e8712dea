import { forAdmin, forSystemReader } from './parts.ts'

export const policyAssociationRules = [
  forAdmin('identity:create_policy_association_for_endpoint', 'Tie a policy to an endpoint'),
  forSystemReader(
    'identity:check_policy_association_for_endpoint',
    'Ask whether a policy is tied to an endpoint',
  ),
  forAdmin('identity:delete_policy_association_for_endpoint', 'Untie a policy from an endpoint'),
  forAdmin('identity:create_policy_association_for_service', 'Tie a policy to a service'),
  forSystemReader(
    'identity:check_policy_association_for_service',
    'Ask whether a policy is tied to a service',
  ),
  forAdmin('identity:delete_policy_association_for_service', 'Untie a policy from a service'),
  forAdmin(
    'identity:create_policy_association_for_region_and_service',
    'Tie a policy to a service in a region',
  ),
  forSystemReader(
    'identity:check_policy_association_for_region_and_service',
    'Ask whether a policy is tied to a service in a region',
  ),
  forAdmin(
    'identity:delete_policy_association_for_region_and_service',
    'Untie a policy from a service in a region',
  ),
  forSystemReader('identity:get_policy_for_endpoint', 'See the policy that holds for an endpoint'),
  forSystemReader('identity:list_endpoints_for_policy', 'List the endpoints for which a policy holds'),
]
