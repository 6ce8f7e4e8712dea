import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Database } from './database.ts'
import { withinQuestion } from './query-budget.ts'
import type { SearchThreads } from './search-threads.ts'
import { addFunctions, statements } from './sqlite-statements.ts'

export type SqliteOptions = {
  readonly file: string
  /** `full`: an acknowledged commit survives a power failure. `off`: for tests. */
  readonly synchronous?: 'full' | 'off'
  /** Milliseconds that a request waits for a lock of another process. */
  readonly busyTimeout?: number
}

/** Opens a connection with write-ahead log and foreign keys. Creates the file and its folder if missing. */
export const openSqlite = ({ file, synchronous = 'full' }: SqliteOptions): DatabaseSync => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  // SQLite creates its other files with the same mode.
  closeSync(openSync(file, 'a', 0o600))
  const database = new DatabaseSync(file, { timeout: 5000, enableForeignKeyConstraints: true })
  database.exec(
    // No mmap: truncating a mapped file would end the process with SIGBUS.
    `pragma journal_mode = wal; pragma synchronous = ${synchronous}; pragma temp_store = memory; pragma mmap_size = 0; pragma cache_size = -16384`,
  )
  addFunctions(database)
  return database
}

/** Runs a statement of this connection and maps its errors. */
export type RunStatement = <T>(statement: () => T) => T | Promise<T>

/**
 * Kysely over one synchronous connection. `sqlite-store.ts` manages transactions on the connection, not Kysely.
 */
export const kyselyOverSqlite = (
  database: DatabaseSync,
  run: RunStatement = (statement) => statement(),
): Kysely<Database> => {
  const prepare = statements(database)
  const execute = <R>({ sql, parameters }: CompiledQuery): QueryResult<R> => {
    const { statement, answersRows } = prepare(sql)
    const values = parameters as SQLInputValue[]
    if (answersRows) return { rows: statement.all(...values) as R[] }
    const { changes, lastInsertRowid } = statement.run(...values)
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
  }
  const connection: DatabaseConnection = {
    executeQuery: async <R>(query: CompiledQuery) => run(() => execute<R>(query)),
    async *streamQuery<R>({ sql, parameters }: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
      for (const row of prepare(sql).statement.iterate(...(parameters as SQLInputValue[])))
        yield { rows: [row as R] }
    },
  }
  return kyselyOver(connection, {
    beginTransaction: async () => void database.exec('begin immediate'),
    commitTransaction: async () => void database.exec('commit'),
    rollbackTransaction: async () => void database.exec('rollback'),
    destroy: async () => database.close(),
  })
}

/** Kysely over the search threads; each statement uses the budget of its query. */
export const kyselyOverThreads = (threads: SearchThreads): Kysely<Database> => {
  const readOnly = async () => {
    throw new Error('Search threads are read-only.')
  }
  return kyselyOver(
    {
      executeQuery: async <R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> => ({
        rows: (await withinQuestion((question) => threads.run({ sql, parameters }, question))) as R[],
      }),
      streamQuery: () => {
        throw new Error('Search threads do not stream.')
      },
    },
    {
      beginTransaction: readOnly,
      commitTransaction: readOnly,
      rollbackTransaction: readOnly,
      destroy: threads.close,
    },
  )
}

const kyselyOver = (
  connection: DatabaseConnection,
  driver: Pick<Driver, 'beginTransaction' | 'commitTransaction' | 'rollbackTransaction' | 'destroy'>,
): Kysely<Database> =>
  new Kysely<Database>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
      createDriver: () => ({
        init: async () => {},
        acquireConnection: async () => connection,
        releaseConnection: async () => {},
        ...driver,
      }),
    },
  })
