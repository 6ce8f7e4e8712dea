import { admin, anyScope, rule } from './parts.ts'

const self = 'user_id:%(target.user.id)s'
const domainManager = '(role:manager and token.domain.id:%(target.user.domain_id)s)'

/** What Identity v3 has no words for, and so no rules. */
export const musterRules = [
  rule('muster:get_me', self, anyScope, 'See oneself, the session and its rights'),
  rule('muster:list_own_sessions', self, anyScope, 'List the own sessions'),
  rule('muster:close_own_session', self, anyScope, 'Close own sessions: sign out'),
  // Application credentials of any scope, where Identity v3 knows those of projects alone.
  rule('muster:create_api_key', 'user_id:%(user_id)s', anyScope, 'Create an API key for oneself'),
  rule('muster:get_api_key', 'rule:admin_or_owner', anyScope, 'See an API key'),
  rule('muster:list_api_keys', 'rule:admin_or_owner', anyScope, 'List the API keys of a user'),
  rule('muster:delete_api_key', 'rule:admin_or_owner', anyScope, 'Delete an API key'),
  rule(
    'muster:list_user_sessions',
    `${admin} or ${domainManager}`,
    anyScope,
    'List the sessions of another user',
  ),
  rule(
    'muster:close_user_session',
    `${admin} or ${domainManager}`,
    anyScope,
    'Close sessions of another user',
  ),
]
