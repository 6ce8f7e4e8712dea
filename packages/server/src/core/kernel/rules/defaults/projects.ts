import { admin, anyScope, domainRole, rule, systemReader } from './parts.ts'

// A domain is stored as a project without a domain; the second part excludes it.
const inDomain = 'domain_id:%(target.project.domain_id)s and not None:%(target.project.domain_id)s'
const reads = `${admin} or ${systemReader} or (role:reader and ${inDomain}) or project_id:%(target.project.id)s`
const writes = `${admin} or (role:manager and ${inDomain})`

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
]
