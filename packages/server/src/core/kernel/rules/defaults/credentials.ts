import { admin, anyScope, rule, systemReader } from './parts.ts'

const credentialOwner = 'user_id:%(target.credential.user_id)s'
const reads = `${admin} or ${systemReader} or ${credentialOwner}`
const writes = `${admin} or ${credentialOwner}`

export const credentialRules = [
  rule('identity:get_credential', reads, anyScope, 'Show a credential'),
  rule(
    'identity:list_credentials',
    reads,
    anyScope,
    'List credentials; each listed one must pass identity:get_credential',
  ),
  rule('identity:create_credential', writes, anyScope, 'Create a credential'),
  rule('identity:update_credential', writes, anyScope, 'Change a credential'),
  rule('identity:delete_credential', writes, anyScope, 'Delete a credential'),
]
