import type { Group } from '../../directory/groups/group.ts'
import type { User } from '../../directory/users/user.ts'
import type { UserChange } from '../../directory/users/user-store.ts'
import { domainError } from '../domain-error.ts'
import type { Stores } from '../stores.ts'

export const readOnlyDirectory = () =>
  domainError(
    'failed_precondition',
    'directory_read_only',
    'The users and groups of this domain come from an LDAP directory, which this server only reads. Make the change in the directory.',
  )

/** Fields of a managed user that belong to this server and not to the directory. */
const ownFields: ReadonlySet<string> = new Set<keyof UserChange>([
  'developer',
  'language',
  'metadata',
  'planExpiresAt',
  'planId',
  'preferences',
  'publicMetadata',
  'updatedAt',
])

const touchesDirectory = (user: User, change: UserChange): boolean =>
  Object.entries(change).some(
    ([key, value]) =>
      value !== undefined &&
      !ownFields.has(key) &&
      JSON.stringify(value) !== JSON.stringify(user[key as keyof User]),
  )

/** Rejects a change of a user or group that a directory manages. */
export const assertNotManaged = (row: Pick<User | Group, 'managedBy'> | undefined): void => {
  if (row && row.managedBy !== null) throw readOnlyDirectory()
}

/**
 * The stores of a command, which cannot change what an external directory manages: the one place that keeps users, groups
 * and memberships of a directory read-only, for every API. Once a directory no longer serves the domain, the rows that
 * it left may be deleted.
 */
export const guardManaged = (stores: Stores): Stores => {
  const { users, groups, deletedUsers, imports, domainOptions } = stores
  const assertLocal = async (domainId: string) => {
    if (await domainOptions.isExternal(domainId)) throw readOnlyDirectory()
  }
  const assertDeletable = async (row: Pick<User | Group, 'managedBy' | 'domainId'> | undefined) => {
    if (row && row.managedBy !== null) await assertLocal(row.domainId)
  }
  const assertFreeMembership = async (groupId: string, userId: string) => {
    assertNotManaged(await groups.get(groupId))
    assertNotManaged(await users.get(userId))
  }
  return {
    ...stores,
    users: {
      ...users,
      async insert(user) {
        await assertLocal(user.domainId)
        return users.insert(user)
      },
      async insertUnlessTaken(user) {
        await assertLocal(user.domainId)
        return users.insertUnlessTaken(user)
      },
      async update(id, change) {
        const before = await users.get(id)
        if (before && before.managedBy !== null && touchesDirectory(before, change)) throw readOnlyDirectory()
        return users.update(id, change)
      },
    },
    imports: {
      ...imports,
      async insert(made) {
        await assertLocal(made.domainId)
        return imports.insert(made)
      },
      async insertUsers(rows) {
        for (const domainId of new Set(rows.map(({ user }) => user.domainId))) await assertLocal(domainId)
        return imports.insertUsers(rows)
      },
    },
    deletedUsers: {
      ...deletedUsers,
      async softDelete(id, at) {
        await assertDeletable(await users.get(id))
        return deletedUsers.softDelete(id, at)
      },
      async restore(id, as) {
        assertNotManaged(await deletedUsers.get(id))
        return deletedUsers.restore(id, as)
      },
    },
    groups: {
      ...groups,
      async insert(group) {
        await assertLocal(group.domainId)
        return groups.insert(group)
      },
      async update(id, change) {
        assertNotManaged(await groups.get(id))
        return groups.update(id, change)
      },
      async delete(id) {
        await assertDeletable(await groups.get(id))
        return groups.delete(id)
      },
      async addMember(groupId, userId, at) {
        await assertFreeMembership(groupId, userId)
        return groups.addMember(groupId, userId, at)
      },
      async removeMember(groupId, userId) {
        await assertFreeMembership(groupId, userId)
        return groups.removeMember(groupId, userId)
      },
    },
  }
}
