import { admin, owner, projectOnly, rule, systemOrProject, systemReader } from './parts.ts'

const reads = `${admin} or ${systemReader} or ${owner}`

export const applicationCredentialRules = [
  rule('identity:get_application_credential', reads, systemOrProject, 'Show an application credential'),
  rule(
    'identity:list_application_credentials',
    reads,
    systemOrProject,
    'List the application credentials of a user',
  ),
  // Does not refer to the rule `owner`: overriding that must not let users create credentials of others.
  rule(
    'identity:create_application_credential',
    'user_id:%(user_id)s',
    projectOnly,
    'Create an application credential for the caller',
  ),
  rule(
    'identity:delete_application_credential',
    'rule:admin_or_owner',
    systemOrProject,
    'Delete an application credential',
  ),
]
