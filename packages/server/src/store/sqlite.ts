import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import {
  type CompiledQuery,
  type DatabaseConnection,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { fold } from '../core/text.ts'
import type { Database } from './database.ts'

export type SqliteOptions = {
  readonly file: string
  /** `full`: an acknowledged commit survives a power cut. `off` is for tests that die with their machine. */
  readonly synchronous?: 'full' | 'off'
  /** Milliseconds that a request waits for a lock of another process. */
  readonly busyTimeout?: number
}

/** Opens one connection: write-ahead log, foreign keys on. The file and its folder are made when missing. */
export const openSqlite = ({ file, synchronous = 'full' }: SqliteOptions): DatabaseSync => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const database = new DatabaseSync(file, { timeout: 5000, enableForeignKeyConstraints: true })
  database.exec(
    `pragma journal_mode = wal; pragma synchronous = ${synchronous}; pragma temp_store = memory; pragma mmap_size = 4294967296`,
  )
  // SQLite's own lower() knows ASCII alone.
  database.function('fold', { deterministic: true }, (text) => (typeof text === 'string' ? fold(text) : text))
  return database
}

type Prepared = { readonly statement: StatementSync; readonly answersRows: boolean }

/** Statements are kept prepared: preparing costs more than running them, and so does asking for their columns. */
const statements = (database: DatabaseSync) => {
  const kept = new Map<string, Prepared>()
  return (sql: string): Prepared => {
    const known = kept.get(sql)
    if (known) return known
    const statement = database.prepare(sql)
    const made = { statement, answersRows: statement.columns().length > 0 }
    if (kept.size >= 500) kept.delete(kept.keys().next().value ?? '')
    kept.set(sql, made)
    return made
  }
}

/** Runs a statement of this connection, and turns what goes wrong into what callers are to know. */
export type RunStatement = <T>(statement: () => T) => T | Promise<T>

/**
 * Kysely over one synchronous connection. Transactions are not Kysely's here: `sqlite-store.ts` opens and
 * ends them on the connection itself.
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
  return new Kysely<Database>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
      createDriver: () => ({
        init: async () => {},
        acquireConnection: async () => connection,
        beginTransaction: async () => void database.exec('begin immediate'),
        commitTransaction: async () => void database.exec('commit'),
        rollbackTransaction: async () => void database.exec('rollback'),
        releaseConnection: async () => {},
        destroy: async () => database.close(),
      }),
    },
  })
}
