import { notFound } from '../../kernel/domain-error.ts'
import { query } from '../../kernel/operation.ts'
import { loadPair, type PairRef, pairTarget } from '../members/membership.ts'
import { type RoleBinding, requireBinding } from './role-binding.ts'

export type GetRoleBinding = PairRef & {
  /** What decides, where the binding is looked up to do something to it; seeing it otherwise. */
  readonly rule?: string | undefined
}

export const getRoleBinding = query({
  rule: ({ rule = 'muster:get_role_binding' }: GetRoleBinding) => rule,
  load: (ref: GetRoleBinding, at) => loadPair(ref, at),
  target: (_ref, pair) => pairTarget(pair),
  read: async ({ userId, projectId }, { user, project }, at): Promise<RoleBinding> => {
    if (!user || !project) throw notFound('role_binding', `${userId} on ${projectId}`)
    return requireBinding(user.id, project, at)
  },
})
