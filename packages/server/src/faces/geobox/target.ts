import { whoAmI } from '../../core/sessions/who-am-i.ts'
import { lookUpUser } from '../../core/users/look-up-user.ts'
import type { User } from '../../core/users/user.ts'
import type { Visit } from '../../http/face.ts'
import { byNumber, numberOf } from './ids.ts'

export type Target = { readonly user: User; readonly self: boolean }

/**
 * The user that a path names, by its number or as `me`, and whether that is whoever asks, which needs no right. `rule`
 * is the one of what is to be done to somebody else; absent: to see it, which takes more here than elsewhere.
 */
export const userIn = async (
  text: string,
  { run }: Visit,
  rule = 'muster:get_account_user',
): Promise<Target> => {
  const { user: self } = await run(whoAmI, {})
  if (text === 'me' || numberOf(text) === self.number) return { user: self, self: true }
  const user = await byNumber('user', text, (number) => run(lookUpUser, { number, rule }))
  return { user, self: false }
}
