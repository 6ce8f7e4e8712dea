import { type CompiledQuery, type CreateTableNode, Kysely, type QueryResult, sql } from 'kysely'
import type { Database } from './database.ts'
import type { Db } from './dialect.ts'

type Sign = { readonly codes: readonly string[]; readonly words: RegExp; readonly of: RegExp }

/** Errors of statements whose effect already exists, and the statements for which they are tolerated. */
const signs: readonly Sign[] = [
  {
    codes: ['42P07', '42701', '42710', '42723'],
    words: /already exists|duplicate column name/,
    of: /^\s*(create|alter)\b/i,
  },
  { codes: ['23505'], words: /UNIQUE constraint failed/, of: /^\s*insert\b/i },
  { codes: ['42704'], words: /no such index/, of: /^\s*drop index\b/i },
]

/** Without `statement`: any tolerated statement. */
export const isPresentAlready = (error: unknown, statement?: string): boolean => {
  const { code, message } = error as { code?: string; message?: string }
  return signs.some(
    ({ codes, words, of }) =>
      (codes.includes(code ?? '') || words.test(message ?? '')) &&
      (statement === undefined || of.test(statement)),
  )
}

/**
 * For a partially executed, unrecorded migration: a statement whose effect already exists counts as done. An existing
 * table must match the one that the statement would create.
 */
export const toleratingPresent = ({ name, q }: Db): Db => {
  const run = async <R>(compiled: CompiledQuery): Promise<QueryResult<R>> => {
    await sql`savepoint tolerated`.execute(q)
    try {
      const result = await q.executeQuery<R>(compiled as CompiledQuery<R>)
      await sql`release savepoint tolerated`.execute(q)
      return result
    } catch (error) {
      await sql`rollback to savepoint tolerated`.execute(q)
      if (!isPresentAlready(error, compiled.sql)) throw error
      if (compiled.query.kind === 'CreateTableNode') await checkColumns({ name, q }, compiled.query)
      return { rows: [] }
    }
  }
  const adapter = q.getExecutor().adapter
  const inner = new Kysely<Database>({
    dialect: {
      createAdapter: () => adapter,
      createIntrospector: () => q.introspection,
      createQueryCompiler: () => ({
        compileQuery: (node, id) => q.getExecutor().compileQuery(node, id),
      }),
      createDriver: () => ({
        init: async () => {},
        acquireConnection: async () => ({ executeQuery: run, streamQuery: unsupported }),
        beginTransaction: unsupported,
        commitTransaction: unsupported,
        rollbackTransaction: unsupported,
        releaseConnection: async () => {},
        destroy: async () => {},
      }),
    },
  })
  return { name, q: inner }
}

const unsupported = (): never => {
  throw new Error('A migration runs in one transaction: it cannot begin another one or stream.')
}

const checkColumns = async ({ name, q }: Db, { table, columns }: CreateTableNode): Promise<void> => {
  const wanted = table.table.identifier.name
  const { rows } =
    name === 'sqlite'
      ? await sql<{ name: string }>`select name from pragma_table_xinfo(${wanted})`.execute(q)
      : await sql<{ name: string }>`select attname as name from pg_attribute
          where attrelid = to_regclass(quote_ident(${wanted})) and attnum > 0 and not attisdropped`.execute(q)
  const present = new Set(rows.map((row) => row.name))
  if (columns.every(({ column }) => present.has(column.column.name))) return
  throw new Error(
    `The database contains a table "${wanted}" that Muster did not create. Use a separate database for Muster (MUSTER_DATABASE_URL, MUSTER_DATA_DIR); nothing was changed.`,
  )
}

/** Essential tables, by the migration that creates them. */
const tablesOf: Readonly<Record<string, readonly string[]>> = {
  '2026-11-22T1200-projects-and-users': ['domains', 'projects', 'users', 'passwords'],
  '2026-11-22T1210-journal-and-revocations': ['events', 'keys', 'revocations'],
  '2026-11-22T1220-groups': ['groups', 'group_members'],
  '2026-11-22T1222-roles': ['roles', 'role_implications'],
  '2026-11-22T1224-assignments': ['assignments'],
  '2026-11-22T1240-catalog': ['regions', 'services', 'endpoints'],
}

/** Throws if the tables of a recorded migration are missing, as after a partial dump or a manual deletion. */
export const checkTables = async ({ name, q }: Db, applied: readonly string[]): Promise<void> => {
  const { rows } =
    name === 'sqlite'
      ? await sql<{ name: string }>`select name from sqlite_master where type = 'table'`.execute(q)
      : await sql<{ name: string }>`select relname as name from pg_class
          where relkind in ('r', 'p') and pg_table_is_visible(oid)`.execute(q)
  const present = new Set(rows.map((row) => row.name))
  for (const migration of applied)
    for (const table of tablesOf[migration] ?? [])
      if (!present.has(table))
        throw new Error(
          `Migration ${migration} is recorded in the database, but its table "${table}" is missing. Restore a backup, or use an empty database; nothing was changed.`,
        )
}
