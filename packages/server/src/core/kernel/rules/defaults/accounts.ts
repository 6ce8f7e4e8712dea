import { admin, anyScope, domainManager, domainRole, rule, self, systemReader } from './parts.ts'

/** Passwords, sessions, invitations, recovery, deletion and restore, imports and bulk jobs. */
export const accountRules = [
  rule('muster:set_own_password', self, anyScope, 'Change the caller’s own password'),
  rule('muster:delete_own_user', self, anyScope, 'Delete the caller’s own user'),
  rule('muster:list_own_second_factors', self, anyScope, 'List the caller’s own second factors'),
  rule('muster:manage_own_second_factors', self, anyScope, 'Add and remove the caller’s own second factors'),
  rule('muster:list_own_projects', self, anyScope, 'List the projects on which the caller has a role'),
  rule(
    'muster:list_own_project_members',
    self,
    anyScope,
    'List the members of a project on which the caller has a role',
  ),
  rule('muster:leave_project', self, anyScope, 'Leave a project'),
  rule('muster:list_own_sessions', self, anyScope, 'List the caller’s own sessions'),
  rule('muster:close_own_session', self, anyScope, 'Close the caller’s own sessions (sign out)'),
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
    'muster:list_user_second_factors',
    `${admin} or ${domainManager}`,
    anyScope,
    'List the second factors of another user, without their secrets',
  ),
  rule(
    'muster:reset_user_second_factors',
    `${admin} or ${domainManager}`,
    anyScope,
    'Remove the second factors of a user who lost the device',
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
  rule('muster:restore_user', `${admin} or ${domainManager}`, anyScope, 'Restore a deleted user'),
  rule(
    'muster:purge_user',
    admin,
    anyScope,
    'Remove a user permanently, whether or not it is deleted already',
  ),
  rule('muster:import_users', `${admin} or ${domainManager}`, anyScope, 'Import users from a file'),
  rule('muster:export_users', `${admin} or ${domainManager}`, anyScope, 'Export all users of a domain'),
  // The action on each user is authorised by the rule of that action.
  rule(
    'muster:manage_bulk_jobs',
    `${admin} or ${domainManager}`,
    anyScope,
    'Create, run, show and delete bulk jobs on users',
  ),
]
