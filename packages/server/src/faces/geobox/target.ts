import { whoAmI } from '../../core/sessions/who-am-i.ts'
import { lookUpUser } from '../../core/users/look-up-user.ts'
import type { User } from '../../core/users/user.ts'
import { idIn } from './ids.ts'
import type { GeoboxVisit } from './visit.ts'

/** The user that a path names, by its number or as `me`, and whether that is whoever asks: no right is needed for it. */
export const userIn = async (
  text: string,
  visit: Pick<GeoboxVisit, 'run'>,
): Promise<{ readonly user: User; readonly self: boolean }> => {
  const { user: self } = await visit.run(whoAmI, {})
  const number = text === 'me' ? self.number : idIn('user', text)
  if (number === self.number) return { user: self, self: true }
  return { user: await visit.run(lookUpUser, { number }), self: false }
}
