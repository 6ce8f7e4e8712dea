import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Database } from './database.ts'
import type { Db } from './dialect.ts'

/** The rows to delete, in the order of an index. */
type Due = {
  readonly column: string
  /** The condition, on that column and others. */
  readonly where: RawBuilder<SqlBool>
}

/** A condition for at most `limit` of the due rows, by their physical position in the table. */
export const someOf = (
  { name }: Db,
  table: keyof Database,
  { column, where }: Due,
  limit: number,
): RawBuilder<SqlBool> => {
  const row = sql.ref(name === 'sqlite' ? 'rowid' : 'ctid')
  const some = sql`select ${row} from ${sql.table(table)} where ${where} order by ${sql.ref(column)} limit ${limit}`
  // The condition is repeated: on PostgreSQL another transaction may have changed the row since it was found.
  return name === 'sqlite'
    ? sql`${row} in (${some}) and ${where}`
    : sql`${row} = any(array(${some})) and ${where}`
}

/** Deletes at most `limit` of the due rows, oldest first. Returns their number. */
export const deleteSome = async (db: Db, table: keyof Database, due: Due, limit: number): Promise<number> => {
  const { numAffectedRows } =
    await sql`delete from ${sql.table(table)} where ${someOf(db, table, due, limit)}`.execute(db.q)
  return Number(numAffectedRows ?? 0)
}
