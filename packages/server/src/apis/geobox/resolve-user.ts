import { whoAmI } from '../../core/access/sessions/who-am-i.ts'
import { lookUpUser } from '../../core/directory/users/look-up-user.ts'
import type { User } from '../../core/directory/users/user.ts'
import type { RequestContext } from '../../http/api.ts'
import { byNumber, numberOf } from './ids.ts'

export type Target = { readonly user: User; readonly self: boolean }

/**
 * The user of a path, by number or `me`, and whether it is the caller, who needs no permission. `rule` is the policy
 * rule of the action on another user; absent: the rule to see it, which is stricter here than in other APIs.
 */
export const resolveUser = async (
  text: string,
  { run }: RequestContext,
  rule = 'muster:get_account_user',
): Promise<Target> => {
  const { user: self } = await run(whoAmI, {})
  if (text === 'me' || numberOf(text) === self.number) return { user: self, self: true }
  const user = await byNumber('user', text, (number) => run(lookUpUser, { number, rule }))
  return { user, self: false }
}
