import { isDomainError } from '../../kernel/domain-error.ts'
import type { Command, ReadContext } from '../../kernel/operation.ts'
import type { BasePorts } from '../../kernel/ports.ts'
import type { Group } from '../groups/group.ts'
import type { User } from '../users/user.ts'
import type { Directories } from './directories.ts'
import { directoryConditions } from './directory-conditions.ts'
import type {
  DirectoryDriver,
  DirectoryGroup,
  DirectoryUser,
  ExternalDirectory,
} from './external-directory.ts'
import { changedFields, isStale, managedGroupFields } from './managed-fields.ts'
import { mirrorGroups, mirrorMemberships } from './mirror-groups.ts'
import { insertManagedUsers, mirrorUsers, retireUsers } from './mirror-users.ts'
import type { OpenDirectories } from './open-directories.ts'
import { publicId } from './public-id.ts'

export type DirectoriesParts = Pick<ReadContext, 'stores'> & {
  readonly ports: Pick<BasePorts, 'digests' | 'now' | 'nextTurn' | 'settings'>
  readonly driver: DirectoryDriver
  readonly open: OpenDirectories
  /** Runs a command as the operator. */
  readonly run: <I, F, P, O>(command: Command<I, F, P, O>, input: I) => Promise<O>
}

/** Rows per transaction. */
const batch = 250
/** Users whose last reading is stored. */
const mostFresh = 20_000
/** Lists that are cached, so that the pages of one list read the directory once. */
const mostLists = 8

/** Runs work for a key once at a time; callers that arrive meanwhile share its result. */
const makeShared = <T>() => {
  const running = new Map<string, Promise<T>>()
  return (key: string, work: () => Promise<T>): Promise<T> => {
    const known = running.get(key)
    if (known) return known
    const started = work().finally(() => running.delete(key))
    running.set(key, started)
    return started
  }
}

/** The first entry of each id and each name: a directory may have several with one name, of which one can be used. */
const distinct = <Entry extends { readonly localId: string; readonly name: string }>(
  entries: readonly Entry[],
): readonly Entry[] => {
  const seen = new Set<string>()
  return entries.filter(({ localId, name }) => {
    const keys = [`id ${localId}`, `name ${name.toLowerCase()}`]
    if (keys.some((key) => seen.has(key))) return false
    for (const key of keys) seen.add(key)
    return true
  })
}

export const makeDirectories = ({ stores, ports, driver, open, run }: DirectoriesParts): Directories => {
  const fresh = new Map<string, number>()
  const sharedUser = makeShared<User | undefined>()
  const sharedList = makeShared<readonly string[]>()
  const lists = new Map<string, { readonly ids: readonly string[]; readonly until: number }>()
  const userId = (domainId: string, { localId }: { readonly localId: string }) =>
    publicId({ domainId, type: 'user', localId }, ports.digests)
  const groupId = (domainId: string, { localId }: { readonly localId: string }) =>
    publicId({ domainId, type: 'group', localId }, ports.digests)

  const freshUntil = () => ports.now() + ports.settings.directoryCacheSeconds * 1000

  const setFresh = (id: string) => {
    fresh.delete(id)
    if (fresh.size >= mostFresh) fresh.delete(fresh.keys().next().value ?? '')
    fresh.set(id, freshUntil())
  }

  /** The ids of a list, which are read again after a while. */
  const listed = async (key: string, read: () => Promise<readonly string[]>): Promise<readonly string[]> => {
    const known = lists.get(key)
    if (known && known.until > ports.now()) return known.ids
    return sharedList(key, async () => {
      const ids = await read()
      lists.delete(key)
      if (lists.size >= mostLists) lists.delete(lists.keys().next().value ?? '')
      lists.set(key, { ids, until: freshUntil() })
      return ids
    })
  }

  /** Another request may have written the same rows meanwhile; the second attempt sees them. */
  const again = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work()
    } catch (thrown) {
      if (!isDomainError(thrown, 'conflict')) throw thrown
      await work()
    }
  }

  /** Writes the rows of one batch of users that differ from their entries. */
  const writeUsers = async (domainId: string, users: readonly DirectoryUser[]): Promise<void> => {
    const rows = new Map(
      (await stores.users.getMany(users.map((entry) => userId(domainId, entry)))).map((row) => [row.id, row]),
    )
    const rowOf = (entry: DirectoryUser) => rows.get(userId(domainId, entry))
    const stale = users.filter((entry) => {
      const row = rowOf(entry)
      return row !== undefined && isStale(row, entry)
    })
    const missing = users.filter((entry) => rowOf(entry) === undefined)
    if (stale.length > 0) await again(() => run(mirrorUsers, { domainId, users: stale }))
    if (missing.length === 0) return
    try {
      await run(insertManagedUsers, { domainId, users: missing })
    } catch (thrown) {
      if (!isDomainError(thrown, 'conflict')) throw thrown
      await again(() => run(mirrorUsers, { domainId, users: missing }))
    }
  }

  const writeAllUsers = async (domainId: string, users: readonly DirectoryUser[]): Promise<void> => {
    for (let at = 0; at < users.length; at += batch) {
      await writeUsers(domainId, users.slice(at, at + batch))
      await ports.nextTurn()
    }
  }

  const writeGroups = async (domainId: string, groups: readonly DirectoryGroup[]): Promise<void> => {
    for (let at = 0; at < groups.length; at += batch) {
      const some = groups.slice(at, at + batch)
      const rows = new Map(
        (await stores.groups.getMany(some.map((entry) => groupId(domainId, entry)))).map((row) => [
          row.id,
          row,
        ]),
      )
      const changed = some.filter((entry) => {
        const row = rows.get(groupId(domainId, entry))
        return !row || changedFields(row, managedGroupFields(entry)).length > 0
      })
      if (changed.length > 0) await again(() => run(mirrorGroups, { domainId, groups: changed }))
    }
  }

  /** Writes the difference between the stored and the current memberships. */
  const writeMemberships = async (
    domainId: string,
    stored: readonly string[],
    current: readonly string[],
    asMembership: (id: string) => { readonly groupId: string; readonly userId: string },
  ): Promise<void> => {
    const [before, now] = [new Set(stored), new Set(current)]
    const added = [...now].filter((id) => !before.has(id)).map(asMembership)
    const removed = [...before].filter((id) => !now.has(id)).map(asMembership)
    for (let at = 0; at < Math.max(added.length, removed.length); at += batch)
      await again(() =>
        run(mirrorMemberships, {
          domainId,
          added: added.slice(at, at + batch),
          removed: removed.slice(at, at + batch),
        }),
      )
  }

  const retire = async (ids: readonly string[]) => {
    for (let at = 0; at < ids.length; at += batch) await run(retireUsers, { ids: ids.slice(at, at + batch) })
  }

  /** Writes a user with its groups, and returns its row. */
  const writeUser = async (
    domainId: string,
    entry: DirectoryUser,
    directory: ExternalDirectory,
  ): Promise<User | undefined> => {
    const id = userId(domainId, entry)
    const groups = distinct(await directory.groupsOf(entry.localId))
    await writeUsers(domainId, [entry])
    if (!(await stores.users.get(id))) return undefined
    await writeGroups(domainId, groups)
    const current = groups.map((group) => groupId(domainId, group))
    const { ids: stored } = await stores.groups.groupIdsOf(id, ports.now())
    await writeMemberships(domainId, stored, current, (one) => ({
      groupId: one,
      userId: id,
    }))
    setFresh(id)
    return stores.users.get(id)
  }

  const readUser = async (user: User, directory: ExternalDirectory): Promise<User | undefined> => {
    const mapping = await stores.managedRows.mapping(user.id)
    const entry = mapping && (await directory.findUser({ localId: mapping.localId }))
    if (entry) return writeUser(user.domainId, entry, directory)
    fresh.delete(user.id)
    if (user.status === 'active') await retire([user.id])
    return undefined
  }

  return {
    serves: open.has,
    check: driver.check,
    reset() {
      fresh.clear()
      lists.clear()
      open.reset()
    },
    async currentUser(user) {
      const directory = await open.get(user.domainId)
      // The rows that a directory left are disabled; they may be shown and deleted.
      if (!directory) return user
      if ((fresh.get(user.id) ?? 0) > ports.now()) return user
      return sharedUser(user.id, () => readUser(user, directory))
    },
    async userByName(domainId, name) {
      const directory = await open.get(domainId)
      if (!directory) return stores.users.getByName(domainId, name)
      const entry = await directory.findUser({ name })
      if (!entry) return undefined
      return sharedUser(userId(domainId, entry), () => writeUser(domainId, entry, directory))
    },
    async currentGroup(group) {
      const directory = await open.get(group.domainId)
      if (!directory) return group
      const mapping = await stores.managedRows.mapping(group.id)
      const entry = mapping && (await directory.findGroup({ localId: mapping.localId }))
      if (!entry) return undefined
      await writeGroups(group.domainId, [entry])
      return stores.groups.get(group.id)
    },
    async groupByName(domainId, name) {
      const directory = await open.get(domainId)
      if (!directory) return stores.groups.getByName(domainId, name)
      const entry = await directory.findGroup({ name })
      if (!entry) return undefined
      await writeGroups(domainId, [entry])
      return stores.groups.get(groupId(domainId, entry))
    },
    listUsers: (domainId, where) =>
      listed(`users ${domainId} ${JSON.stringify(where)}`, async () => {
        const directory = await open.get(domainId)
        if (!directory) return []
        const conditions = directoryConditions(where)
        const found = await directory.listUsers(conditions)
        const users = distinct(found.rows)
        await writeAllUsers(domainId, users)
        const ids = users.map((entry) => userId(domainId, entry))
        if (found.complete && conditions.length === 0) {
          const present = new Set(ids)
          await retire((await stores.managedRows.activeUserIds(domainId)).filter((id) => !present.has(id)))
        }
        return ids
      }),
    listGroups: (domainId, where) =>
      listed(`groups ${domainId} ${JSON.stringify(where)}`, async () => {
        const directory = await open.get(domainId)
        if (!directory) return []
        const groups = distinct((await directory.listGroups(directoryConditions(where))).rows)
        await writeGroups(domainId, groups)
        return groups.map((entry) => groupId(domainId, entry))
      }),
    async readMembers(group: Group) {
      const directory = await open.get(group.domainId)
      const mapping = directory && (await stores.managedRows.mapping(group.id))
      if (!directory || !mapping) return
      const { domainId } = group
      const users = distinct(await directory.members(mapping.localId))
      await writeAllUsers(domainId, users)
      const ids = users.map((entry) => userId(domainId, entry))
      const rows = await stores.users.getMany(ids)
      await writeMemberships(
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
