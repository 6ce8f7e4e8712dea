import { notFound } from '../../kernel/domain-error.ts'
import { query, type WithRule } from '../../kernel/operation.ts'
import { loadMembership, type MembershipRef, membershipTarget } from '../members/membership.ts'
import { type RoleBinding, requireBinding } from './role-binding.ts'

/** Finds a binding by the rule of the operation that the caller intends. */
export const lookUpRoleBindingFor = ({ rule }: WithRule) =>
  query({
    rule,
    load: (ref: MembershipRef, at) => loadMembership(ref, at),
    target: (_ref, membership) => membershipTarget(membership),
    read: async ({ userId, projectId }, { user, project }, at): Promise<RoleBinding> => {
      if (!user || !project) throw notFound('role_binding', `${userId} on ${projectId}`)
      return requireBinding(user.id, project, at)
    },
  })

export const getRoleBinding = lookUpRoleBindingFor({ rule: 'muster:get_role_binding' })
