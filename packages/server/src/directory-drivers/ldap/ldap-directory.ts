import type { Entry, Filter } from 'ldapts'
import type {
  DirectoryCondition,
  DirectoryUser,
  EntryRef,
  ExternalDirectory,
  Found,
} from '../../core/directory/external/external-directory.ts'
import { makeConnectionPool } from './connection-pool.ts'
import { openConnection } from './ldap-connection.ts'
import { groupAttributes, localIdOf, toGroup, toUser, userAttributes } from './ldap-entries.ts'
import { rejectsBind, toUnavailable } from './ldap-errors.ts'
import { conditionFilters, entryFilter, equality } from './ldap-filters.ts'
import { memberFilter, readEnabledMembers, readMembers } from './ldap-membership.ts'
import type { EntryOptions, LdapOptions } from './ldap-options.ts'
import { makeSearch, mostEntries } from './ldap-search.ts'
import type { ResolveAllowed } from './ldap-socket.ts'

const refFilter = (ref: EntryRef, { id, name }: EntryOptions): Filter =>
  'localId' in ref ? equality(id, ref.localId) : equality(name, ref.name)

/**
 * The only entry; several with one id or name identify none. A directory also finds entries by another case or a further
 * value of the id, which are other users here.
 */
const onlyEntry = (entries: readonly Entry[], ref: EntryRef, options: EntryOptions): Entry | undefined => {
  const [entry] = entries
  if (!entry || entries.length > 1) return undefined
  return 'name' in ref || localIdOf(entry, options) === ref.localId ? entry : undefined
}

const defined = <T>(values: readonly (T | undefined)[]): readonly T[] =>
  values.filter((value) => value !== undefined)

/** A directory behind LDAP. Connects when it is first used. */
export const makeLdapDirectory = (options: LdapOptions, resolve: ResolveAllowed): ExternalDirectory => {
  const connect = () => openConnection(options, resolve)
  const { timeout, retries, retryDelay, user, group, scope } = options
  const shared = { timeout, retries, retryDelay }
  const searches = makeConnectionPool(connect, { ...options.pool, ...shared })
  const binds = makeConnectionPool(connect, { ...options.authPool, ...shared })
  const search = makeSearch(searches, options)
  const userParts = { search, options, attributes: userAttributes(options) }

  const findUsers = (filters: readonly Filter[], limit?: number) =>
    search({
      base: user.tree,
      scope,
      filter: entryFilter(user, 'user_filter', filters),
      attributes: userParts.attributes,
      limit,
    })
  const findGroups = (filters: readonly Filter[], limit?: number, others: readonly string[] = []) =>
    search({
      base: group.tree,
      scope,
      filter: entryFilter(group, 'group_filter', filters),
      attributes: [...groupAttributes(options), ...others],
      limit,
    })
  const toUsers = async (entries: readonly Entry[]): Promise<readonly DirectoryUser[]> => {
    const isMember = await readEnabledMembers({ search, options })
    return defined(entries.map((entry) => toUser(entry, options, isMember)))
  }
  const onlyUser = async (ref: EntryRef): Promise<Entry | undefined> =>
    onlyEntry((await findUsers([refFilter(ref, user)], 2)).rows, ref, user)
  const onlyGroup = async (ref: EntryRef, others: readonly string[] = []): Promise<Entry | undefined> =>
    onlyEntry((await findGroups([refFilter(ref, group)], 2, others)).rows, ref, group)
  const most = Math.min(options.listLimit || mostEntries, mostEntries)

  return {
    async findUser(ref) {
      const entry = await onlyUser(ref)
      const [found] = entry ? await toUsers([entry]) : []
      if (!entry || !found) return undefined
      const { rows } = await findGroups([memberFilter(options, { dn: entry.dn, localId: found.localId })])
      return { user: found, groups: defined(rows.map((one) => toGroup(one, options))) }
    },
    async listUsers(conditions: readonly DirectoryCondition[]): Promise<Found<DirectoryUser>> {
      const attributes = { name: user.name, email: user.mail, description: user.description }
      const { rows, complete } = await findUsers(conditionFilters(conditions, attributes), most)
      return { rows: await toUsers(rows), complete }
    },
    async findGroup(ref) {
      const entry = await onlyGroup(ref)
      return entry && toGroup(entry, options)
    },
    async listGroups(conditions) {
      const attributes = { name: group.name, description: group.description }
      const { rows, complete } = await findGroups(conditionFilters(conditions, attributes), most)
      return { rows: defined(rows.map((entry) => toGroup(entry, options))), complete }
    },
    async members(localId) {
      const entry = await onlyGroup({ localId }, [options.members.attribute])
      return entry ? toUsers(await readMembers(entry, userParts)) : []
    },
    async authenticate(localId, password) {
      // A server accepts a bind without a password as anonymous (RFC 4513 section 5.1.2).
      if (password === '') return false
      const entry = await onlyUser({ localId })
      if (!entry || entry.dn === '') return false
      try {
        await binds.use(async (connection) => {
          connection.beginRequest()
          try {
            await connection.client.bind(entry.dn, password)
          } catch (error) {
            if (!rejectsBind(error)) connection.close()
            throw error
          }
        })
        return true
      } catch (error) {
        if (rejectsBind(error)) return false
        throw toUnavailable(error)
      }
    },
    close() {
      searches.close()
      binds.close()
    },
  }
}
