import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Database } from './database.ts'
import type { Db } from './dialect.ts'

/** Rows of the column's index, oldest first. */
type Due = {
  readonly column: string
  /** What decides, on that column and others. */
  readonly where: RawBuilder<SqlBool>
}

/** Condition under which at most `limit` rows are affected: those that are due, by where they stand in the table. */
export const someOf = (
  { name }: Db,
  table: keyof Database,
  { column, where }: Due,
  limit: number,
): RawBuilder<SqlBool> => {
  const row = sql.ref(name === 'sqlite' ? 'rowid' : 'ctid')
  const some = sql`select ${row} from ${sql.table(table)} where ${where} order by ${sql.ref(column)} limit ${limit}`
  // Asked once more: on PostgreSQL another transaction may have changed the row since it was found.
  return name === 'sqlite'
    ? sql`${row} in (${some}) and ${where}`
    : sql`${row} = any(array(${some})) and ${where}`
}

/** Deletes the oldest of what is due, so that no clean-up takes longer than `limit` rows do. Answers how many. */
export const deleteSome = async (db: Db, table: keyof Database, due: Due, limit: number): Promise<number> => {
  const { numAffectedRows } =
    await sql`delete from ${sql.table(table)} where ${someOf(db, table, due, limit)}`.execute(db.q)
  return Number(numAffectedRows ?? 0)
}
