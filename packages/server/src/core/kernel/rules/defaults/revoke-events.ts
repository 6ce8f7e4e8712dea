import { rule, systemOrProject } from './parts.ts'

export const revokeEventRules = [
  rule('identity:list_revoke_events', 'rule:service_or_admin', systemOrProject, 'List revocation events'),
  rule(
    'identity:revocation_list',
    'rule:service_or_admin',
    systemOrProject,
    'List revoked PKI tokens (retired)',
  ),
]
