import { assertNotSelf, softDeleteUser } from '../../access/deletion/soft-delete-user.ts'
import { assertNotDelegator } from '../../directory/users/delegator.ts'
import { requireUser, userTarget } from '../../directory/users/get-user.ts'
import { assertCanManageSystemUser } from '../../directory/users/system-users.ts'
import type { User } from '../../directory/users/user.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { command, type OperationContext } from '../../kernel/operation.ts'

export type DeleteUser = {
  readonly id: string
  /** Rejects with `failed_precondition` (`self_deletion`) when the caller is the user. */
  readonly sparingSelf?: boolean | undefined
  /** Accepts a user that is already deleted. */
  readonly orDeleted?: boolean | undefined
}

const requireUserToDelete = async (
  { id, orDeleted }: DeleteUser,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<User> => {
  const found = (await stores.users.get(id)) ?? (orDeleted ? await stores.deletedUsers.get(id) : undefined)
  if (!found) throw notFound('user', id)
  return found
}

/** The time of this request in unix milliseconds, also for a user that was deleted before. */
export type Deleted = { readonly deletedAt: number }

/** See `softDeleteUser` for what is deleted at once and what is kept until `restoreUser` or `purgeUser`. */
export const deleteUser = command({
  rule: 'identity:delete_user',
  load: (input: DeleteUser, at) => requireUserToDelete(input, at),
  target: (_input, user) => userTarget(user),
  apply: async (input, at): Promise<Deleted> => {
    const { id, sparingSelf, orDeleted } = input
    const done = { deletedAt: at.now }
    if (sparingSelf) assertNotSelf(id, at)
    assertNotDelegator(id, at)
    assertCanManageSystemUser(await requireUserToDelete(input, at), at)
    if (orDeleted && !(await at.stores.users.get(id))) return done
    await softDeleteUser(await requireUser(id, at), at)
    return done
  },
})
