import { admin, anyScope, domainRole, rule, systemReader } from './parts.ts'

const domainManager = '(role:manager and token.domain.id:%(target.user.domain_id)s)'
const domainReader = '(role:reader and token.domain.id:%(target.user.domain_id)s)'
const self = 'user_id:%(target.user.id)s'

export const userRules = [
  rule(
    'identity:get_user',
    `${admin} or ${systemReader} or ${domainReader} or ${self}`,
    anyScope,
    'Show a user',
  ),
  rule(
    'identity:list_users',
    `${admin} or ${systemReader} or ${domainRole('reader', 'target.domain_id')}`,
    anyScope,
    'List users',
  ),
  rule('identity:create_user', `${admin} or ${domainManager}`, anyScope, 'Create a user'),
  rule(
    'identity:update_user',
    `${admin} or ${domainManager}`,
    anyScope,
    'Change a user, including the password',
  ),
  rule('identity:delete_user', `${admin} or ${domainManager}`, anyScope, 'Delete a user'),
]
