import { Migrator } from 'kysely'
import type { Db } from './dialect.ts'
import { migrations } from './migrations/all.ts'

/** The database's schema is newer than this program: an old program must not write to it. */
export class SchemaTooNew extends Error {
  constructor(unknown: string) {
    super(
      `The database has migration ${unknown}, which this version of Muster does not know: start a newer version.`,
    )
    this.name = 'SchemaTooNew'
  }
}

/**
 * Brings the schema up to date, forward only; safe when many nodes start at once (Kysely takes a lock).
 * Answers the names of the migrations that were run.
 */
export const migrate = async (db: Db): Promise<readonly string[]> => {
  const migrator = new Migrator({
    db: db.q,
    // Migrations of one release were written side by side: a database may have had a later one first.
    allowUnorderedMigrations: true,
    provider: {
      getMigrations: async () =>
        Object.fromEntries(Object.entries(migrations).map(([name, up]) => [name, { up: () => up(db) }])),
    },
  })
  const done = await appliedMigrations(db)
  const unknown = done.find((name) => !(name in migrations))
  if (unknown !== undefined) throw new SchemaTooNew(unknown)
  if (done.length === Object.keys(migrations).length) return []
  const { error, results } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
  return (results ?? []).map((result) => result.migrationName)
}

/** The names of the migrations that the database has had. */
export const appliedMigrations = async (db: Db): Promise<readonly string[]> => {
  const tables = await db.q.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some((table) => table.name === 'kysely_migration')) return []
  const rows = await db.q
    .selectFrom('kysely_migration' as never)
    .select('name' as never)
    .execute()
  return (rows as { name: string }[]).map((row) => row.name).sort()
}
