import { sql } from 'kysely'
import { type Migration, migrations } from '../migrations/all.ts'
import type { Db } from './dialect.ts'
import { checkTables, isPresentAlready, toleratingPresent } from './half-migrated.ts'
import { inPatientTransaction, underMigrationLock } from './migration-lock.ts'

/** The schema is newer than this version, which must not write to it. */
export class SchemaTooNew extends Error {
  constructor(unknown: string) {
    super(
      `The database has migration ${unknown}, which this version of Muster does not know. Start a newer version.`,
    )
    this.name = 'SchemaTooNew'
  }
}

/** Throws if the database has a migration that this version does not know. */
export const checkKnown = (applied: readonly string[]): void => {
  const unknown = applied.find((name) => !(name in migrations))
  if (unknown !== undefined) throw new SchemaTooNew(unknown)
}

export type MigrateOptions = {
  /** The last migration to run; absent: all. For tests of upgrades. */
  readonly upTo?: string
}

/**
 * Migrates the schema to the current version, forward only. Each migration and its record are one transaction, so that a
 * killed process leaves both or neither. If many nodes start at once, one migrates and the others wait. Returns the
 * names of the executed migrations.
 */
export const migrate = async (db: Db, { upTo }: MigrateOptions = {}): Promise<readonly string[]> => {
  const wanted = Object.entries(migrations).filter(([name]) => upTo === undefined || name <= upTo)
  const pending = async () => {
    const done = await appliedMigrations(db)
    checkKnown(done)
    await checkTables(db, done)
    return wanted.filter(([name]) => !done.includes(name))
  }
  if ((await pending()).length === 0) return []
  return underMigrationLock(db, async (held) => {
    await sql`create table if not exists kysely_migration
      (name varchar(255) not null primary key, timestamp varchar(255) not null)`.execute(held.q)
    const ran: string[] = []
    for (const [name, migration] of await pending()) if (await run(held, name, migration)) ran.push(name)
    return ran
  })
}

/** Returns false if another process has run the migration in the meantime. */
const run = async (db: Db, name: string, migration: Migration): Promise<boolean> => {
  if (typeof migration !== 'function' && db.name === 'postgres') {
    await migration.online(db)
    await record(db, name)
    return true
  }
  const up = typeof migration === 'function' ? migration : migration.online
  const once = (work: (inside: Db) => Promise<void>) =>
    inPatientTransaction(db, async (inside) => {
      if ((await appliedMigrations(inside)).includes(name)) return false
      await work(inside)
      await record(inside, name)
      return true
    })
  try {
    return await once(up)
  } catch (error) {
    // A version before 2026-11-29 may have been killed between a migration's statements and its record.
    if (!isPresentAlready(error)) throw error
    return once((inside) => up(toleratingPresent(inside)))
  }
}

const record = ({ q }: Db, name: string) =>
  sql`insert into kysely_migration (name, timestamp) values (${name}, ${new Date().toISOString()})`.execute(q)

/** The names of the migrations recorded in the database. */
export const appliedMigrations = async (db: Db): Promise<readonly string[]> => {
  const { rows: tables } =
    db.name === 'sqlite'
      ? await sql`select 1 from sqlite_master where type = 'table' and name = 'kysely_migration'`.execute(
          db.q,
        )
      : await sql`select 1 where to_regclass('kysely_migration') is not null`.execute(db.q)
  if (tables.length === 0) return []
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db.q)
  return rows.map((row) => row.name).sort()
}
