import { command } from '../operation.ts'
import { ownTarget, whoAsks } from '../sessions/own-session.ts'
import { endUser } from './end-user.ts'
import { theUser } from './get-user.ts'
import { spareSystemUser } from './system-users.ts'

/** The caller leaves. What it was waits for `restoreUser` or the purge, as with any deleted user. */
export const deleteOwnUser = command({
  rule: 'muster:delete_own_user',
  target: (_input: object, _found, { caller }) => ownTarget(caller),
  apply: async (_input, at): Promise<void> => {
    const user = await theUser(whoAsks(at.caller).userId, at)
    spareSystemUser(user, at)
    await endUser(user, at)
  },
})
