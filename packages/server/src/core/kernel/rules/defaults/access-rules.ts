import { rule, systemOrProject, systemReader } from './parts.ts'

const self = 'user_id:%(target.user.id)s'

export const accessRuleRules = [
  rule('identity:get_access_rule', `${systemReader} or ${self}`, systemOrProject, 'Show an access rule'),
  rule(
    'identity:list_access_rules',
    `${systemReader} or ${self}`,
    systemOrProject,
    'List the access rules of a user',
  ),
  rule(
    'identity:delete_access_rule',
    `(role:admin and system_scope:all) or ${self}`,
    systemOrProject,
    'Delete an access rule that no application credential uses',
  ),
]
