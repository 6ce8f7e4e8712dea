import type { BasePorts } from '../../kernel/ports.ts'
import { fold } from '../../kernel/text.ts'
import type { Group } from '../groups/group.ts'
import type { User } from '../users/user.ts'
import type { Directories } from './directories.ts'
import { makeDirectoryCache, type Reading } from './directory-cache.ts'
import { directoryConditions } from './directory-conditions.ts'
import { type MirrorParts, makeMirror } from './directory-mirror.ts'
import type { DirectoryDriver, DirectoryUser, ExternalDirectory, FoundUser } from './external-directory.ts'
import type { OpenDirectories } from './open-directories.ts'
import { tryDirectory } from './try-directory.ts'

export type DirectoriesParts = MirrorParts & {
  readonly ports: Pick<BasePorts, 'now' | 'settings'>
  readonly driver: DirectoryDriver
  readonly open: OpenDirectories
}

/** The first entry of each id and each name: a directory may have several with one name, of which one can be used. */
const distinct = <Entry extends { readonly localId: string; readonly name: string }>(
  entries: readonly Entry[],
): readonly Entry[] => {
  const seen = new Set<string>()
  return entries.filter(({ localId, name }) => {
    const keys = [`id ${localId}`, `name ${fold(name)}`]
    if (keys.some((key) => seen.has(key))) return false
    for (const key of keys) seen.add(key)
    return true
  })
}

export const makeDirectories = (parts: DirectoriesParts): Directories => {
  const { stores, driver, open } = parts
  const cache = makeDirectoryCache(parts.ports)
  const mirror = makeMirror(parts)
  const { userId, groupId } = mirror

  /** Writes users, except those whose rows come from a later reading, and returns their ids. */
  const writeUsers = async (
    domainId: string,
    users: readonly DirectoryUser[],
    reading: Reading,
  ): Promise<readonly string[]> => {
    const ids = users.map((entry) => userId(domainId, entry))
    const isCurrent = (_: DirectoryUser, i: number) => !cache.isReadSince(ids[i] ?? '', reading)
    await mirror.writeUsers(domainId, users.filter(isCurrent))
    return ids
  }

  /** Writes a user with its groups, and returns its row. */
  const writeUser = async (
    domainId: string,
    found: FoundUser,
    reading: Reading,
  ): Promise<User | undefined> => {
    const id = userId(domainId, found.user)
    if (cache.isReadSince(id, reading)) return stores.users.get(id)
    const groups = distinct(found.groups)
    await mirror.writeUsers(domainId, [found.user])
    if (!(await stores.users.get(id))) return undefined
    await mirror.writeGroups(domainId, groups)
    const current = groups.map((group) => groupId(domainId, group))
    const { ids: stored } = await stores.groups.groupIdsOf(id, parts.ports.now())
    await mirror.writeMemberships(domainId, stored, current, (one) => ({
      groupId: one,
      userId: id,
    }))
    cache.setFresh(id, reading)
    return stores.users.get(id)
  }

  const readUser = async (
    user: User,
    directory: ExternalDirectory,
    reading: Reading,
  ): Promise<User | undefined> => {
    const mapping = await stores.managedRows.mapping(user.id)
    const found = mapping && (await directory.findUser({ localId: mapping.localId }))
    if (found) return writeUser(user.domainId, found, reading)
    cache.drop(user.id)
    if (user.status === 'active') await mirror.retire([user.id])
    return undefined
  }

  return {
    serves: open.has,
    check: driver.check,
    test: (options) => tryDirectory(driver, options),
    reset() {
      cache.reset()
      open.reset()
    },
    async currentUser(user) {
      const reading = cache.begin()
      const directory = await open.get(user.domainId)
      // The rows that a directory left are disabled; they may be shown and deleted.
      if (!directory) return { ...user, status: 'disabled' }
      if (cache.isFresh(user.id)) return user
      return cache.user(user.id, reading, () => readUser(user, directory, reading))
    },
    async userByName(domainId, name) {
      const reading = cache.begin()
      const directory = await open.get(domainId)
      if (!directory) return stores.users.getByName(domainId, name)
      const found = await directory.findUser({ name })
      if (!found) return undefined
      return cache.user(userId(domainId, found.user), reading, () => writeUser(domainId, found, reading))
    },
    async currentGroup(group) {
      const directory = await open.get(group.domainId)
      if (!directory) return group
      const mapping = await stores.managedRows.mapping(group.id)
      const entry = mapping && (await directory.findGroup({ localId: mapping.localId }))
      if (!entry) return undefined
      await mirror.writeGroups(group.domainId, [entry])
      return stores.groups.get(group.id)
    },
    async groupByName(domainId, name) {
      const directory = await open.get(domainId)
      if (!directory) return stores.groups.getByName(domainId, name)
      const entry = await directory.findGroup({ name })
      if (!entry) return undefined
      await mirror.writeGroups(domainId, [entry])
      return stores.groups.get(groupId(domainId, entry))
    },
    listUsers(domainId, where) {
      const conditions = directoryConditions(where)
      return cache.list(`users ${domainId} ${JSON.stringify(conditions)}`, async (reading) => {
        const directory = await open.get(domainId)
        if (!directory) return []
        const found = await directory.listUsers(conditions)
        const ids = await writeUsers(domainId, distinct(found.rows), reading)
        if (found.complete && conditions.length === 0) {
          const present = new Set(ids)
          await mirror.retire(
            (await stores.managedRows.activeUserIds(domainId)).filter(
              (id) => !present.has(id) && !cache.isReadSince(id, reading),
            ),
          )
        }
        return ids
      })
    },
    listGroups(domainId, where) {
      const conditions = directoryConditions(where)
      return cache.list(`groups ${domainId} ${JSON.stringify(conditions)}`, async () => {
        const directory = await open.get(domainId)
        if (!directory) return []
        const groups = distinct((await directory.listGroups(conditions)).rows)
        await mirror.writeGroups(domainId, groups)
        return groups.map((entry) => groupId(domainId, entry))
      })
    },
    async readMembers(group: Group) {
      const reading = cache.begin()
      const directory = await open.get(group.domainId)
      const mapping = directory && (await stores.managedRows.mapping(group.id))
      if (!directory || !mapping) return
      const { domainId } = group
      const ids = await writeUsers(domainId, distinct(await directory.members(mapping.localId)), reading)
      const rows = await stores.users.getMany(ids)
      await mirror.writeMemberships(
        domainId,
        await stores.groups.memberIds(group.id),
        rows.map(({ id }) => id),
        (one) => ({
          groupId: group.id,
          userId: one,
        }),
      )
    },
    async authenticate(user, password) {
      const directory = await open.get(user.domainId)
      const mapping = directory && (await stores.managedRows.mapping(user.id))
      if (!directory || !mapping || password === '') return false
      return directory.authenticate(mapping.localId, password)
    },
  }
}
