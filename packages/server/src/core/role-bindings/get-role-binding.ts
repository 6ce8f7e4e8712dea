import { loadPair, type PairRef, pairTarget } from '../members/pair.ts'
import { query } from '../operation.ts'
import { notFound } from '../refusal.ts'
import { type RoleBinding, theBinding } from './role-binding.ts'

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
    return theBinding(user.id, project, at)
  },
})
