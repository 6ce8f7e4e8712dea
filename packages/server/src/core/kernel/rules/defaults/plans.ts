import { admin, anyScope, domainRole, rule, systemReader } from './parts.ts'

const planManager = domainRole('manager', 'target.plan.domain_id')
const planReader = domainRole('reader', 'target.plan.domain_id')
const holder = 'user_id:%(target.plan.holder_id)s'
const userManager = '(role:manager and token.domain.id:%(target.user.domain_id)s)'

export const planRules = [
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
  rule('muster:attach_plan', `${admin} or ${userManager}`, anyScope, 'Attach a plan to a user, or detach it'),
  rule('muster:renew_plan', `${admin} or ${userManager}`, anyScope, 'Renew the plan of a user'),
]
