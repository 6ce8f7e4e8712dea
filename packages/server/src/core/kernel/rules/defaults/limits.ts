import {
  admin,
  anyScope,
  domainManager,
  domainRole,
  forAdmin,
  forAnyone,
  rule,
  systemReader,
} from './parts.ts'

const inDomain = 'domain_id:%(target.limit.domain.id)s or domain_id:%(target.limit.project.domain_id)s'
// The limit of a domain has no project, and an unscoped token has none either.
const inProject = '(project_id:%(target.limit.project_id)s and not None:%(target.limit.project_id)s)'

const planManager = domainRole('manager', 'target.plan.domain_id')
const planReader = domainRole('reader', 'target.plan.domain_id')
const holder = 'user_id:%(target.plan.holder_id)s'

/** Limits of Identity v3, and plans with their quotas. */
export const limitRules = [
  forAnyone('identity:get_registered_limit', 'Show the default limit of a resource'),
  forAnyone('identity:list_registered_limits', 'List the default limits of resources'),
  forAdmin('identity:create_registered_limits', 'Create default limits of resources'),
  forAdmin('identity:update_registered_limit', 'Change the default limit of a resource'),
  forAdmin('identity:delete_registered_limit', 'Delete the default limit of a resource'),
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
  rule(
    'muster:get_plan',
    `${admin} or ${systemReader} or ${planReader} or ${holder}`,
    anyScope,
    'Show a plan; users see their own plan',
  ),
  rule(
    'muster:list_plans',
    `${admin} or ${systemReader} or ${domainRole('reader', 'target.domain_id')}`,
    anyScope,
    'List plans',
  ),
  rule('muster:create_plan', `${admin} or ${planManager}`, anyScope, 'Create a plan'),
  rule('muster:update_plan', `${admin} or ${planManager}`, anyScope, 'Change a plan'),
  rule(
    'muster:delete_plan',
    `${admin} or ${planManager}`,
    anyScope,
    'Delete a plan that is attached to no user',
  ),
  rule(
    'muster:attach_plan',
    `${admin} or ${domainManager}`,
    anyScope,
    'Attach a plan to a user, or detach it',
  ),
  rule('muster:renew_plan', `${admin} or ${domainManager}`, anyScope, 'Renew the plan of a user'),
]
