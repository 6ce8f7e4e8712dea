import { admin, anyScope, rule, systemReader } from './parts.ts'

const subject = 'rule:token_subject'

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
]
