import { type CommandContext, command } from '../../kernel/operation.ts'
import { revokeAllUserAccess } from '../../kernel/revocations/revoke-tokens.ts'
import type { User } from '../users/user.ts'
import type { DirectoryUser } from './external-directory.ts'
import { changedFields, managedUserFields, newManagedUser } from './managed-fields.ts'
import { mappingOf } from './public-id.ts'

export type MirrorUsers = { readonly domainId: string; readonly users: readonly DirectoryUser[] }

/** Inserts rows for users that have none, all of them or none. Rejects with `conflict` when a name is taken. */
export const insertManagedUsers = command({
  access: 'operator',
  writesManaged: true,
  apply: async ({ domainId, users }: MirrorUsers, { stores, ports, now, record }): Promise<void> => {
    // The domain may have lost its directory while it was read.
    if (!(await stores.domainOptions.isExternal(domainId))) return
    const mappings = users.map(({ localId }) => mappingOf({ domainId, type: 'user', localId }, ports.digests))
    const rows = users.flatMap((entry, i) => {
      const mapping = mappings[i]
      return mapping ? [newManagedUser(entry, mapping, now)] : []
    })
    await stores.managedRows.insertUsers(rows, mappings)
    for (const { id } of rows) record({ kind: 'user.created', subject: { type: 'user', id }, domainId })
  },
})

/**
 * Another row with this name stands for an entry that was renamed or removed since. False when it is a user of this
 * server, which keeps its name.
 */
const releaseName = async (
  domainId: string,
  name: string,
  id: string,
  at: CommandContext,
): Promise<boolean> => {
  const { stores, now } = at
  const holder = await stores.users.getByName(domainId, name)
  if (!holder || holder.id === id) return true
  if (holder.managedBy === null) return false
  await stores.users.update(holder.id, { name: holder.id, updatedAt: now })
  return true
}

const updateUser = async (before: User, entry: DirectoryUser, at: CommandContext): Promise<void> => {
  const { stores, now, record } = at
  const { id, domainId } = before
  const fields = changedFields(before, managedUserFields(entry))
  if (fields.length === 0) return
  if (!(await releaseName(domainId, entry.name, id, at))) return
  await stores.users.update(id, { ...managedUserFields(entry), updatedAt: now })
  if (before.status === 'active' && !entry.enabled) await revokeAllUserAccess(id, { stores, now })
  record({
    kind: 'user.updated',
    subject: { type: 'user', id },
    domainId,
    invalidates: [`user:${id}`],
    detail: { fields },
  })
}

/** Brings the rows of users to the state of their directory, one by one. A user that was deleted here is left alone. */
export const mirrorUsers = command({
  access: 'operator',
  writesManaged: true,
  apply: async ({ domainId, users }: MirrorUsers, at): Promise<void> => {
    const { stores, ports, now, record } = at
    if (!(await stores.domainOptions.isExternal(domainId))) return
    for (const entry of users) {
      const mapping = mappingOf({ domainId, type: 'user', localId: entry.localId }, ports.digests)
      const id = mapping.publicId
      const before = await stores.users.get(id)
      if (before) {
        await updateUser(before, entry, at)
        continue
      }
      if (await stores.deletedUsers.get(id)) continue
      if (!(await releaseName(domainId, entry.name, id, at))) continue
      await stores.managedRows.insertUsers([newManagedUser(entry, mapping, now)], [mapping])
      record({ kind: 'user.created', subject: { type: 'user', id }, domainId })
    }
  },
})

/** Disables users whose entries are gone, and ends their tokens and sessions. Their role assignments remain. */
export const retireUsers = command({
  access: 'operator',
  writesManaged: true,
  apply: async ({ ids }: { readonly ids: readonly string[] }, { stores, now, record }): Promise<void> => {
    for (const user of await stores.users.getMany(ids)) {
      if (user.managedBy === null || user.status !== 'active') continue
      const { id, domainId } = user
      await stores.users.update(id, { status: 'disabled', updatedAt: now })
      await revokeAllUserAccess(id, { stores, now })
      record({
        kind: 'user.updated',
        subject: { type: 'user', id },
        domainId,
        invalidates: [`user:${id}`],
        detail: { fields: ['status'] },
      })
    }
  },
})
