import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Db } from './dialect.ts'
import { Unavailable } from './unavailable.ts'

/** The lock id of earlier versions too, so that they and this version exclude each other. */
const lockId = '3853314791062309107'

/**
 * Only one process migrates at a time. On PostgreSQL it holds a session lock, which is released however the process
 * ends. The lock is polled: a waiting statement would hold a snapshot that `create index concurrently` waits for. On
 * SQLite the transaction of each migration excludes others.
 */
export const underMigrationLock = async <T>(db: Db, work: (held: Db) => Promise<T>): Promise<T> => {
  if (db.name === 'sqlite') return work(db)
  return db.q.connection().execute(async (q) => {
    while (!(await tryLock(q))) await pause(100)
    try {
      return await work({ name: 'postgres', q })
    } finally {
      // A broken connection has already released the lock.
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

/** Maximum milliseconds of retries for table locks. */
const lockTimeout = 600_000

/** Lock not available, deadlock, serialisation failure; on SQLite another writing process. */
const isBusy = (error: unknown): boolean => {
  const { code, errcode } = (error instanceof Unavailable ? error.cause : error) as {
    code?: string
    errcode?: number
  }
  return ['55P03', '40P01', '40001'].includes(code ?? '') || errcode === 5
}

/**
 * A transaction with table locks. Later statements queue behind a waiting lock request, so each attempt times out soon
 * and is repeated until the lock is available.
 */
export const inPatientTransaction = async <T>(
  { name, q }: Db,
  work: (inside: Db) => Promise<T>,
): Promise<T> => {
  const until = performance.now() + lockTimeout
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
          'The schema cannot be migrated: another program has locked its tables for ten minutes. Stop that program, then start again.',
          { cause: error },
        )
    }
    await pause(50)
  }
}
