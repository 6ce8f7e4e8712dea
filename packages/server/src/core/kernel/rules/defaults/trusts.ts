import { admin, forSystemReader, projectOnly, rule, systemOrProject, systemReader } from './parts.ts'

const trustor = 'user_id:%(target.trust.trustor_user_id)s'
const trustee = 'user_id:%(target.trust.trustee_user_id)s'
const reads = `${admin} or ${systemReader} or ${trustor} or ${trustee}`

export const trustRules = [
  rule('identity:create_trust', trustor, projectOnly, 'Create a trust, in nobody else’s name'),
  forSystemReader('identity:list_trusts', 'List all trusts'),
  rule(
    'identity:list_trusts_for_trustor',
    `${admin} or ${systemReader} or ${trustor}`,
    systemOrProject,
    'List the trusts that a user gave',
  ),
  rule(
    'identity:list_trusts_for_trustee',
    `${admin} or ${systemReader} or ${trustee}`,
    systemOrProject,
    'List the trusts that a user was given',
  ),
  rule('identity:list_roles_for_trust', reads, systemOrProject, 'List the roles lent by a trust'),
  rule('identity:get_role_for_trust', reads, systemOrProject, 'Ask whether a trust lends a role'),
  rule('identity:delete_trust', `${admin} or ${trustor}`, systemOrProject, 'Take a trust back'),
  rule('identity:get_trust', reads, systemOrProject, 'See a trust'),
]
