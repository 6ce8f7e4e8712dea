import { type At, query } from '../operation.ts'
import { notFound } from '../refusal.ts'
import { asSeen } from './inactivity.ts'
import type { User } from './user.ts'

/** Fetches a user or refuses `not_found`. */
export const theUser = async (id: string, at: Pick<At, 'stores'>): Promise<User> => {
  const user = await at.stores.users.get(id)
  if (!user) throw notFound('user', id)
  return user
}

/** What rules may compare of a user. */
export const userTarget = (user: Pick<User, 'id' | 'domainId'>) => ({
  user_id: user.id,
  target: { user: { id: user.id, domain_id: user.domainId } },
})

export const getUser = query({
  rule: 'identity:get_user',
  load: ({ id }: { readonly id: string }, at) => theUser(id, at),
  target: (_input, user) => userTarget(user),
  read: async (_input, user, at): Promise<User> => asSeen(user, at),
})
