import { type At, command } from '../operation.ts'
import { notFound } from '../refusal.ts'
import { endUser, spareSelf } from './end-user.ts'
import { theUser, userTarget } from './get-user.ts'
import { spareLender } from './lender.ts'
import { spareSystemUser } from './system-users.ts'
import type { User } from './user.ts'

export type DeleteUser = {
  readonly id: string
  /** Refuses `barred` (`self_deletion`) when the caller is the user. */
  readonly sparingSelf?: boolean | undefined
  /** A user that is deleted already is no reason to refuse. */
  readonly orDeleted?: boolean | undefined
}

const toDelete = async ({ id, orDeleted }: DeleteUser, { stores }: Pick<At, 'stores'>): Promise<User> => {
  const found = (await stores.users.get(id)) ?? (orDeleted ? await stores.tombstones.get(id) : undefined)
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
    if (sparingSelf) spareSelf(id, at)
    spareLender(id, at)
    spareSystemUser(await toDelete(input, at), at)
    if (orDeleted && !(await at.stores.users.get(id))) return done
    await endUser(await theUser(id, at), at)
    return done
  },
})
