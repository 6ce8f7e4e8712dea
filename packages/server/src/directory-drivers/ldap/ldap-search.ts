import type { Client, Entry, Filter, SearchOptions } from 'ldapts'
import type { ConnectionPool } from './connection-pool.ts'
import type { LdapConnection } from './ldap-connection.ts'
import { isMissing, isUsableAfter, toUnavailable } from './ldap-errors.ts'
import type { LdapOptions } from './ldap-options.ts'

export type Search = {
  readonly base: string
  readonly scope: 'base' | 'one' | 'sub'
  readonly filter: Filter
  readonly attributes: readonly string[]
  /** The most entries to read; the search then ends early. */
  readonly limit?: number | undefined
}

/** A base that does not exist has no entries. */
export type LdapSearch = (
  search: Search,
) => Promise<{ readonly rows: readonly Entry[]; readonly complete: boolean }>

/** Entries of one search, whatever the configuration says. */
export const mostEntries = 50_000

const isBound = new WeakSet<Client>()

/** Authenticates the server to the directory, once per connection. Without a password, the connection stays anonymous. */
const bind = async (connection: LdapConnection, { bindDn, bindPassword }: LdapOptions) => {
  const { client } = connection
  if (isBound.has(client)) return
  try {
    if (bindDn !== undefined && bindPassword !== undefined) await client.bind(bindDn, bindPassword)
  } catch (error) {
    connection.close()
    // Some servers reject an unknown DN with the result code of a missing base.
    throw toUnavailable(error)
  }
  isBound.add(client)
}

const inPages = async (
  connection: LdapConnection,
  base: string,
  options: SearchOptions,
  { pageSize, most }: { readonly pageSize: number; readonly most: number },
) => {
  const rows: Entry[] = []
  connection.beginRequest()
  const paged = { ...options, paged: { pageSize } }
  for await (const { searchEntries } of connection.client.searchPaginated(base, paged)) {
    connection.beginRequest()
    rows.push(...searchEntries)
    if (rows.length > most) return { rows: rows.slice(0, most), complete: false }
  }
  return { rows, complete: true }
}

const atOnce = async (connection: LdapConnection, base: string, options: SearchOptions, most: number) => {
  connection.beginRequest()
  const { searchEntries } = await connection.client.search(base, options)
  return { rows: searchEntries.slice(0, most), complete: searchEntries.length <= most }
}

export const makeSearch =
  (pool: ConnectionPool, options: LdapOptions): LdapSearch =>
  async ({ base, scope, filter, attributes, limit = mostEntries }) => {
    try {
      return await pool.use(async (connection) => {
        await bind(connection, options)
        try {
          const search: SearchOptions = {
            scope,
            filter,
            attributes: [...attributes],
            timeLimit: Math.ceil(options.timeout / 1000),
          }
          const most = Math.min(limit, mostEntries)
          const { pageSize } = options
          return pageSize > 0 && scope !== 'base'
            ? await inPages(connection, base, search, { pageSize, most })
            : await atOnce(connection, base, search, most)
        } catch (error) {
          if (!isUsableAfter(error)) connection.close()
          throw error
        }
      })
    } catch (error) {
      if (isMissing(error)) return { rows: [], complete: true }
      throw toUnavailable(error)
    }
  }
