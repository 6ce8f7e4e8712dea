import { admin, forSystemReader, projectOnly, rule, systemOrProject, systemReader } from './parts.ts'

const trustor = 'user_id:%(target.trust.trustor_user_id)s'
const trustee = 'user_id:%(target.trust.trustee_user_id)s'
const reads = `${admin} or ${systemReader} or ${trustor} or ${trustee}`

export const trustRules = [
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
]
