import { softDeleteUser } from '../../access/deletion/soft-delete-user.ts'
import { requireUser } from '../../directory/users/get-user.ts'
import { assertCanManageSystemUser } from '../../directory/users/system-users.ts'
import { requireCaller, selfTarget } from '../../kernel/caller.ts'
import { command } from '../../kernel/operation.ts'

/** Soft-deletes the caller; `restoreUser` and the purge apply as for any deleted user. */
export const deleteOwnUser = command({
  rule: 'muster:delete_own_user',
  target: (_input: object, _found, { caller }) => selfTarget(caller),
  apply: async (_input, at): Promise<void> => {
    const user = await requireUser(requireCaller(at.caller).userId, at)
    assertCanManageSystemUser(user, at)
    await softDeleteUser(user, at)
  },
})
