import {
  admin,
  anyScope,
  domainManager,
  owner,
  projectOnly,
  rule,
  self,
  systemOrProject,
  systemReader,
} from './parts.ts'

const reads = `${admin} or ${systemReader} or ${owner}`
/** Does not refer to the rule `owner`: overriding that must not let users create keys of others. */
const makesKeys = `user_id:%(user_id)s or ('service':%(target.user.kind)s and (${admin} or ${domainManager}))`
const managesKeys = `rule:admin_or_owner or ${domainManager}`
const readsKeys = `${managesKeys} or ${systemReader}`

/** Application credentials with their access rules, and API keys, which can have any scope. */
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
  rule('muster:create_api_key', makesKeys, anyScope, 'Create an API key for the caller or a service user'),
  rule('muster:get_api_key', readsKeys, anyScope, 'Show an API key'),
  rule('muster:list_api_keys', readsKeys, anyScope, 'List the API keys of a user'),
  rule('muster:update_api_key', managesKeys, anyScope, 'Rename an API key, revoke it or undo its revocation'),
  rule('muster:rotate_api_key', makesKeys, anyScope, 'Rotate the secret of an API key'),
  rule('muster:delete_api_key', managesKeys, anyScope, 'Delete an API key'),
]
