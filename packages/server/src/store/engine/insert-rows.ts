import { type InsertObject, sql } from 'kysely'
import type { DomainError } from '../../core/kernel/domain-error.ts'
import { mapConstraintErrors } from './constraints.ts'
import type { Database } from './database.ts'
import type { Db } from './dialect.ts'

/**
 * Rows per statement on SQLite. Prepared statements are cached and use up to a megabyte each, so only a few lengths are
 * used.
 */
const lengths = [64, 8, 1] as const

function* pieces<R>(rows: readonly R[]): Generator<readonly R[]> {
  for (let at = 0; at < rows.length; ) {
    const length = lengths.find((one) => one <= rows.length - at) ?? 1
    yield rows.slice(at, at + length)
    at += length
  }
}

/** Inserts one row. `foreign` creates the error of a violated foreign key (see `mapConstraintErrors`). */
export const insertRow = <T extends keyof Database & string>(
  { q }: Db,
  table: T,
  row: InsertObject<Database, T>,
  foreign?: () => DomainError,
): Promise<void> =>
  mapConstraintErrors(async () => void (await q.insertInto(table).values(row).execute()), foreign)

/**
 * Inserts rows with the same columns, in order. On PostgreSQL they are one parameter, because parsing thousands of
 * parameters takes as long as writing the rows.
 */
export const insertMany = async <T extends keyof Database & string>(
  { name: dialect, q }: Db,
  table: T,
  rows: readonly InsertObject<Database, T>[],
): Promise<void> => {
  const [first] = rows
  if (!first) return
  if (dialect === 'sqlite') {
    for (const piece of pieces(rows)) await q.insertInto(table).values(piece).execute()
    return
  }
  const columns = sql.join(Object.keys(first).map((name) => sql.ref(name)))
  await sql`insert into ${sql.table(table)} (${columns})
    select ${columns} from json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::json)`.execute(
    q,
  )
}
