import type { DatabaseSync } from 'node:sqlite'
import type { Stores } from '../core/stores.ts'
import { makeStores } from './all-stores.ts'
import { sqliteChanges } from './changes.ts'
import { migrate } from './migrate.ts'
import type { OpenStore } from './open-store.ts'
import { kyselyOverSqlite, openSqlite, type SqliteOptions } from './sqlite.ts'

type Job = {
  readonly work: (stores: Stores) => Promise<unknown>
  readonly resolve: (value: never) => void
  readonly reject: (error: unknown) => void
}

/** Jobs that share one commit at most; bounds how long the event loop waits for the disk. */
const batchSize = 64

/**
 * The embedded store. One connection reads what is committed; the other writes. Commands that arrive
 * together share one synced commit, each in a savepoint of its own: every one is acknowledged only after
 * that commit, and one that is refused takes only its own writes back.
 */
export const openSqliteStore = async (options: SqliteOptions): Promise<OpenStore> => {
  const writer = openSqlite(options)
  const writing = { name: 'sqlite', q: kyselyOverSqlite(writer) } as const
  await migrate(writing)
  const reader = openSqlite(options)
  const reading = { name: 'sqlite', q: kyselyOverSqlite(reader) } as const
  const stores = makeStores(writing)
  let waiting: Job[] = []
  let draining: Promise<void> | undefined

  const drain = async () => {
    // Whatever else this turn of the event loop brings joins the same commit.
    await new Promise((resolve) => setImmediate(resolve))
    while (waiting.length > 0) {
      const batch = waiting.slice(0, batchSize)
      waiting = waiting.slice(batchSize)
      await commitTogether(writer, stores, batch)
    }
    draining = undefined
  }

  return {
    dialect: 'sqlite',
    db: writing,
    reading: makeStores(reading),
    transaction: (_isolation, work) =>
      new Promise((resolve, reject) => {
        waiting.push({ work, resolve, reject })
        draining ??= drain()
      }),
    changes: sqliteChanges(reader),
    ping: async () => void reader.prepare('select 1').get(),
    close: async () => {
      await draining
      reader.close()
      writer.close()
    },
  }
}

const commitTogether = async (
  database: DatabaseSync,
  stores: Stores,
  batch: readonly Job[],
): Promise<void> => {
  const outcomes: (() => void)[] = []
  try {
    database.exec('begin immediate')
    for (const job of batch) {
      database.exec('savepoint one')
      try {
        const value = await job.work(stores)
        outcomes.push(() => job.resolve(value as never))
      } catch (error) {
        database.exec('rollback to one')
        outcomes.push(() => job.reject(error))
      }
      database.exec('release one')
    }
    database.exec('commit')
  } catch (error) {
    if (database.isTransaction) database.exec('rollback')
    for (const job of batch) job.reject(error)
    return
  }
  for (const tell of outcomes) tell()
}
