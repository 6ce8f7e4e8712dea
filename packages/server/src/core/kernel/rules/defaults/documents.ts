import { admin, anyScope, rule, systemReader } from './parts.ts'

const self = 'user_id:%(target.user.id)s'
const domainManager = '(role:manager and token.domain.id:%(target.user.domain_id)s)'
const domainReader = '(role:reader and token.domain.id:%(target.user.domain_id)s)'
const reads = `${admin} or ${systemReader} or ${domainReader} or ${self}`
const writes = `${admin} or ${domainManager} or ${self}`

export const documentRules = [
  rule('muster:get_document', reads, anyScope, 'Show a document of a user'),
  rule('muster:list_documents', reads, anyScope, 'List the documents of a user'),
  rule('muster:create_document', writes, anyScope, 'Create a document of a user'),
  rule('muster:update_document', writes, anyScope, 'Change a document of a user'),
  rule('muster:delete_document', writes, anyScope, 'Delete a document of a user'),
]
