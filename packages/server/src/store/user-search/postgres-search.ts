import {
  type CompiledQuery,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import { isDomainError } from '../../core/kernel/domain-error.ts'
import { filterTooExpensive, searchAbandoned } from '../../core/kernel/filters/search-errors.ts'
import type { Database } from '../engine/database.ts'
import type { WatchedPool } from '../engine/postgres-pool.ts'
import { type Question, withinQuestion } from '../engine/query-budget.ts'

/** The maximum of a timer. */
const longest = 2 ** 31 - 1

type Statement = { readonly sql: string; readonly parameters: readonly unknown[] }

/**
 * Runs a statement on a connection of `pool`. When its budget is used up or its client disconnects, a connection of
 * `cancelling` cancels it, and its own connection is closed because the cancellation can arrive late.
 */
const runCancellable = async (
  pool: WatchedPool,
  cancelling: WatchedPool,
  { sql, parameters }: Statement,
  { left, signal }: Question,
): Promise<{ readonly value: { readonly rows: readonly unknown[] }; readonly took: number }> => {
  const client = await pool.connect()
  let ending: Promise<unknown> | undefined
  const cancel = () => {
    ending ??= cancelling
      .query({ text: 'select pg_cancel_backend($1)', values: [client.processId] })
      .catch(() => {})
  }
  const clock = setTimeout(cancel, Math.min(left, longest))
  signal?.addEventListener('abort', cancel)
  const begun = performance.now()
  try {
    if (signal?.aborted) throw searchAbandoned()
    const value = await client.query<unknown>(sql, parameters)
    return { value, took: performance.now() - begun }
  } catch (error) {
    if (!isDomainError(error, 'unavailable') || error.code !== 'database_timeout') throw error
    throw signal?.aborted ? searchAbandoned() : filterTooExpensive()
  } finally {
    clearTimeout(clock)
    signal?.removeEventListener('abort', cancel)
    await ending
    if (ending === undefined) client.release()
    else client.discard()
  }
}

/** Kysely over the search connections; each statement uses the budget of its query. */
export const kyselyOfSearches = (pool: WatchedPool, cancelling: WatchedPool): Kysely<Database> => {
  const unsupported = async () => {
    throw new Error('Search connections have no transactions.')
  }
  const connection = {
    executeQuery: async <R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> => {
      const statement = { sql, parameters }
      const { rows } = await withinQuestion((question) =>
        runCancellable(pool, cancelling, statement, question),
      )
      return { rows: rows as R[] }
    },
    streamQuery: () => {
      throw new Error('Search connections do not stream.')
    },
  }
  return new Kysely<Database>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
      createDriver: () => ({
        init: async () => {},
        acquireConnection: async () => connection,
        beginTransaction: unsupported,
        commitTransaction: unsupported,
        rollbackTransaction: unsupported,
        releaseConnection: async () => {},
        destroy: () => pool.end(),
      }),
    },
  })
}
