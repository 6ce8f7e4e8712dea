import { admin, owner, projectOnly, rule, systemOrProject, systemReader } from './parts.ts'

const reads = `${admin} or ${systemReader} or ${owner}`

export const applicationCredentialRules = [
  rule('identity:get_application_credential', reads, systemOrProject, 'See an application credential'),
  rule(
    'identity:list_application_credentials',
    reads,
    systemOrProject,
    'List the application credentials of a user',
  ),
  // Not by way of the rule "owner": who widens that must not let one user make secrets of another.
  rule(
    'identity:create_application_credential',
    'user_id:%(user_id)s',
    projectOnly,
    'Create an application credential for oneself',
  ),
  rule(
    'identity:delete_application_credential',
    'rule:admin_or_owner',
    systemOrProject,
    'Delete an application credential',
  ),
]
