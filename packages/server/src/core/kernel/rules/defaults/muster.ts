import { admin, anyScope, domainRole, rule, systemReader } from './parts.ts'

const self = 'user_id:%(target.user.id)s'
const domainManager = '(role:manager and token.domain.id:%(target.user.domain_id)s)'
const pairInDomain = '(domain_id:%(target.user.domain_id)s and domain_id:%(target.project.domain_id)s)'
const managesMembers = `(role:manager and ${pairInDomain})`
/** Does not refer to the rule `owner`: overriding that must not let users create keys of others. */
const makesKeys = `user_id:%(user_id)s or ('service':%(target.user.kind)s and (${admin} or ${domainManager}))`
const managesKeys = `rule:admin_or_owner or ${domainManager}`
const readsKeys = `${managesKeys} or ${systemReader}`

/** Rules for operations that Identity v3 does not have. */
export const musterRules = [
  rule('muster:get_me', self, anyScope, 'Show the caller’s own user, session and roles'),
  rule(
    'muster:update_profile',
    `${self} or ${admin} or ${domainManager}`,
    anyScope,
    'Change names, picture, phone and notification preferences of a user',
  ),
  rule('muster:delete_own_user', self, anyScope, 'Delete the caller’s own user'),
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
  rule('muster:set_own_password', self, anyScope, 'Change the caller’s own password'),
  rule(
    'muster:list_messages',
    `${admin} or ${systemReader} or ${domainRole('manager', 'target.message.domain_id')}`,
    anyScope,
    'List queued and sent email with its delivery state',
  ),
  rule(
    'muster:retry_message',
    `${admin} or ${domainRole('manager', 'target.message.domain_id')}`,
    anyScope,
    'Retry email that is waiting or was abandoned',
  ),
  rule('muster:list_own_sessions', self, anyScope, 'List the caller’s own sessions'),
  rule('muster:close_own_session', self, anyScope, 'Close the caller’s own sessions (sign out)'),
  // API keys can have any scope; Identity v3 has application credentials for projects only.
  rule('muster:create_api_key', makesKeys, anyScope, 'Create an API key for the caller or a service user'),
  rule('muster:get_api_key', readsKeys, anyScope, 'Show an API key'),
  rule('muster:list_api_keys', readsKeys, anyScope, 'List the API keys of a user'),
  rule('muster:update_api_key', managesKeys, anyScope, 'Rename an API key, revoke it or undo its revocation'),
  rule('muster:rotate_api_key', makesKeys, anyScope, 'Rotate the secret of an API key'),
  rule('muster:delete_api_key', managesKeys, anyScope, 'Delete an API key'),
  rule(
    'muster:introspect_tokens',
    `${admin} or role:service or ${domainRole('manager', 'target.domain_id')}`,
    anyScope,
    'Verify sessions and API keys of users',
  ),
  rule('muster:import_users', `${admin} or ${domainManager}`, anyScope, 'Import users from a file'),
  // The action on each user is authorised by the rule of that action.
  rule(
    'muster:manage_bulk_jobs',
    `${admin} or ${domainManager}`,
    anyScope,
    'Create, run, show and delete bulk jobs on users',
  ),
  rule('muster:export_users', `${admin} or ${domainManager}`, anyScope, 'Export all users of a domain'),
  rule(
    'muster:list_user_sessions',
    `${admin} or ${domainManager}`,
    anyScope,
    'List the sessions of another user',
  ),
  rule(
    'muster:close_user_session',
    `${admin} or ${domainManager}`,
    anyScope,
    'Close sessions of another user',
  ),
  rule(
    'muster:get_deleted_user',
    `${admin} or ${systemReader} or ${domainManager}`,
    anyScope,
    'Show a deleted user',
  ),
  rule(
    'muster:list_deleted_users',
    `${admin} or ${systemReader} or ${domainRole('manager', 'target.domain_id')}`,
    anyScope,
    'List deleted users',
  ),
  rule(
    'muster:invite_user',
    `${admin} or ${domainManager}`,
    anyScope,
    'Invite a user, or send an invitation again',
  ),
  rule(
    'muster:list_invitations',
    `${admin} or ${systemReader} or ${domainRole('manager', 'target.domain_id')}`,
    anyScope,
    'List invitations',
  ),
  rule('muster:revoke_invitation', `${admin} or ${domainManager}`, anyScope, 'Revoke an invitation'),
  rule('muster:send_recovery', `${admin} or ${domainManager}`, anyScope, 'Send a recovery link to a user'),
  // Not for the role `admin`, or a domain manager could create administrators of the whole cloud.
  rule(
    'muster:set_account_role',
    `${admin} or (${domainManager} and (rule:domain_managed_target_role or 'publisher':%(target.role.name)s or 'annotator':%(target.role.name)s))`,
    anyScope,
    'Assign a role on the domain to a user, or revoke it',
  ),
  rule(
    'muster:set_member',
    `${admin} or ${managesMembers}`,
    anyScope,
    'Add a user to a project, or remove the user from it',
  ),
  rule(
    'muster:give_member_role',
    `${admin} or (${managesMembers} and (rule:domain_managed_target_role or 'annotator':%(target.role.name)s))`,
    anyScope,
    'Assign a member role on a project, or revoke it',
  ),
  rule(
    'muster:get_role_binding',
    `${admin} or ${systemReader} or ${self} or (role:reader and ${pairInDomain})`,
    anyScope,
    'Show which custom role a user has on a project',
  ),
  rule(
    'muster:list_role_bindings',
    `${admin} or ${systemReader} or ${domainRole('reader', 'target.domain_id')}`,
    anyScope,
    'List the custom roles that users have on projects',
  ),
  rule(
    'muster:manage_role_bindings',
    `${admin} or ${managesMembers}`,
    anyScope,
    'Bind users to custom roles on projects; muster:bind_role decides which roles',
  ),
  // Only roles of the domain, which an administrator created for it: a global role may have a meaning elsewhere.
  rule(
    'muster:bind_role',
    `${admin} or (${managesMembers} and domain_id:%(target.role.domain_id)s)`,
    anyScope,
    'Assign a custom role on a project to a user, or revoke it',
  ),
  rule('muster:restore_user', `${admin} or ${domainManager}`, anyScope, 'Restore a deleted user'),
  rule(
    'muster:purge_user',
    admin,
    anyScope,
    'Remove a user permanently, whether or not it is deleted already',
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
]
