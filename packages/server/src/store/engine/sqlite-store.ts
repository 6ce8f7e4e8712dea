import { setTimeout as pause } from 'node:timers/promises'
import { sqliteChanges } from '../tables/changes.ts'
import { type SearchOptions, searchLines } from '../user-search/search-lines.ts'
import { makeStores } from './all-stores.ts'
import { databaseHealth, type HealthReports } from './database-health.ts'
import { migrate } from './migrate.ts'
import type { OpenStore } from './open-store.ts'
import { readiness } from './readiness.ts'
import { searchThreads } from './search-threads.ts'
import {
  kyselyOverSqlite,
  kyselyOverThreads,
  openSqlite,
  type RunStatement,
  type SqliteOptions,
} from './sqlite.ts'
import { commitTogether, type Job } from './sqlite-commits.ts'
import { isBusy, sqliteFault } from './sqlite-faults.ts'
import { sqliteFile } from './sqlite-file.ts'
import { Unavailable } from './unavailable.ts'

/** Maximum number of jobs per commit, which limits how long the event loop waits for the disk. */
const batchSize = 64

/** Milliseconds before the next attempt to get the lock. */
const retryPause = (attempt: number): number => Math.min(5 * attempt, 50)

/**
 * The SQLite store. One connection reads committed data; the other writes. Commands that arrive together share one synced
 * commit, each in its own savepoint: each is acknowledged only after that commit, and a failing one rolls back only its
 * own writes. A lock of another process is polled with a timer, so that the main thread never blocks.
 */
export const openSqliteStore = async (
  options: SqliteOptions & SearchOptions & HealthReports,
): Promise<OpenStore> => {
  const { busyTimeout = 5000 } = options
  const health = databaseHealth(options)
  const faultOf = (error: unknown): unknown => {
    const fault = sqliteFault(error, 'statement')
    if (fault) health.failed(fault)
    return fault ?? error
  }
  const writer = openSqlite(options)
  // Faults inside a transaction are classified where it ends.
  const writing = { name: 'sqlite', q: kyselyOverSqlite(writer) } as const
  await migrate(writing)
  const reader = openSqlite(options)
  for (const connection of [writer, reader]) connection.exec('pragma busy_timeout = 0')
  reader.exec('pragma cache_size = -65536')
  const disk = sqliteFile(options.file)

  const later = async <T>(statement: () => T): Promise<T> => {
    const until = performance.now() + busyTimeout
    for (let attempt = 1; ; attempt++) {
      await pause(retryPause(attempt))
      try {
        return statement()
      } catch (error) {
        if (!isBusy(error) || performance.now() > until) throw faultOf(error)
      }
    }
  }
  const read: RunStatement = (statement) => {
    try {
      const answer = statement()
      health.worked('read')
      return answer
    } catch (error) {
      if (isBusy(error)) return later(statement)
      throw faultOf(error)
    }
  }
  const reading = { name: 'sqlite', q: kyselyOverSqlite(reader, read) } as const
  const threads = searchThreads(options.file, faultOf)
  const searching = { name: 'sqlite', q: kyselyOverThreads(threads) } as const
  const stores = makeStores(writing)
  let waiting: Job[] = []
  let draining: Promise<void> | undefined

  /** Whether the transaction was opened; false if another process holds the lock. Throws other errors. */
  const begun = (): boolean => {
    try {
      disk.check()
      writer.exec('begin immediate')
      return true
    } catch (error) {
      if (isBusy(error)) return false
      throw faultOf(error)
    }
  }
  const rejectLate = () => {
    const now = performance.now()
    const late = waiting.filter(({ until }) => until <= now)
    if (late.length === 0) return
    waiting = waiting.filter(({ until }) => until > now)
    const fault = new Unavailable('database_busy', new Error('Another process holds the lock for writing.'))
    health.failed(fault)
    for (const { reject } of late) reject(fault)
  }
  const drain = async () => {
    // Jobs that arrive in the same turn of the event loop join the commit.
    await new Promise((resolve) => setImmediate(resolve))
    for (let attempt = 1; waiting.length > 0; attempt++) {
      let open: boolean
      try {
        open = begun()
      } catch (fault) {
        for (const { reject } of waiting.splice(0)) reject(fault)
        break
      }
      if (!open) {
        rejectLate()
        await pause(retryPause(attempt))
        continue
      }
      attempt = 0
      const batch = waiting.slice(0, batchSize)
      waiting = waiting.slice(batchSize)
      await commitTogether({ database: writer, stores, batch, health, disk })
    }
    draining = undefined
  }
  const transaction: OpenStore['transaction'] = (_isolation, work) =>
    new Promise((resolve, reject) => {
      waiting.push({
        async work(stores) {
          const value = await work(stores)
          return () => resolve(value)
        },
        reject,
        until: performance.now() + busyTimeout,
      })
      draining ??= drain()
    })
  const changes = sqliteChanges(reader)

  return {
    dialect: 'sqlite',
    db: writing,
    reading: makeStores(reading),
    search: searchLines(makeStores(searching), options),
    transaction,
    changes: {
      local: true,
      next: () =>
        changes.next().catch((error) => {
          throw faultOf(error)
        }),
    },
    ready: readiness({
      check: () => {
        try {
          disk.checkPages()
        } catch (error) {
          throw faultOf(error)
        }
      },
      q: reading.q,
      health,
      write: (work) => transaction('read committed', () => work(writing.q)),
    }),
    close: async () => {
      await draining
      await threads.close()
      reader.close()
      writer.close()
    },
  }
}
