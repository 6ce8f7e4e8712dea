import { join } from 'node:path'
import type { FastifyBaseLogger } from 'fastify'
import { ensureDataFolder } from '../config/data-folder.ts'
import type { Config } from '../config/settings-table.ts'
import type { OpenStore } from '../store/open-store.ts'
import { openSqliteStore } from '../store/sqlite-store.ts'

type StoreOptions = { readonly logger?: FastifyBaseLogger; readonly synchronous?: 'full' | 'off' }

export const openStore = async (
  config: Config,
  { logger, synchronous }: StoreOptions,
): Promise<OpenStore> => {
  if (config.database_url === undefined) {
    ensureDataFolder(config.data_dir)
    return openSqliteStore({
      file: join(config.data_dir, 'muster.sqlite'),
      ...(synchronous ? { synchronous } : {}),
    })
  }
  // Loaded only where it is used: the embedded default needs neither its time nor its memory.
  const { openPostgresStore } = await import('../store/postgres-store.ts')
  return openPostgresStore({
    url: config.database_url,
    poolSize: config.database_pool,
    onError: (error) => logger?.warn({ err: error }, 'a connection to the database broke'),
  })
}
