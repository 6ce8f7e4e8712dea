import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { plainRow, type ReadingConnection } from './dialect.ts'

/** Keys with an enumeration, which MySQL compares by its text and sorts by its number. */
const enumerations: readonly string[] = ['type']

const quote = (name: string): string => `\`${name}\``

/** Also for MariaDB. */
export const connectToMysql = async (url: string): Promise<ReadingConnection> => {
  const connection = await createConnection({
    uri: url,
    connectTimeout: 10_000,
    charset: 'utf8mb4',
    // Times stay text, which the driver would read as the local time of this machine.
    dateStrings: true,
    supportBigNumbers: true,
  })
  connection.on('error', () => {})
  await connection.query('set session transaction isolation level repeatable read')
  await connection.query('start transaction with consistent snapshot, read only')
  const query: ReadingConnection['query'] = async (sql, values) => {
    const [rows] = await connection.query<RowDataPacket[]>(sql, [...values])
    return rows.map(plainRow)
  }
  return {
    quote,
    comparable: (name) => (enumerations.includes(name) ? `concat(${quote(name)})` : quote(name)),
    query,
    async tables() {
      const rows = await query(
        'select table_name as name from information_schema.tables where table_schema = database()',
        [],
      )
      return rows.map(({ name }) => String(name))
    },
    close: () => connection.end(),
  }
}
