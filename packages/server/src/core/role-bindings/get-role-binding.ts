import { loadPair, type PairRef, pairTarget } from '../members/pair.ts'
import { query } from '../operation.ts'
import { notFound } from '../refusal.ts'
import { type RoleBinding, theBinding } from './role-binding.ts'

export const getRoleBinding = query({
  rule: 'muster:get_role_binding',
  load: (ref: PairRef, at) => loadPair(ref, at),
  target: (_ref, pair) => pairTarget(pair),
  read: async ({ userId, projectId }, { user, project }, at): Promise<RoleBinding> => {
    if (!user || !project) throw notFound('role_binding', `${userId} on ${projectId}`)
    return theBinding(user.id, project, at)
  },
})
