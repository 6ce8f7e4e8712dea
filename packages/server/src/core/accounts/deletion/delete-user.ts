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
  /** A user that is deleted already is no reason to refuse. */
  readonly orDeleted?: boolean | undefined
}

const toDelete = async (
  { id, orDeleted }: DeleteUser,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<User> => {
  const found = (await stores.users.get(id)) ?? (orDeleted ? await stores.deletedUsers.get(id) : undefined)
  if (!found) throw notFound('user', id)
  return found
}

/** When it was done; of a user that was deleted before, when that was asked for again. In unix milliseconds. */
export type Deleted = { readonly deletedAt: number }

/** See `endUser` for what goes and what stays until `restoreUser` or `purgeUser`. */
export const deleteUser = command({
  rule: 'identity:delete_user',
  load: (input: DeleteUser, at) => toDelete(input, at),
  target: (_input, user) => userTarget(user),
  apply: async (input, at): Promise<Deleted> => {
    const { id, sparingSelf, orDeleted } = input
    const done = { deletedAt: at.now }
    if (sparingSelf) assertNotSelf(id, at)
    assertNotDelegator(id, at)
    assertCanManageSystemUser(await toDelete(input, at), at)
    if (orDeleted && !(await at.stores.users.get(id))) return done
    await softDeleteUser(await requireUser(id, at), at)
    return done
  },
})
