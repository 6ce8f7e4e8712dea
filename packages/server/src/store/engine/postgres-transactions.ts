import { setTimeout as pause } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import type { Stores } from '../../core/kernel/stores.ts'
import { makeStores } from './all-stores.ts'
import type { Database } from './database.ts'
import { makeLines } from './lines.ts'
import { isLost, Unavailable } from './unavailable.ts'

export type Isolation = 'serializable' | 'read committed'

/** Serialisation failure and deadlock, which must be retried. */
const again = new Set(['40001', '40P01'])
/** Number of concurrent attempts, and of further attempts in the queue of the subject. */
const freeTries = 3
const linedTries = 9
/** Number of retries on another connection after a connection broke. */
const triesOfLost = 3

const isContended = (error: unknown) => again.has((error as { code?: string }).code ?? '')

/** The result, or the serialisation failure of the last attempt. */
const tried = async <T>(
  run: () => Promise<T>,
  tries: number,
): Promise<{ readonly value: T } | { readonly contended: unknown }> => {
  for (let attempt = 1; ; attempt++)
    try {
      return { value: await run() }
    } catch (error) {
      if (!isContended(error)) throw error
      if (attempt === tries) return { contended: error }
      await pause(Math.random() * 2 ** attempt)
    }
}

/**
 * Transactions with retries. After three serialisation failures, the work joins a queue of its `subject`, which runs one
 * transaction at a time across all nodes, and so does later work while it waits; with only blind retries, some would
 * never succeed. Work that fails there too is answered with `database_busy`.
 */
export const makeTransactions = (q: Kysely<Database>) => {
  const lines = makeLines()

  const once = <T>(on: Kysely<Database>, isolation: Isolation, work: (stores: Stores) => Promise<T>) =>
    on
      .transaction()
      .setIsolationLevel(isolation)
      .execute((tx) => work(makeStores({ name: 'postgres', q: tx })))

  /** Takes the lock before the transaction; inside, the snapshot would be older than the wait. */
  const locked = <T>(subject: string, work: (on: Kysely<Database>) => Promise<T>) =>
    q.connection().execute(async (on) => {
      const key = sql`hashtextextended(${`muster ${subject}`}, 0)`
      await sql`select pg_advisory_lock(${key})`.execute(on)
      try {
        return await work(on)
      } finally {
        // A broken connection has lost its locks.
        await sql`select pg_advisory_unlock(${key})`.execute(on).catch(() => {})
      }
    })

  const contended = async <T>(
    subject: string,
    isolation: Isolation,
    work: (stores: Stores) => Promise<T>,
  ): Promise<T> => {
    if (!lines.isInUse(subject)) {
      const free = await tried(() => once(q, isolation, work), freeTries)
      if ('value' in free) return free.value
    }
    if (lines.isFull(subject))
      throw new Unavailable('database_busy', new Error('The queue is full.'), 'statement')
    const lined = await lines.take(subject, () =>
      locked(subject, (on) => tried(() => once(on, isolation, work), linedTries)),
    )
    if ('value' in lined) return lined.value
    throw new Unavailable('database_busy', lined.contended, 'statement')
  }

  return async <T>(
    subject: string,
    isolation: Isolation,
    work: (stores: Stores) => Promise<T>,
  ): Promise<T> => {
    for (let lost = 1; ; lost++)
      try {
        return await contended(subject, isolation, work)
      } catch (error) {
        if (!isLost(error) || lost === triesOfLost) throw error
        await pause(Math.random() * 20)
      }
  }
}
