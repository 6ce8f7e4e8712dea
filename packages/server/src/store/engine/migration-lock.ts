import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Db } from './dialect.ts'
import { Unavailable } from './unavailable.ts'

/** The number that earlier versions locked too, so that they and this one exclude each other. */
const lockId = '3853314791062309107'

/**
 * One process migrates at a time. On PostgreSQL a lock of the session says which: it goes with its holder, however
 * that ends. It is asked for again and again rather than waited for: a statement that waits holds a snapshot, and
 * `create index concurrently` would wait for that in turn. On SQLite each migration's own transaction excludes others.
 */
export const underMigrationLock = async <T>(db: Db, work: (held: Db) => Promise<T>): Promise<T> => {
  if (db.name === 'sqlite') return work(db)
  return db.q.connection().execute(async (q) => {
    while (!(await tryLock(q))) await pause(100)
    try {
      return await work({ name: 'postgres', q })
    } finally {
      // On a connection that broke the lock is gone already.
      await sql`select pg_advisory_unlock(${sql.lit(lockId)}::bigint)`.execute(q).catch(() => {})
    }
  })
}

const tryLock = async (q: Db['q']): Promise<boolean> => {
  const { rows } = await sql<{
    held: boolean
  }>`select pg_try_advisory_lock(${sql.lit(lockId)}::bigint) as held`.execute(q)
  return rows[0]?.held === true
}

/** Milliseconds that a transaction comes again for its locks. */
const patience = 600_000

/** Lock not available, deadlock, serialisation failure; on SQLite another process that writes. */
const isBusy = (error: unknown): boolean => {
  const { code, errcode } = (error instanceof Unavailable ? error.cause : error) as {
    code?: string
    errcode?: number
  }
  return ['55P03', '40P01', '40001'].includes(code ?? '') || errcode === 5
}

/**
 * A transaction that asks for locks of tables. While it waits for one, everything that comes later waits behind it:
 * so it gives up after a moment and comes again, until what holds the table has ended.
 */
export const inPatientTransaction = async <T>(
  { name, q }: Db,
  work: (inside: Db) => Promise<T>,
): Promise<T> => {
  const until = performance.now() + patience
  for (;;) {
    try {
      return await q.transaction().execute(async (tx) => {
        if (name === 'postgres') await sql`set local lock_timeout = '1s'`.execute(tx)
        return work({ name, q: tx })
      })
    } catch (error) {
      if (!isBusy(error)) throw error
      if (performance.now() > until)
        throw new Error(
          'The schema cannot be brought up to date: another program has locked its tables for ten minutes. End that program, then start again.',
          { cause: error },
        )
    }
    await pause(50)
  }
}
