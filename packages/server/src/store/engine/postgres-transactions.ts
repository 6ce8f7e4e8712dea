import { setTimeout as pause } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import type { Stores } from '../../core/kernel/stores.ts'
import { makeStores } from './all-stores.ts'
import type { Database } from './database.ts'
import { makeLines } from './lines.ts'
import { isLost, Unavailable } from './unavailable.ts'

export type Isolation = 'serializable' | 'read committed'

/** Serialisation failure and deadlock: the database asks for another try. */
const again = new Set(['40001', '40P01'])
/** Tries beside all others, and then tries alone with whatever waits in the same line. */
const freeTries = 3
const linedTries = 9
/** Times that work whose connection broke is begun again on another one. */
const triesOfLost = 3

const isContended = (error: unknown) => again.has((error as { code?: string }).code ?? '')

/** The result, or the serialisation failure of the last try. */
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
 * Transactions of one piece of work each. One that loses against others three times waits in a line of its `subject`,
 * in which one runs at a time on all nodes, and so do all that come while it waits: repeated blindly, some would
 * never win. What does not win there either is answered as busy.
 */
export const makeTransactions = (q: Kysely<Database>) => {
  const lines = makeLines()

  const once = <T>(on: Kysely<Database>, isolation: Isolation, work: (stores: Stores) => Promise<T>) =>
    on
      .transaction()
      .setIsolationLevel(isolation)
      .execute((tx) => work(makeStores({ name: 'postgres', q: tx })))

  /** The lock is taken before the transaction: inside, its snapshot would be from before the wait. */
  const locked = <T>(subject: string, work: (on: Kysely<Database>) => Promise<T>) =>
    q.connection().execute(async (on) => {
      const key = sql`hashtextextended(${`muster ${subject}`}, 0)`
      await sql`select pg_advisory_lock(${key})`.execute(on)
      try {
        return await work(on)
      } finally {
        // A connection that broke has lost its locks.
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
      throw new Unavailable('database_busy', new Error('The line is full.'), 'statement')
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
