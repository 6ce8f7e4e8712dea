import { admin, anyScope, forAdmin, forSystemReader, rule, systemReader } from './parts.ts'

const actorInDomain = '(domain_id:%(target.user.domain_id)s or domain_id:%(target.group.domain_id)s)'
const placeInDomain = '(domain_id:%(target.project.domain_id)s or domain_id:%(target.domain.id)s)'
/** A role of the caller's domain, or a global one: the bare `None` is how a role says it has no domain. */
const roleInReach = '(domain_id:%(target.role.domain_id)s or None:%(target.role.domain_id)s)'

/** Names alone do not say which role is meant: a domain may have one of its own that is called `member`. */
const globalRole = 'None:%(target.role.domain_id)s'

const within = (role: 'admin' | 'manager' | 'reader') =>
  `role:${role} and ${actorInDomain} and ${placeInDomain}`

const writes = `${admin} or (${within('admin')} and ${roleInReach}) or (${within('manager')} and ${globalRole} and rule:domain_managed_target_role)`

export const grantRules = [
  rule(
    'identity:check_grant',
    `${admin} or ${systemReader} or (${within('reader')} and ${roleInReach})`,
    anyScope,
    'Ask whether a user or group has a role on a project or domain',
  ),
  rule(
    'identity:list_grants',
    `${admin} or ${systemReader} or (${within('reader')})`,
    anyScope,
    'List the roles that a user or group has on a project or domain',
  ),
  rule('identity:create_grant', writes, anyScope, 'Give a user or group a role on a project or domain'),
  rule('identity:revoke_grant', writes, anyScope, 'Take a role on a project or domain away'),
  forSystemReader('identity:list_system_grants_for_user', 'List the roles of a user on the system'),
  forSystemReader('identity:check_system_grant_for_user', 'Ask whether a user has a role on the system'),
  forAdmin('identity:create_system_grant_for_user', 'Give a user a role on the system'),
  forAdmin('identity:revoke_system_grant_for_user', 'Take a role on the system away from a user'),
  forSystemReader('identity:list_system_grants_for_group', 'List the roles of a group on the system'),
  forSystemReader('identity:check_system_grant_for_group', 'Ask whether a group has a role on the system'),
  forAdmin('identity:create_system_grant_for_group', 'Give a group a role on the system'),
  forAdmin('identity:revoke_system_grant_for_group', 'Take a role on the system away from a group'),
]
