import { admin, projectOnly, rule, systemOrProject } from './parts.ts'

export const accessTokenRules = [
  rule('identity:authorize_request_token', admin, projectOnly, 'Authorize an OAuth 1 request token'),
  rule('identity:get_access_token', admin, projectOnly, 'Show an OAuth 1 access token of a user'),
  rule('identity:get_access_token_role', admin, projectOnly, 'Show a role of an OAuth 1 access token'),
  rule('identity:list_access_tokens', admin, projectOnly, 'List the OAuth 1 access tokens of a user'),
  rule('identity:list_access_token_roles', admin, projectOnly, 'List the roles of an OAuth 1 access token'),
  rule('identity:delete_access_token', admin, systemOrProject, 'Delete an OAuth 1 access token'),
]
