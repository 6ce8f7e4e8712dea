import { admin, anyScope, domainRole, forAnyone, rule, systemOrProject, systemReader } from './parts.ts'

const subject = 'rule:token_subject'

/** Tokens, what callers can read about their own token, and revocation events. */
export const tokenRules = [
  rule(
    'identity:check_token',
    `${admin} or ${systemReader} or ${subject}`,
    anyScope,
    'Check whether a token is valid, without its content',
  ),
  rule(
    'identity:validate_token',
    `${admin} or ${systemReader} or rule:service_role or ${subject}`,
    anyScope,
    'Validate a token and show its content',
  ),
  rule('identity:revoke_token', `${admin} or ${subject}`, anyScope, 'Revoke a token'),
  forAnyone('identity:get_auth_catalog', 'Show the catalog of the caller’s token'),
  forAnyone('identity:get_auth_projects', 'List the projects that the caller can scope to'),
  forAnyone('identity:get_auth_domains', 'List the domains that the caller can scope to'),
  forAnyone('identity:get_auth_system', 'Check whether the caller can scope to the system'),
  forAnyone(
    'identity:list_projects_for_user',
    'List the projects that the caller can scope to, on the older federation path',
  ),
  forAnyone(
    'identity:list_domains_for_user',
    'List the domains that the caller can scope to, on the older federation path',
  ),
  rule('identity:list_revoke_events', 'rule:service_or_admin', systemOrProject, 'List revocation events'),
  rule(
    'identity:revocation_list',
    'rule:service_or_admin',
    systemOrProject,
    'List revoked PKI tokens (retired)',
  ),
  rule(
    'muster:introspect_tokens',
    `${admin} or role:service or ${domainRole('manager', 'target.domain_id')}`,
    anyScope,
    'Verify sessions and API keys of users',
  ),
]
