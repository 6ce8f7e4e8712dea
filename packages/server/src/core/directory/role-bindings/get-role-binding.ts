import { notFound } from '../../kernel/domain-error.ts'
import { query } from '../../kernel/operation.ts'
import { loadMembership, type MembershipRef, membershipTarget } from '../members/membership.ts'
import { type RoleBinding, requireBinding } from './role-binding.ts'

export type GetRoleBinding = MembershipRef & {
  /** The rule of the intended action on the binding. Absent: the rule to read it. */
  readonly rule?: string | undefined
}

export const getRoleBinding = query({
  rule: ({ rule = 'muster:get_role_binding' }: GetRoleBinding) => rule,
  load: (ref: GetRoleBinding, at) => loadMembership(ref, at),
  target: (_ref, membership) => membershipTarget(membership),
  read: async ({ userId, projectId }, { user, project }, at): Promise<RoleBinding> => {
    if (!user || !project) throw notFound('role_binding', `${userId} on ${projectId}`)
    return requireBinding(user.id, project, at)
  },
})
