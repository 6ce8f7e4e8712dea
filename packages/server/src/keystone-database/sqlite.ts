import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { plainRow, type ReadingConnection } from './dialect.ts'

/** @throws Error when the file does not exist or is no database */
export const connectToSqlite = (file: string): ReadingConnection => {
  if (!existsSync(file)) throw new Error(`${file} does not exist.`)
  const database = new DatabaseSync(file, { readOnly: true })
  database.exec('begin')
  const query: ReadingConnection['query'] = async (sql, values) => {
    const statement = database.prepare(sql)
    // Microseconds can have more digits than a number.
    statement.setReadBigInts(true)
    return statement.all(...values).map(plainRow)
  }
  return {
    quote: (name) => `"${name}"`,
    query,
    async tables() {
      const rows = await query("select name from sqlite_master where type = 'table'", [])
      return rows.map(({ name }) => String(name))
    },
    async close() {
      database.close()
    },
  }
}
