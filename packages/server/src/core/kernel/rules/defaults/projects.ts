import { admin, anyScope, domainRole, rule, self, systemReader } from './parts.ts'

// A domain is stored as a project without a domain; the second part excludes it.
const inDomain = 'domain_id:%(target.project.domain_id)s and not None:%(target.project.domain_id)s'
const reads = `${admin} or ${systemReader} or (role:reader and ${inDomain}) or project_id:%(target.project.id)s`
const writes = `${admin} or (role:manager and ${inDomain})`

const pairInDomain = '(domain_id:%(target.user.domain_id)s and domain_id:%(target.project.domain_id)s)'
const managesMembers = `(role:manager and ${pairInDomain})`

/** Projects, their tags and their members. */
export const projectRules = [
  rule('identity:get_project', reads, anyScope, 'Show a project'),
  rule(
    'identity:list_projects',
    `${admin} or ${systemReader} or ${domainRole('reader', 'target.domain_id')}`,
    anyScope,
    'List projects',
  ),
  rule(
    'identity:list_user_projects',
    `${admin} or ${systemReader} or ${domainRole('reader', 'target.user.domain_id')} or user_id:%(target.user.id)s`,
    anyScope,
    'List the projects of a user',
  ),
  rule('identity:create_project', writes, anyScope, 'Create a project'),
  rule('identity:update_project', writes, anyScope, 'Change a project'),
  rule('identity:delete_project', writes, anyScope, 'Delete a project'),
  rule('identity:list_project_tags', reads, anyScope, 'List the tags of a project'),
  rule('identity:get_project_tag', reads, anyScope, 'Check whether a project has a tag'),
  rule('identity:update_project_tags', writes, anyScope, 'Replace all tags of a project'),
  rule('identity:create_project_tag', writes, anyScope, 'Add a tag to a project'),
  rule('identity:delete_project_tags', writes, anyScope, 'Remove all tags of a project'),
  rule('identity:delete_project_tag', writes, anyScope, 'Remove a tag of a project'),
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
]
