import { lookUpUserFor } from '../../core/directory/users/look-up-user.ts'
import type { User } from '../../core/directory/users/user.ts'
import type { WithRule } from '../../core/kernel/operation.ts'
import type { RequestContext } from '../../http/api.ts'
import { parseId } from './ids.ts'

/** The user of a path in the caller's domain; callers that may not run the operation on it get `forbidden` first. */
export const requireUser = (text: string, context: RequestContext, intended: WithRule): Promise<User> =>
  context.run(lookUpUserFor(intended), { id: parseId(text) })
