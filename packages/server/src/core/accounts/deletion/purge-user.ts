import { assertNotSelf, softDeleteUser } from '../../access/deletion/soft-delete-user.ts'
import { assertNotDelegator } from '../../directory/users/delegator.ts'
import { requireUser, userTarget } from '../../directory/users/get-user.ts'
import { assertCanManageSystemUser } from '../../directory/users/system-users.ts'
import type { User } from '../../directory/users/user.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { type CommandContext, command } from '../../kernel/operation.ts'
import { requireDeletedUser } from './deleted-users.ts'

/**
 * Removes the kept data of deleted users. The event log keeps their ids, which identify no person any more
 * (docs/decisions/0006-purged-users.md).
 */
const purge = async (
  users: readonly Pick<User, 'id' | 'domainId'>[],
  { stores, record }: Pick<CommandContext, 'stores' | 'record'>,
): Promise<number> => {
  const purged = new Set(await stores.deletedUsers.purge(users.map(({ id }) => id)))
  for (const { id, domainId } of users)
    if (purged.has(id))
      record({ kind: 'user.purged', subject: { type: 'user', id }, domainId, invalidates: [`user:${id}`] })
  return purged.size
}

/** Purges a deleted user; rejects with `not_found` for a user that is not deleted. */
export const purgeDeletedUser = command({
  rule: 'muster:purge_user',
  load: ({ id }: { readonly id: string }, at) => requireDeletedUser(id, at),
  target: (_input, user) => userTarget(user),
  apply: async ({ id }, at): Promise<void> => {
    assertCanManageSystemUser(await requireDeletedUser(id, at), at)
    if ((await purge([at.found], at)) === 0) throw notFound('deleted_user', id)
  },
})

export type PurgeUser = {
  readonly id: string
  /** See `deleteUser`. */
  readonly sparingSelf?: boolean | undefined
}

/** Deletes a user and purges it at once. */
export const purgeUser = command({
  rule: 'muster:purge_user',
  load: ({ id }: PurgeUser, at) => requireUser(id, at),
  target: (_input, user) => userTarget(user),
  apply: async ({ id, sparingSelf }, at): Promise<void> => {
    if (sparingSelf) assertNotSelf(id, at)
    assertNotDelegator(id, at)
    const user = await requireUser(id, at)
    assertCanManageSystemUser(user, at)
    await softDeleteUser(user, at)
    await purge([user], at)
  },
})

/** Maximum number of users purged in one transaction. */
export const purgeBatch = 100

/**
 * Purges one batch of users that were deleted longer ago than the retention time. Returns their number. Safe to run on
 * several nodes at once.
 */
export const purgeDeletedUsers = command({
  access: 'operator',
  apply: async (_input: object, at): Promise<number> => {
    const { stores, ports, now } = at
    const deletedBefore = now - ports.settings.deletedUserRetention * 1000
    return purge(await stores.deletedUsers.due(deletedBefore, purgeBatch), at)
  },
})
