import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyBaseLogger } from 'fastify'
import { ensureDataFolder } from '../config/data-folder.ts'
import { BadConfig } from '../config/load-config.ts'
import type { Config } from '../config/settings-table.ts'
import type { HealthReports } from '../store/engine/database-health.ts'
import type { OpenStore } from '../store/engine/open-store.ts'
import { openSqliteStore } from '../store/engine/sqlite-store.ts'

type StoreOptions = { readonly logger?: FastifyBaseLogger; readonly synchronous?: 'full' | 'off' }

/** Logs once when the database becomes unavailable, and once when it is available again. */
const reportsTo = (logger: FastifyBaseLogger | undefined): HealthReports => {
  const problem = {
    database: 'database unavailable; responding with 503 to requests that need it',
    writes: 'database is read-only; responding with 503 to requests that write',
  }
  const over = { database: 'database available again', writes: 'database accepts writes again' }
  return {
    onDown: (what, failure) =>
      logger?.error({ component: 'database', err: { message: failure } }, problem[what]),
    onUp: (what) => logger?.info({ component: 'database' }, over[what]),
  }
}

const readAuthorities = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new BadConfig([`database_ca_file: ${file} cannot be read: ${(error as Error).message}.`])
  }
}

export const openStore = async (
  config: Config,
  { logger, synchronous }: StoreOptions,
): Promise<OpenStore> => {
  const reports = reportsTo(logger)
  if (config.database_url === undefined) {
    ensureDataFolder(config.data_dir)
    return openSqliteStore({
      ...reports,
      file: join(config.data_dir, 'muster.sqlite'),
      searchTimeLimit: config.search_time_limit,
      ...(synchronous ? { synchronous } : {}),
    })
  }
  // Imported only if used: with SQLite, the start needs neither its time nor its memory.
  const { openPostgresStore } = await import('../store/engine/postgres-store.ts')
  return openPostgresStore({
    ...reports,
    url: config.database_url,
    ...(config.database_ca_file === undefined ? {} : { ca: readAuthorities(config.database_ca_file) }),
    poolSize: config.database_pool,
    connectTimeout: config.database_connect_timeout * 1000,
    statementTimeout: config.database_statement_timeout * 1000,
    searchTimeLimit: config.search_time_limit,
  })
}
