import type { PostgresPool, PostgresPoolClient } from 'kysely'
import pg from 'pg'
import type { DatabaseHealth } from './database-health.ts'
import { isReadTimeout, postgresFault } from './postgres-faults.ts'
import type { PostgresAddress } from './postgres-tls.ts'
import type { Unavailable } from './unavailable.ts'

export type PoolOptions = {
  readonly url: string
  readonly tls: PostgresAddress['tls']
  readonly poolSize: number
  /** Milliseconds to wait for a connection. */
  readonly connectTimeout: number
  /** Statement timeout in milliseconds; undefined: none. */
  readonly statementTimeout: number | undefined
  readonly health: DatabaseHealth
}

type Result = Pick<pg.QueryResult, 'command' | 'rowCount'> & {
  readonly rows: readonly Record<string, unknown>[]
}

export type WatchedClient = PostgresPoolClient & {
  /** The id of the server process of this connection. */
  readonly processId: number
  /** Runs one statement, as text or prepared. */
  ask(statement: string | pg.QueryConfig, parameters?: readonly unknown[]): Promise<Result>
  /** Returns the connection to the pool to be closed. */
  discard(): void
}

export type WatchedPool = Omit<PostgresPool, 'connect'> & {
  connect(): Promise<WatchedClient>
  /** Runs one statement outside of a transaction, as text or prepared. */
  query(statement: string | pg.QueryConfig): Promise<Result>
}

const bigint = 20
/** Milliseconds after the statement timeout at which the driver gives up on PostgreSQL. */
const grace = 1000

/**
 * A connection pool that classifies every error: faults of the database become `Unavailable`, errors of a statement are
 * unchanged. A broken or hanging connection is never reused.
 */
export const watchedPool = ({
  url,
  tls,
  poolSize,
  connectTimeout,
  statementTimeout,
  health,
}: PoolOptions): WatchedPool => {
  const pool = new pg.Pool({
    connectionString: url,
    ssl: tls,
    max: poolSize,
    connectionTimeoutMillis: connectTimeout,
    keepAlive: true,
    application_name: 'muster',
    ...(statementTimeout === undefined
      ? {}
      : // PostgreSQL cancels slow statements; for a hanging server, the driver has its own timeout.
        { statement_timeout: statementTimeout, query_timeout: statementTimeout + grace }),
    // All bigints are counters and milliseconds, far below 2^53.
    types: {
      getTypeParser: (oid, format) => (oid === bigint ? Number : pg.types.getTypeParser(oid, format)),
    },
  })
  // Without listeners, a broken connection would end the process: idle connections report to the pool, others to
  // themselves. Their next statement fails, which is where the error is handled.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))

  const failed = (fault: Unavailable): Unavailable => {
    health.failed(fault)
    return fault
  }

  const watched = (client: pg.PoolClient): WatchedClient => {
    let broken: Unavailable | undefined
    const ask: WatchedClient['ask'] = async (statement, parameters) => {
      if (broken) {
        // The server rolls back the transaction of a lost connection.
        if (statement === 'rollback') return { command: 'ROLLBACK', rowCount: 0, rows: [] }
        throw broken
      }
      try {
        const answer = await client.query(statement, parameters && [...parameters])
        health.worked(statement === 'commit' ? 'commit' : 'read')
        return answer
      } catch (error) {
        const fault = postgresFault(error, statement === 'commit' ? 'commit' : 'statement')
        if (!fault) throw error
        if (fault.reach === 'connection' || isReadTimeout(error)) broken = fault
        if (broken && statement === 'rollback') return { command: 'ROLLBACK', rowCount: 0, rows: [] }
        throw failed(fault)
      }
    }
    return {
      query: ask as PostgresPoolClient['query'],
      ask,
      release: () => client.release(broken),
      processId: (client as pg.PoolClient & { readonly processID: number }).processID,
      discard: () => client.release(true),
    }
  }

  const connect = async () => {
    let client: pg.PoolClient
    try {
      client = await pool.connect()
    } catch (error) {
      throw failed(postgresFault(error, 'connect') as Unavailable)
    }
    return watched(client)
  }

  return {
    connect,
    async query(statement) {
      const client = await connect()
      try {
        return await client.ask(statement)
      } finally {
        client.release()
      }
    },
    end: () => pool.end(),
  }
}
