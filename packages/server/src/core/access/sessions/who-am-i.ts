import { requireUser } from '../../directory/users/get-user.ts'
import { withEffectiveStatus } from '../../directory/users/inactivity.ts'
import type { User } from '../../directory/users/user.ts'
import type { KnownCaller } from '../../kernel/caller.ts'
import { requireCaller, selfTarget } from '../../kernel/caller.ts'
import { query } from '../../kernel/operation.ts'
import type { Session } from './session.ts'

export type WhoAmI = {
  readonly user: User
  /** Undefined for a caller without a session. */
  readonly session: Session | undefined
  readonly authority: Pick<KnownCaller, 'scope' | 'roles'>
}

/** The caller's user, session, scope and roles. */
export const whoAmI = query({
  rule: 'muster:get_me',
  target: (_input: object, _found, { caller }) => selfTarget(caller),
  read: async (_input, _found, at): Promise<WhoAmI> => {
    const { caller, stores } = at
    const { userId, scope, roles, chain } = requireCaller(caller)
    const session = chain.sessionId === undefined ? undefined : await stores.sessions.get(chain.sessionId)
    const user = withEffectiveStatus(await requireUser(userId, at), at)
    return { user, session, authority: { scope, roles } }
  },
})
