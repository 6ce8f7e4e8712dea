import type { AccountRole } from '../../core/directory/assignments/domain-role.ts'
import { listAccountRoles } from '../../core/directory/assignments/list-domain-roles.ts'
import type { Plan } from '../../core/directory/plans/plan.ts'
import { getPlans } from '../../core/directory/plans/plans.ts'
import { splitName } from '../../core/directory/users/person-names.ts'
import type { User } from '../../core/directory/users/user.ts'
import type { RequestContext } from '../../http/api.ts'
import { roleName, statusName } from './messages.ts'
import { showPlan } from './show-plan.ts'
import { time, timeOrNull } from './times.ts'

const show = (user: User, role: AccountRole | undefined, plan: Plan | undefined) => {
  const { first, last } = splitName(user)
  return {
    id: user.number,
    username: user.name,
    email: user.email,
    first_name: first,
    last_name: last,
    mobile: user.phoneNumber,
    role: roleName(role),
    status: statusName(user.status),
    plan: plan ? showPlan(plan) : null,
    plan_id: plan?.number ?? null,
    expiration_date: timeOrNull(user.planExpiresAt),
    created_at: time(user.createdAt),
    updated_at: time(user.updatedAt),
    last_login: timeOrNull(user.lastActiveAt),
  }
}

/** Users with their roles and plans, loaded with one query each. */
export const showUsers = async (users: readonly User[], { run }: Pick<RequestContext, 'run'>) => {
  const roles = await run(listAccountRoles, { users })
  const ids = [...new Set(users.flatMap(({ planId }) => (planId === null ? [] : [planId])))]
  const plans = new Map((await run(getPlans, { ids })).map((plan) => [plan.id, plan]))
  return users.map((user) => show(user, roles.get(user.id), plans.get(user.planId ?? '')))
}

export const showUser = async (user: User, context: Pick<RequestContext, 'run'>) => {
  const [shown] = await showUsers([user], context)
  if (!shown) throw new Error('a user who is not shown')
  return shown
}
