import { notFound } from '../../kernel/domain-error.ts'
import { type OperationContext, query } from '../../kernel/operation.ts'
import { withEffectiveStatus } from './inactivity.ts'
import type { User } from './user.ts'

/** Fetches a user or rejects with `not_found`. */
export const requireUser = async (id: string, at: Pick<OperationContext, 'stores'>): Promise<User> => {
  const user = await at.stores.users.get(id)
  if (!user) throw notFound('user', id)
  return user
}

/** Rule target of a user. */
export const userTarget = (user: Pick<User, 'id' | 'domainId'>) => ({
  user_id: user.id,
  target: { user: { id: user.id, domain_id: user.domainId } },
})

export const getUser = query({
  rule: 'identity:get_user',
  load: ({ id }: { readonly id: string }, at) => requireUser(id, at),
  target: (_input, user) => userTarget(user),
  read: async (_input, user, at): Promise<User> => withEffectiveStatus(user, at),
})
