import { whoAmI } from '../../core/access/sessions/who-am-i.ts'
import { lookUpUserFor } from '../../core/directory/users/look-up-user.ts'
import type { User } from '../../core/directory/users/user.ts'
import type { WithRule } from '../../core/kernel/operation.ts'
import type { RequestContext } from '../../http/api.ts'
import { byNumber, numberOf } from './ids.ts'

export type Target = { readonly user: User; readonly self: boolean }

/**
 * The user of a path, by number or `me`, and whether it is the caller, who needs no permission here. `intended`: the
 * operation on another user.
 */
export const resolveUser = async (
  text: string,
  { run }: RequestContext,
  intended: WithRule,
): Promise<Target> => {
  const { user: self } = await run(whoAmI, {})
  if (text === 'me' || numberOf(text) === self.number) return { user: self, self: true }
  const user = await byNumber('user', text, (number) => run(lookUpUserFor(intended), { number }))
  return { user, self: false }
}
