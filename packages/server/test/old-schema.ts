import { join } from 'node:path'
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { Database } from '../src/store/engine/database.ts'
import type { Db } from '../src/store/engine/dialect.ts'
import { migrate } from '../src/store/engine/migrate.ts'
import { kyselyOverSqlite, openSqlite } from '../src/store/engine/sqlite.ts'

/** A raw database that is not migrated. */
export type BareDatabase = { readonly db: Db; close(): Promise<void> }

/** `environment` as in `Place`. */
export const openBare = async (environment: Readonly<Record<string, string>>): Promise<BareDatabase> => {
  const { MUSTER_DATABASE_URL: url, MUSTER_DATA_DIR: folder } = environment
  if (url === undefined) {
    const database = openSqlite({ file: join(folder ?? '', 'muster.sqlite'), synchronous: 'off' })
    return { db: { name: 'sqlite', q: kyselyOverSqlite(database) }, close: async () => database.close() }
  }
  const pool = new pg.Pool({ connectionString: url, max: 20 })
  pool.on('error', () => {})
  const q = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
  return { db: { name: 'postgres', q }, close: () => q.destroy() }
}

/** The id of the user of this number, as assigned by `fillOldSchema`. */
export const oldUserId = (number: number): string => number.toString(16).padStart(32, '0')

/** Adds users with the columns of every version of the table, in the domain `default`. */
export const insertOldUsers = async ({ name, q }: Db, from: number, to: number): Promise<void> => {
  const id = name === 'sqlite' ? `printf('%032x', n)` : `lpad(to_hex(n), 32, '0')`
  const numbers =
    name === 'sqlite'
      ? `(with recursive s(n) as (select ${from} union all select n + 1 from s where n < ${to}) select n from s) s`
      : `generate_series(${from}, ${to}) n`
  await sql
    .raw(
      `insert into users (id, domain_id, name, kind, status, developer, options, extra, created_at, updated_at, email)
        select ${id}, 'default', 'old-' || n, 'human', case when n % 10 = 0 then 'disabled' else 'active' end,
          0, '{}', '{}', 1, 1, 'old-' || n || '@example.org'
        from ${numbers} where true`,
    )
    .execute(q)
}

/** A database of the version whose latest migration was `upTo`, with users 1 to `users`. */
export const fillOldSchema = async (db: Db, upTo: string, users: number): Promise<void> => {
  await migrate(db, { upTo })
  await sql`insert into domains (id) values ('default')`.execute(db.q)
  await sql`insert into projects (id, is_domain, name, enabled, description, options, extra, tags, created_at, updated_at)
    values ('default', 1, 'Default', 1, '', '{}', '{}', '[]', 1, 1)`.execute(db.q)
  await insertOldUsers(db, 1, users)
}
