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
  /** Milliseconds that a statement may take; undefined: any number. */
  readonly statementTimeout: number | undefined
  readonly health: DatabaseHealth
}

type Rows = { readonly rows: readonly Record<string, unknown>[] }

export type WatchedClient = PostgresPoolClient & {
  /** The process of the server behind this connection. */
  readonly processId: number
  /** Gives the connection back to be closed. */
  discard(): void
}

export type WatchedPool = Omit<PostgresPool, 'connect'> & {
  connect(): Promise<WatchedClient>
  /** One statement outside of any transaction, by its text or as a prepared one. */
  query(statement: string | pg.QueryConfig): Promise<Rows>
}

const bigint = 20
/** Milliseconds beyond the limit after which PostgreSQL itself does not answer any more. */
const grace = 1000

/**
 * Connections whose every error is told apart at this one place: faults of the database become `Unavailable`, errors
 * of a statement stay what they are. A connection that broke or hangs is never used again.
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
      : // PostgreSQL cancels what is slow; one that hangs does not, so that the driver must give up by itself.
        { statement_timeout: statementTimeout, query_timeout: statementTimeout + grace }),
    // All our bigints are counters and milliseconds, far below 2^53.
    types: {
      getTypeParser: (oid, format) => (oid === bigint ? Number : pg.types.getTypeParser(oid, format)),
    },
  })
  // Without listeners, a connection that breaks would end the process: idle ones report to the pool, the others to
  // themselves. Whatever is asked of them next fails, and that is where it matters.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))

  const failed = (fault: Unavailable): Unavailable => {
    health.failed(fault)
    return fault
  }

  const watched = (client: pg.PoolClient): WatchedClient => {
    let broken: Unavailable | undefined
    const ask = async (statement: never, parameters: never) => {
      if (broken) {
        // The server rolls back what a connection that is gone had begun.
        if (statement === 'rollback') return { command: 'ROLLBACK', rowCount: 0, rows: [] }
        throw broken
      }
      try {
        const answer: unknown = await client.query(statement, parameters)
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
        return (await client.query(statement as never, undefined as never)) as unknown as Rows
      } finally {
        client.release()
      }
    },
    end: () => pool.end(),
  }
}
