import { admin, anyScope, forAdmin, forAnyone, rule, systemReader } from './parts.ts'

const inDomain = 'domain_id:%(target.limit.domain.id)s or domain_id:%(target.limit.project.domain_id)s'
// The limit of a domain has no project, and an unscoped token has none either.
const inProject = '(project_id:%(target.limit.project_id)s and not None:%(target.limit.project_id)s)'

export const limitRules = [
  forAnyone('identity:get_limit_model', 'Show how limits are enforced in the project tree'),
  rule(
    'identity:get_limit',
    `${admin} or ${systemReader} or ${inDomain} or ${inProject}`,
    anyScope,
    'Show a limit',
  ),
  forAnyone('identity:list_limits', 'List limits; only those of the token’s project or domain are listed'),
  forAdmin('identity:create_limits', 'Create limits'),
  forAdmin('identity:update_limit', 'Change a limit'),
  forAdmin('identity:delete_limit', 'Delete a limit'),
]
