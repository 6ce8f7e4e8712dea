import { sql } from 'kysely'
import type { Db } from '../src/store/engine/dialect.ts'

/** Every table, including internal tables of indexes. */
export const tableNames = async ({ name, q }: Db): Promise<readonly string[]> => {
  const { rows } =
    name === 'sqlite'
      ? await sql<{ name: string }>`select name from sqlite_master where type = 'table'`.execute(q)
      : await sql<{ name: string }>`select table_name as name from information_schema.tables
          where table_schema = current_schema()`.execute(q)
  return rows.map((row) => row.name).sort()
}

const columnNames = async ({ q }: Db, table: string): Promise<readonly string[]> =>
  (await sql<{ name: string }>`select name from pragma_table_xinfo(${table})`.execute(q)).rows.map(
    ({ name }) => name,
  )

/** Decodes SQLite blobs (`X'…'`) to the text in them. */
const unhex = (quoted: string): string =>
  /^X'[\dA-F]*'$/.test(quoted) ? Buffer.from(quoted.slice(2, -1), 'hex').toString('latin1') : quoted

const rowsOf = async (db: Db, table: string): Promise<readonly string[]> => {
  const from = sql.table(table)
  if (db.name === 'postgres') {
    const { rows } = await sql<{ row: string }>`select t::text as row from ${from} t`.execute(db.q)
    return rows.map(({ row }) => row)
  }
  const columns = (await columnNames(db, table)).map((name) => sql`quote(${sql.ref(name)})`)
  const { rows } = await sql<Record<string, string>>`select ${sql.join(columns)} from ${from}`.execute(db.q)
  return rows.map((row) => Object.values(row).map(unhex).join('\n'))
}

/** Every row of every table, as text. */
export const everyRow = async (db: Db): Promise<ReadonlyMap<string, readonly string[]>> => {
  const tables = new Map<string, readonly string[]>()
  for (const table of await tableNames(db)) tables.set(table, await rowsOf(db, table))
  return tables
}

/** Tables with one of the values in any row, in any case, as `table: value`. */
export const tablesWith = async (db: Db, values: readonly string[]): Promise<readonly string[]> =>
  [...(await everyRow(db))].flatMap(([table, rows]) =>
    values
      .filter((value) => rows.some((row) => row.toLowerCase().includes(value.toLowerCase())))
      .map((value) => `${table}: ${value}`),
  )
