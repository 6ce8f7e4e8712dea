import { admin, anyScope, forAdmin, forSystemReader, rule, systemReader } from './parts.ts'

const actorInDomain = '(domain_id:%(target.user.domain_id)s or domain_id:%(target.group.domain_id)s)'
const placeInDomain = '(domain_id:%(target.project.domain_id)s or domain_id:%(target.domain.id)s)'
/** A role of the caller's domain or a global role; `None` matches a role without a domain. */
const roleInReach = '(domain_id:%(target.role.domain_id)s or None:%(target.role.domain_id)s)'

/** Needed beside the name, since a domain can have a role of its own called `member`. */
const globalRole = 'None:%(target.role.domain_id)s'

const within = (role: 'admin' | 'manager' | 'reader') =>
  `role:${role} and ${actorInDomain} and ${placeInDomain}`

const writes = `${admin} or (${within('admin')} and ${roleInReach}) or (${within('manager')} and ${globalRole} and rule:domain_managed_target_role)`

export const grantRules = [
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
  rule('identity:create_grant', writes, anyScope, 'Assign a role on a project or domain to a user or group'),
  rule(
    'identity:revoke_grant',
    writes,
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
]
