import { admin, anyScope, forAdmin, forSystemReader, rule, systemReader } from './parts.ts'

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
]
