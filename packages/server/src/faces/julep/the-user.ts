import { lookUpUser } from '../../core/users/look-up-user.ts'
import type { User } from '../../core/users/user.ts'
import type { Visit } from '../../http/face.ts'
import { idIn } from './ids.ts'

/** The user of the caller's domain that a path names; who may not do by the rule what is asked hears only that. */
export const theUser = (text: string, visit: Visit, rule?: string): Promise<User> =>
  visit.run(lookUpUser, { id: idIn(text), rule })
