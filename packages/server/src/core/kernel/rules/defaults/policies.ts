import { forAdmin, forSystemReader } from './parts.ts'

/** Rules for the opaque policies that Identity v3 stores. */
export const policyRules = [
  forSystemReader('identity:get_policy', 'Show a stored policy'),
  forSystemReader('identity:list_policies', 'List stored policies'),
  forAdmin('identity:create_policy', 'Store a policy'),
  forAdmin('identity:update_policy', 'Change a stored policy'),
  forAdmin('identity:delete_policy', 'Delete a stored policy'),
]
