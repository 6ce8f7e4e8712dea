import { Kysely, PostgresDialect } from 'kysely'
import type { Stores } from '../../core/kernel/stores.ts'
import { postgresChanges } from '../tables/changes.ts'
import { kyselyOfSearches } from '../user-search/postgres-search.ts'
import { searchLines } from '../user-search/search-lines.ts'
import { makeStores } from './all-stores.ts'
import type { Database } from './database.ts'
import { databaseHealth, type HealthReports } from './database-health.ts'
import { groupCommits } from './group-commit.ts'
import { joinedInserts } from './insert-batching.ts'
import { migrate } from './migrate.ts'
import type { OpenStore } from './open-store.ts'
import { type PoolOptions, type WatchedPool, watchedPool } from './postgres-pool.ts'
import { postgresAddress, tlsAdvice } from './postgres-tls.ts'
import { makeTransactions } from './postgres-transactions.ts'
import { readiness } from './readiness.ts'
import { rebaseEventLog } from './rebase-event-log.ts'
import { isLost, Unavailable } from './unavailable.ts'

export type PostgresOptions = HealthReports & {
  readonly url: string
  /** PEM certificate authorities that replace those of the system. */
  readonly ca?: string
  readonly poolSize?: number
  /** Milliseconds to wait for a connection. */
  readonly connectTimeout?: number
  /** Statement timeout in milliseconds. */
  readonly statementTimeout?: number
  /** Maximum milliseconds of database time for one list. */
  readonly searchTimeLimit?: number | undefined
}

const kyselyOver = (pool: WatchedPool) => new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })

/** Migrates the schema, on connections without a statement timeout. */
const prepare = async (options: PoolOptions): Promise<void> => {
  const q = kyselyOver(watchedPool({ ...options, poolSize: 2, statementTimeout: undefined }))
  const db = { name: 'postgres', q } as const
  try {
    await migrate(db)
    await rebaseEventLog(db)
  } catch (error) {
    // At startup the operator needs the cause of the connection failure.
    if (!(error instanceof Unavailable)) throw error
    const advice = tlsAdvice(error.cause as Error)
    throw advice === undefined ? error.cause : new Error(advice, { cause: error.cause })
  } finally {
    await q.destroy()
  }
}

/** The store on PostgreSQL, or on a database with its protocol. */
export const openPostgresStore = async ({
  url: input,
  ca,
  poolSize = 10,
  connectTimeout = 5000,
  statementTimeout = 15_000,
  searchTimeLimit = 5000,
  ...reports
}: PostgresOptions): Promise<OpenStore> => {
  const health = databaseHealth(reports)
  const options = { ...postgresAddress(input, ca), poolSize, connectTimeout, statementTimeout, health }
  await prepare(options)
  // Searches have separate connections, so that they cannot take those of sign-ins and commands.
  const forSearches = Math.max(1, Math.floor(poolSize / 3))
  const pool = watchedPool({ ...options, poolSize: Math.max(1, poolSize - forSearches) })
  const searchPool = watchedPool({ ...options, poolSize: forSearches, statementTimeout: searchTimeLimit })
  const q = kyselyOver(pool)
  const db = { name: 'postgres', q } as const
  const alone = makeTransactions(q)
  const shared = groupCommits<Stores>({
    together: (work) =>
      q
        .transaction()
        .setIsolationLevel('read committed')
        .execute((tx) => {
          const inside = { name: 'postgres', q: tx } as const
          return work(joinedInserts(inside, makeStores(inside)))
        }),
    alone: (work) => alone('inserts only', 'read committed', work),
    isUndone: isLost,
  })
  return {
    dialect: 'postgres',
    db,
    reading: makeStores(db),
    search: searchLines(makeStores({ name: 'postgres', q: kyselyOfSearches(searchPool, pool) }), {
      searchTimeLimit,
    }),
    transaction: (isolation, work, subject = isolation) =>
      isolation === 'inserts only' ? shared(work) : alone(subject, isolation, work),
    changes: postgresChanges(pool),
    ready: readiness({ q, health, write: (work) => q.transaction().execute(work) }),
    databaseTime: async () => {
      const { rows } = await pool.query('select extract(epoch from clock_timestamp())::float8 * 1000 as at')
      return Number(rows[0]?.at)
    },
    close: async () => {
      await searchPool.end()
      await q.destroy()
    },
  }
}
