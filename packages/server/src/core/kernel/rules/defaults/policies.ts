import { forAdmin, forSystemReader } from './parts.ts'

/** Of the opaque policies that the v3 API stores, not of rules. */
export const policyRules = [
  forSystemReader('identity:get_policy', 'See a stored policy'),
  forSystemReader('identity:list_policies', 'List stored policies'),
  forAdmin('identity:create_policy', 'Store a policy'),
  forAdmin('identity:update_policy', 'Change a stored policy'),
  forAdmin('identity:delete_policy', 'Delete a stored policy'),
]
