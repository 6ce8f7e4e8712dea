import { lookUpUser } from '../../core/directory/users/look-up-user.ts'
import type { User } from '../../core/directory/users/user.ts'
import type { RequestContext } from '../../http/api.ts'
import { parseId } from './ids.ts'

/** The user of the caller's domain that a path names; who may not do by the rule what is asked hears only that. */
export const requireUser = (text: string, context: RequestContext, rule?: string): Promise<User> =>
  context.run(lookUpUser, { id: parseId(text), rule })
