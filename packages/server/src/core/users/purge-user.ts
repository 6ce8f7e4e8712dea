import { type Applying, command } from '../operation.ts'
import { notFound } from '../refusal.ts'
import { theTombstone } from './deleted-users.ts'
import { endUser, spareSelf } from './end-user.ts'
import { theUser, userTarget } from './get-user.ts'
import { spareLender } from './lender.ts'
import { spareSystemUser } from './system-users.ts'
import type { User } from './user.ts'

/**
 * Removes what was kept of deleted users. The journal keeps their ids, which name nobody any more
 * (docs/decisions/0006-purged-users.md).
 */
const purge = async (
  users: readonly Pick<User, 'id' | 'domainId'>[],
  { stores, record }: Pick<Applying, 'stores' | 'record'>,
): Promise<number> => {
  const purged = new Set(await stores.tombstones.purge(users.map(({ id }) => id)))
  for (const { id, domainId } of users)
    if (purged.has(id))
      record({ kind: 'user.purged', subject: { type: 'user', id }, domainId, touches: [`user:${id}`] })
  return purged.size
}

/** One that is deleted already; one that lives is `not_found`. */
export const purgeDeletedUser = command({
  rule: 'muster:purge_user',
  load: ({ id }: { readonly id: string }, at) => theTombstone(id, at),
  target: (_input, user) => userTarget(user),
  apply: async ({ id }, at): Promise<void> => {
    spareSystemUser(await theTombstone(id, at), at)
    if ((await purge([at.found], at)) === 0) throw notFound('deleted_user', id)
  },
})

export type PurgeUser = {
  readonly id: string
  /** See `deleteUser`. */
  readonly sparingSelf?: boolean | undefined
}

/** Deletes a living user and purges it at once. */
export const purgeUser = command({
  rule: 'muster:purge_user',
  load: ({ id }: PurgeUser, at) => theUser(id, at),
  target: (_input, user) => userTarget(user),
  apply: async ({ id, sparingSelf }, at): Promise<void> => {
    if (sparingSelf) spareSelf(id, at)
    spareLender(id, at)
    const user = await theUser(id, at)
    spareSystemUser(user, at)
    await endUser(user, at)
    await purge([user], at)
  },
})

/** Users that one transaction purges at most. */
export const purgeBatch = 100

/**
 * Purges some of those that were deleted longer ago than the retention time, and answers how many. Any number of
 * nodes may do so at once.
 */
export const sweepDeletedUsers = command({
  rule: 'operator',
  apply: async (_input: object, at): Promise<number> => {
    const { stores, ports, now } = at
    const buriedBefore = now - ports.settings.deletedUserRetention * 1000
    return purge(await stores.tombstones.due(buriedBefore, purgeBatch), at)
  },
})
