import { anyScope, rule } from './parts.ts'

/** Rules that other rules refer to and operators can override; no operation uses them directly. */
export const namedRules = [
  rule('admin_required', 'role:admin or is_admin:1', anyScope, 'An administrator'),
  rule('service_role', 'role:service', anyScope, 'A service of the cloud'),
  rule(
    'service_or_admin',
    'rule:admin_required or rule:service_role',
    anyScope,
    'A service or an administrator',
  ),
  rule('owner', 'user_id:%(user_id)s', anyScope, 'The user in the path'),
  rule(
    'admin_or_owner',
    'rule:admin_required or rule:owner',
    anyScope,
    'An administrator or the user in the path',
  ),
  rule('token_subject', 'user_id:%(target.token.user_id)s', anyScope, 'The user of the token in question'),
  rule(
    'admin_or_token_subject',
    'rule:admin_required or rule:token_subject',
    anyScope,
    'An administrator or the user of the token in question',
  ),
  rule(
    'service_admin_or_token_subject',
    'rule:service_or_admin or rule:token_subject',
    anyScope,
    'A service, an administrator or the user of the token in question',
  ),
  rule(
    'domain_managed_target_role',
    "'manager':%(target.role.name)s or 'member':%(target.role.name)s or 'reader':%(target.role.name)s",
    anyScope,
    'The roles that a domain manager may assign; adding a stronger role lets managers promote themselves',
  ),
]
