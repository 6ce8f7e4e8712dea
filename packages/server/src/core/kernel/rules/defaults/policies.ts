import { forAdmin, forSystemReader } from './parts.ts'

/** The opaque policies that Identity v3 stores, and their associations. */
export const policyRules = [
  forSystemReader('identity:get_policy', 'Show a stored policy'),
  forSystemReader('identity:list_policies', 'List stored policies'),
  forAdmin('identity:create_policy', 'Store a policy'),
  forAdmin('identity:update_policy', 'Change a stored policy'),
  forAdmin('identity:delete_policy', 'Delete a stored policy'),
  forAdmin('identity:create_policy_association_for_endpoint', 'Associate a policy with an endpoint'),
  forSystemReader(
    'identity:check_policy_association_for_endpoint',
    'Check whether a policy is associated with an endpoint',
  ),
  forAdmin('identity:delete_policy_association_for_endpoint', 'Remove a policy association from an endpoint'),
  forAdmin('identity:create_policy_association_for_service', 'Associate a policy with a service'),
  forSystemReader(
    'identity:check_policy_association_for_service',
    'Check whether a policy is associated with a service',
  ),
  forAdmin('identity:delete_policy_association_for_service', 'Remove a policy association from a service'),
  forAdmin(
    'identity:create_policy_association_for_region_and_service',
    'Associate a policy with a service in a region',
  ),
  forSystemReader(
    'identity:check_policy_association_for_region_and_service',
    'Check whether a policy is associated with a service in a region',
  ),
  forAdmin(
    'identity:delete_policy_association_for_region_and_service',
    'Remove a policy association from a service in a region',
  ),
  forSystemReader('identity:get_policy_for_endpoint', 'Show the policy that applies to an endpoint'),
  forSystemReader('identity:list_endpoints_for_policy', 'List the endpoints that a policy applies to'),
]
