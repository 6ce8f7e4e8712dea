import { forAdmin, forSystemReader } from './parts.ts'

export const impliedRoleRules = [
  forSystemReader('identity:get_implied_role', 'See that one role implies another'),
  forSystemReader('identity:list_implied_roles', 'List what a role implies'),
  forAdmin('identity:create_implied_role', 'Let one role imply another'),
  forAdmin('identity:delete_implied_role', 'Stop one role from implying another'),
  forSystemReader('identity:list_role_inference_rules', 'List every implication between roles'),
  forSystemReader('identity:check_implied_role', 'Ask whether one role implies another'),
]
