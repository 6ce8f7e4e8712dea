import { admin, anyScope, domainRole, rule, systemReader } from './parts.ts'

const self = 'user_id:%(target.user.id)s'
const domainManager = '(role:manager and token.domain.id:%(target.user.domain_id)s)'
const pairInDomain = '(domain_id:%(target.user.domain_id)s and domain_id:%(target.project.domain_id)s)'
const managesMembers = `(role:manager and ${pairInDomain})`
/** Not by way of the rule "owner": who widens that must not let one person make secrets of another. */
const makesKeys = `user_id:%(user_id)s or ('service':%(target.user.kind)s and (${admin} or ${domainManager}))`
const managesKeys = `rule:admin_or_owner or ${domainManager}`
const readsKeys = `${managesKeys} or ${systemReader}`

/** What Identity v3 has no words for, and so no rules. */
export const musterRules = [
  rule('muster:get_me', self, anyScope, 'See oneself, the session and its rights'),
  rule(
    'muster:update_profile',
    `${self} or ${admin} or ${domainManager}`,
    anyScope,
    'Change names, picture, phone and notification preferences of oneself, or of others',
  ),
  rule('muster:delete_own_user', self, anyScope, 'Delete oneself'),
  // For clients where looking at others takes more than a reader: what rules of Identity v3 say is wider.
  rule(
    'muster:get_account_user',
    `${admin} or ${systemReader} or ${domainManager} or ${self}`,
    anyScope,
    'See a user, where only managers of an account see others',
  ),
  rule(
    'muster:list_account_users',
    `${admin} or ${systemReader} or ${domainRole('manager', 'target.domain_id')}`,
    anyScope,
    'List users, where only managers of an account do',
  ),
  rule('muster:set_own_password', self, anyScope, 'Choose another password, signed in'),
  rule(
    'muster:list_messages',
    `${admin} or ${systemReader} or ${domainRole('manager', 'target.message.domain_id')}`,
    anyScope,
    'See which mail was asked for, and how it went',
  ),
  rule(
    'muster:retry_message',
    `${admin} or ${domainRole('manager', 'target.message.domain_id')}`,
    anyScope,
    'Have mail sent that waits or was given up',
  ),
  rule('muster:list_own_sessions', self, anyScope, 'List the own sessions'),
  rule('muster:close_own_session', self, anyScope, 'Close own sessions: sign out'),
  // Application credentials of any scope, where Identity v3 knows those of projects alone.
  rule('muster:create_api_key', makesKeys, anyScope, 'Create an API key for oneself, or for a service user'),
  rule('muster:get_api_key', readsKeys, anyScope, 'See an API key'),
  rule('muster:list_api_keys', readsKeys, anyScope, 'List the API keys of a user'),
  rule('muster:update_api_key', managesKeys, anyScope, 'Rename an API key, revoke it or grant it again'),
  rule('muster:rotate_api_key', makesKeys, anyScope, 'Give such an API key a new secret'),
  rule('muster:delete_api_key', managesKeys, anyScope, 'Delete an API key'),
  rule(
    'muster:introspect_tokens',
    `${admin} or role:service or ${domainRole('manager', 'target.domain_id')}`,
    anyScope,
    'Verify sessions and API keys of users',
  ),
  rule('muster:import_users', `${admin} or ${domainManager}`, anyScope, 'Import users from a file'),
  // What a job does to each user is decided by the rule of that.
  rule(
    'muster:manage_bulk_jobs',
    `${admin} or ${domainManager}`,
    anyScope,
    'Create, run, see and delete jobs that do one thing to many users',
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
    'See a deleted user',
  ),
  rule(
    'muster:list_deleted_users',
    `${admin} or ${systemReader} or ${domainRole('manager', 'target.domain_id')}`,
    anyScope,
    'List deleted users',
  ),
  rule('muster:invite_user', `${admin} or ${domainManager}`, anyScope, 'Invite a user, and once more'),
  rule(
    'muster:list_invitations',
    `${admin} or ${systemReader} or ${domainRole('manager', 'target.domain_id')}`,
    anyScope,
    'List invitations',
  ),
  rule('muster:revoke_invitation', `${admin} or ${domainManager}`, anyScope, 'Withdraw an invitation'),
  rule(
    'muster:send_recovery',
    `${admin} or ${domainManager}`,
    anyScope,
    'Send a user a link for choosing a new password',
  ),
  // Without `admin`: a manager of a domain would make administrators of the whole cloud.
  rule(
    'muster:set_account_role',
    `${admin} or (${domainManager} and (rule:domain_managed_target_role or 'publisher':%(target.role.name)s or 'annotator':%(target.role.name)s))`,
    anyScope,
    'Give a user a role on its domain, or take it away',
  ),
  rule(
    'muster:set_member',
    `${admin} or ${managesMembers}`,
    anyScope,
    'Make a user a member of a project, or no longer',
  ),
  rule(
    'muster:give_member_role',
    `${admin} or (${managesMembers} and (rule:domain_managed_target_role or 'annotator':%(target.role.name)s))`,
    anyScope,
    'Give a role of members on a project, or take it away',
  ),
  rule(
    'muster:get_role_binding',
    `${admin} or ${systemReader} or ${self} or (role:reader and ${pairInDomain})`,
    anyScope,
    'See which custom role a user has on a project',
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
    'Bind users to custom roles on projects; to which ones, the next rule decides',
  ),
  // Roles of a domain were made for it by an administrator; a global one may mean anything anywhere.
  rule(
    'muster:bind_role',
    `${admin} or (${managesMembers} and domain_id:%(target.role.domain_id)s)`,
    anyScope,
    'Give a user a custom role on a project, or take it away',
  ),
  rule('muster:restore_user', `${admin} or ${domainManager}`, anyScope, 'Give a deleted user back'),
  rule('muster:purge_user', admin, anyScope, 'Remove a user for good, deleted before or not'),
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
    'Make, change, equip and delete users that belong to the server itself',
  ),
]
