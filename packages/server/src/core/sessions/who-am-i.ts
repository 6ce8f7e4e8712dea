import type { KnownCaller } from '../caller.ts'
import { query } from '../operation.ts'
import { theUser } from '../users/get-user.ts'
import { asSeen } from '../users/inactivity.ts'
import type { User } from '../users/user.ts'
import { ownTarget, whoAsks } from './own-session.ts'
import type { Session } from './session.ts'

export type WhoAmI = {
  readonly user: User
  /** Undefined for a caller that came by anything but a session. */
  readonly session: Session | undefined
  readonly authority: Pick<KnownCaller, 'scope' | 'roles'>
}

/** The caller itself: its user, its session, and where it has which roles. */
export const whoAmI = query({
  rule: 'muster:get_me',
  target: (_input: object, _found, { caller }) => ownTarget(caller),
  read: async (_input, _found, at): Promise<WhoAmI> => {
    const { caller, stores } = at
    const { userId, scope, roles, chain } = whoAsks(caller)
    const session = chain.sessionId === undefined ? undefined : await stores.sessions.get(chain.sessionId)
    const user = asSeen(await theUser(userId, at), at)
    return { user, session, authority: { scope, roles } }
  },
})
