import { setTimeout as pause } from 'node:timers/promises'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Stores } from '../core/stores.ts'
import { adoptJournal } from './adopt-journal.ts'
import { makeStores } from './all-stores.ts'
import { postgresChanges } from './changes.ts'
import type { Database } from './database.ts'
import { joinedInserts } from './joined-inserts.ts'
import { migrate } from './migrate.ts'
import type { OpenStore } from './open-store.ts'
import { sharedCommits } from './shared-commits.ts'

export type PostgresOptions = {
  readonly url: string
  readonly poolSize?: number
  readonly onError?: (error: Error) => void
}

const bigint = 20
/** Serialisation failure and deadlock: the database asks for another try. */
const again = new Set(['40001', '40P01'])
const tries = 12

/** The store on PostgreSQL, or on anything that speaks its protocol. */
export const openPostgresStore = async ({
  url,
  poolSize = 10,
  onError,
}: PostgresOptions): Promise<OpenStore> => {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: 5000,
    application_name: 'muster',
    // All our bigints are counters and milliseconds, far below 2^53.
    types: {
      getTypeParser: (oid, format) => (oid === bigint ? Number : pg.types.getTypeParser(oid, format)),
    },
  })
  pool.on('error', (error) => onError?.(error))
  const q = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
  const db = { name: 'postgres', q } as const
  try {
    await migrate(db)
    await adoptJournal(db)
  } catch (error) {
    await q.destroy()
    throw error
  }
  const begin = (isolation: 'serializable' | 'read committed') => q.transaction().setIsolationLevel(isolation)
  const alone = async <T>(
    isolation: 'serializable' | 'read committed',
    work: (stores: Stores) => Promise<T>,
  ) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await begin(isolation).execute((tx) => work(makeStores({ name: 'postgres', q: tx })))
      } catch (error) {
        if (attempt === tries || !again.has((error as { code?: string }).code ?? '')) throw error
        await pause(Math.random() * 2 ** attempt)
      }
    }
  }
  const shared = sharedCommits<Stores>({
    together: (work) =>
      begin('read committed').execute((tx) => {
        const inside = { name: 'postgres', q: tx } as const
        return work(joinedInserts(inside, makeStores(inside)))
      }),
    alone: (work) => alone('read committed', work),
  })
  return {
    dialect: 'postgres',
    db,
    reading: makeStores(db),
    transaction: (isolation, work) => (isolation === 'inserts only' ? shared(work) : alone(isolation, work)),
    changes: postgresChanges(pool),
    ping: async () => void (await pool.query('select 1')),
    close: () => q.destroy(),
  }
}
