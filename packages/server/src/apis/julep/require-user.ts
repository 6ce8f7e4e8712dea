import { lookUpUser } from '../../core/directory/users/look-up-user.ts'
import type { User } from '../../core/directory/users/user.ts'
import type { RequestContext } from '../../http/api.ts'
import { parseId } from './ids.ts'

/** The user of a path in the caller's domain; `forbidden` takes precedence if the caller fails the rule. */
export const requireUser = (text: string, context: RequestContext, rule?: string): Promise<User> =>
  context.run(lookUpUser, { id: parseId(text), rule })
