import { whoAmI } from '../../core/access/sessions/who-am-i.ts'
import { lookUpUser } from '../../core/directory/users/look-up-user.ts'
import type { User } from '../../core/directory/users/user.ts'
import type { RequestContext } from '../../http/api.ts'
import { byNumber, numberOf } from './ids.ts'

export type Target = { readonly user: User; readonly self: boolean }

/**
 * The user that a path names, by its number or as `me`, and whether that is whoever asks, which needs no right. `rule`
 * is the one of what is to be done to somebody else; absent: to see it, which takes more here than elsewhere.
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
