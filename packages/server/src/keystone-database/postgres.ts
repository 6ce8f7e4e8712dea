import { Client, types } from 'pg'
import { plainRow, type ReadingConnection } from './dialect.ts'

/** Times stay text in UTC, which the driver would read as the local time of this machine. */
const asText = (text: string): string => text
const textTypes: readonly number[] = [
  types.builtins.TIMESTAMP,
  types.builtins.TIMESTAMPTZ,
  types.builtins.DATE,
]

const numbered = (sql: string): string => {
  let at = 0
  return sql.replaceAll('?', () => `$${++at}`)
}

export const connectToPostgres = async (url: string): Promise<ReadingConnection> => {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'muster keystone import',
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        textTypes.includes(oid) ? asText : types.getTypeParser(oid, format),
    },
  })
  // An idle connection that breaks is reported by the next query.
  client.on('error', () => {})
  await client.connect()
  await client.query("set time zone 'UTC'")
  await client.query('begin isolation level repeatable read read only')
  const query: ReadingConnection['query'] = async (sql, values) =>
    (await client.query(numbered(sql), [...values])).rows.map(plainRow)
  return {
    quote: (name) => `"${name}"`,
    query,
    async tables() {
      const rows = await query(
        'select table_name as name from information_schema.tables where table_schema = current_schema()',
        [],
      )
      return rows.map(({ name }) => String(name))
    },
    close: () => client.end(),
  }
}
