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
    'See a plan, also the own one',
  ),
  rule(
    'muster:list_plans',
    `${admin} or ${systemReader} or ${domainRole('reader', 'target.domain_id')}`,
    anyScope,
    'List plans',
  ),
  rule('muster:create_plan', `${admin} or ${planManager}`, anyScope, 'Create a plan'),
  rule('muster:update_plan', `${admin} or ${planManager}`, anyScope, 'Change a plan'),
  rule('muster:delete_plan', `${admin} or ${planManager}`, anyScope, 'Delete a plan that nobody has'),
  rule('muster:attach_plan', `${admin} or ${userManager}`, anyScope, 'Give a user a plan, or take it away'),
  rule('muster:renew_plan', `${admin} or ${userManager}`, anyScope, 'Renew the plan of a user'),
]
