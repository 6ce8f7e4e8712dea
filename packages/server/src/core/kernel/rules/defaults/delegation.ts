import {
  admin,
  forAdmin,
  forSystemReader,
  projectOnly,
  rule,
  systemOrProject,
  systemReader,
} from './parts.ts'

const trustor = 'user_id:%(target.trust.trustor_user_id)s'
const trustee = 'user_id:%(target.trust.trustee_user_id)s'
const reads = `${admin} or ${systemReader} or ${trustor} or ${trustee}`

/** Trusts, and consumers and access tokens of OAuth 1.0a. */
export const delegationRules = [
  rule('identity:create_trust', trustor, projectOnly, 'Create a trust with the caller as trustor'),
  forSystemReader('identity:list_trusts', 'List all trusts'),
  rule(
    'identity:list_trusts_for_trustor',
    `${admin} or ${systemReader} or ${trustor}`,
    systemOrProject,
    'List the trusts of a trustor',
  ),
  rule(
    'identity:list_trusts_for_trustee',
    `${admin} or ${systemReader} or ${trustee}`,
    systemOrProject,
    'List the trusts of a trustee',
  ),
  rule('identity:list_roles_for_trust', reads, systemOrProject, 'List the roles delegated by a trust'),
  rule('identity:get_role_for_trust', reads, systemOrProject, 'Check whether a trust delegates a role'),
  rule('identity:delete_trust', `${admin} or ${trustor}`, systemOrProject, 'Delete a trust'),
  rule('identity:get_trust', reads, systemOrProject, 'Show a trust'),
  forSystemReader('identity:get_consumer', 'Show an OAuth 1 consumer'),
  forSystemReader('identity:list_consumers', 'List OAuth 1 consumers'),
  forAdmin('identity:create_consumer', 'Create an OAuth 1 consumer'),
  forAdmin('identity:update_consumer', 'Change an OAuth 1 consumer'),
  forAdmin('identity:delete_consumer', 'Delete an OAuth 1 consumer'),
  rule('identity:authorize_request_token', admin, projectOnly, 'Authorize an OAuth 1 request token'),
  rule('identity:get_access_token', admin, projectOnly, 'Show an OAuth 1 access token of a user'),
  rule('identity:get_access_token_role', admin, projectOnly, 'Show a role of an OAuth 1 access token'),
  rule('identity:list_access_tokens', admin, projectOnly, 'List the OAuth 1 access tokens of a user'),
  rule('identity:list_access_token_roles', admin, projectOnly, 'List the roles of an OAuth 1 access token'),
  rule('identity:delete_access_token', admin, systemOrProject, 'Delete an OAuth 1 access token'),
]
