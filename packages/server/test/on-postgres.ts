import { after } from 'node:test'
import type { Place } from './databases.ts'
import { administer, makeDatabase, startPostgres } from './postgres.ts'
import { startProxy, type TestProxy } from './tcp-proxy.ts'

let own: ReturnType<typeof startPostgres> | undefined

/** The PostgreSQL of the test run, or a new one for this file. */
const serverUrl = async (): Promise<string> => {
  const input = process.env['MUSTER_TEST_POSTGRES']
  if (input !== undefined) return input
  own ??= startPostgres()
  return (await own).url
}

export type ProxiedPlace = Pick<Place, 'environment' | 'remove'> & {
  readonly proxy: TestProxy
  /** The database URL without the proxy. */
  readonly url: string
  /** Terminates every connection of Muster to this database, like an administrator of PostgreSQL. */
  readonly terminate: () => Promise<void>
  /** Runs a statement on the database itself. */
  readonly administer: (statement: string) => Promise<void>
}

/** A new database on PostgreSQL behind a proxy that injects faults. */
export const proxiedPlace = async (): Promise<ProxiedPlace> => {
  const database = await makeDatabase(await serverUrl())
  const proxy = await startProxy(database.url)
  const run = (statement: string) => administer(database.url, statement)
  return {
    proxy,
    url: database.url,
    environment: { MUSTER_DATABASE_URL: proxy.url },
    administer: run,
    terminate: () =>
      run(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'muster'`),
    async remove() {
      await proxy.close()
      await database.drop()
    },
  }
}

/** Stops everything that this file started. */
export const stopOwnServer = (): void =>
  after(async () => {
    await (await own)?.stop()
  })

/** Whether this run includes PostgreSQL. */
export const withPostgres = (process.env['MUSTER_TEST_DATABASES'] ?? 'postgres').includes('postgres')
