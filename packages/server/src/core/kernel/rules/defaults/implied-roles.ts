import { forAdmin, forSystemReader } from './parts.ts'

export const impliedRoleRules = [
  forSystemReader('identity:get_implied_role', 'Show that one role implies another'),
  forSystemReader('identity:list_implied_roles', 'List the roles that a role implies'),
  forAdmin('identity:create_implied_role', 'Make one role imply another'),
  forAdmin('identity:delete_implied_role', 'Remove the implication between two roles'),
  forSystemReader('identity:list_role_inference_rules', 'List every implication between roles'),
  forSystemReader('identity:check_implied_role', 'Check whether one role implies another'),
]
