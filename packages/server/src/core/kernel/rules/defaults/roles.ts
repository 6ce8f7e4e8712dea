import {
  admin,
  anyScope,
  domainManager,
  domainRole,
  forAdmin,
  forSystemReader,
  rule,
  systemReader,
} from './parts.ts'

const actorInDomain = '(domain_id:%(target.user.domain_id)s or domain_id:%(target.group.domain_id)s)'
const placeInDomain = '(domain_id:%(target.project.domain_id)s or domain_id:%(target.domain.id)s)'
/** A role of the caller's domain or a global role; `None` matches a role without a domain. */
const roleInReach = '(domain_id:%(target.role.domain_id)s or None:%(target.role.domain_id)s)'

/** Needed beside the name, since a domain can have a role of its own called `member`. */
const globalRole = 'None:%(target.role.domain_id)s'

const within = (role: 'admin' | 'manager' | 'reader') =>
  `role:${role} and ${actorInDomain} and ${placeInDomain}`

const writesGrants = `${admin} or (${within('admin')} and ${roleInReach}) or (${within('manager')} and ${globalRole} and rule:domain_managed_target_role)`

const readsAssignments = `${admin} or ${systemReader} or ${domainRole('reader', 'target.domain_id')}`

/** Roles, implied roles and assignments. */
export const roleRules = [
  rule(
    'identity:get_role',
    `${admin} or ${systemReader} or (role:manager and rule:domain_managed_target_role)`,
    anyScope,
    'Show a global role',
  ),
  rule(
    'identity:list_roles',
    `${admin} or ${systemReader} or (role:manager and not domain_id:None)`,
    anyScope,
    'List global roles',
  ),
  forAdmin('identity:create_role', 'Create a global role'),
  forAdmin('identity:update_role', 'Change a global role'),
  forAdmin('identity:delete_role', 'Delete a global role'),
  forSystemReader('identity:get_domain_role', 'Show a role of a domain'),
  forSystemReader('identity:list_domain_roles', 'List the roles of a domain'),
  forAdmin('identity:create_domain_role', 'Create a role of a domain'),
  forAdmin('identity:update_domain_role', 'Change a role of a domain'),
  forAdmin('identity:delete_domain_role', 'Delete a role of a domain'),
  forSystemReader('identity:get_implied_role', 'Show that one role implies another'),
  forSystemReader('identity:list_implied_roles', 'List the roles that a role implies'),
  forAdmin('identity:create_implied_role', 'Make one role imply another'),
  forAdmin('identity:delete_implied_role', 'Remove the implication between two roles'),
  forSystemReader('identity:list_role_inference_rules', 'List every implication between roles'),
  forSystemReader('identity:check_implied_role', 'Check whether one role implies another'),
  rule(
    'identity:check_grant',
    `${admin} or ${systemReader} or (${within('reader')} and ${roleInReach})`,
    anyScope,
    'Check whether a user or group has a role on a project or domain',
  ),
  rule(
    'identity:list_grants',
    `${admin} or ${systemReader} or (${within('reader')})`,
    anyScope,
    'List the roles that a user or group has on a project or domain',
  ),
  rule(
    'identity:create_grant',
    writesGrants,
    anyScope,
    'Assign a role on a project or domain to a user or group',
  ),
  rule(
    'identity:revoke_grant',
    writesGrants,
    anyScope,
    'Revoke a role on a project or domain from a user or group',
  ),
  forSystemReader('identity:list_system_grants_for_user', 'List the roles of a user on the system'),
  forSystemReader('identity:check_system_grant_for_user', 'Check whether a user has a role on the system'),
  forAdmin('identity:create_system_grant_for_user', 'Assign a role on the system to a user'),
  forAdmin('identity:revoke_system_grant_for_user', 'Revoke a role on the system from a user'),
  forSystemReader('identity:list_system_grants_for_group', 'List the roles of a group on the system'),
  forSystemReader('identity:check_system_grant_for_group', 'Check whether a group has a role on the system'),
  forAdmin('identity:create_system_grant_for_group', 'Assign a role on the system to a group'),
  forAdmin('identity:revoke_system_grant_for_group', 'Revoke a role on the system from a group'),
  rule('identity:list_role_assignments', readsAssignments, anyScope, 'List role assignments'),
  rule(
    'identity:list_role_assignments_for_tree',
    readsAssignments,
    anyScope,
    'List role assignments on a project and everything below it',
  ),
  // Not for the role `admin`, or a domain manager could create administrators of the whole cloud.
  rule(
    'muster:set_account_role',
    `${admin} or (${domainManager} and (rule:domain_managed_target_role or 'publisher':%(target.role.name)s or 'annotator':%(target.role.name)s))`,
    anyScope,
    'Assign a role on the domain to a user, or revoke it',
  ),
]
