import {
  admin,
  anyScope,
  domainManager,
  domainReader,
  domainRole,
  rule,
  self,
  systemReader,
} from './parts.ts'

const readsDocuments = `${admin} or ${systemReader} or ${domainReader} or ${self}`
const writesDocuments = `${admin} or ${domainManager} or ${self}`

/** Users, their profile and documents, and which users only administrators may change. */
export const userRules = [
  rule(
    'identity:get_user',
    `${admin} or ${systemReader} or ${domainReader} or ${self}`,
    anyScope,
    'Show a user',
  ),
  rule(
    'identity:list_users',
    `${admin} or ${systemReader} or ${domainRole('reader', 'target.domain_id')}`,
    anyScope,
    'List users',
  ),
  rule('identity:create_user', `${admin} or ${domainManager}`, anyScope, 'Create a user'),
  rule(
    'identity:update_user',
    `${admin} or ${domainManager}`,
    anyScope,
    'Change a user, including the password',
  ),
  rule('identity:delete_user', `${admin} or ${domainManager}`, anyScope, 'Delete a user'),
  rule('muster:get_me', self, anyScope, 'Show the caller’s own user, session and roles'),
  rule(
    'muster:update_profile',
    `${self} or ${admin} or ${domainManager}`,
    anyScope,
    'Change names, picture, phone and notification preferences of a user',
  ),
  // For APIs where readers do not see other users; the Identity v3 rules allow more.
  rule(
    'muster:get_account_user',
    `${admin} or ${systemReader} or ${domainManager} or ${self}`,
    anyScope,
    'Show a user, in APIs where only managers of an account see others',
  ),
  rule(
    'muster:list_account_users',
    `${admin} or ${systemReader} or ${domainRole('manager', 'target.domain_id')}`,
    anyScope,
    'List users, in APIs where only managers of an account can',
  ),
  rule(
    'muster:manage_administrator',
    admin,
    anyScope,
    'Manage users and groups with authority that the caller does not have: their passwords, addresses, keys, sessions and members',
  ),
  rule(
    'muster:manage_system_user',
    'role:admin and system_scope:all',
    anyScope,
    'Create, change and delete users that belong to the server itself, and their keys',
  ),
  rule('muster:get_document', readsDocuments, anyScope, 'Show a document of a user'),
  rule('muster:list_documents', readsDocuments, anyScope, 'List the documents of a user'),
  rule('muster:create_document', writesDocuments, anyScope, 'Create a document of a user'),
  rule('muster:update_document', writesDocuments, anyScope, 'Change a document of a user'),
  rule('muster:delete_document', writesDocuments, anyScope, 'Delete a document of a user'),
]
