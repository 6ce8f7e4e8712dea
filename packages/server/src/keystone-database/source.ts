import type {
  KeystoneSource,
  SourceRow,
  SourceTable,
} from '../core/accounts/keystone-import/keystone-source.ts'
import type { ReadingConnection } from './dialect.ts'

/** Rows in memory at once. */
const pageSize = 2000
/** Values in one list of a condition; Keystone has no index for some of them, so that each list reads a whole table. */
const listSize = 2000

/** `(a > ?) or (a = ? and b > ?)`, which every database answers from the index of the key. */
const beyond = (key: readonly string[], compared: (name: string) => string): string =>
  key
    .map((column, i) => [
      ...key.slice(0, i).map((name) => `${compared(name)} = ?`),
      `${compared(column)} > ?`,
    ])
    .map((terms) => `(${terms.join(' and ')})`)
    .join(' or ')

const valuesBeyond = (key: readonly string[], last: SourceRow): readonly (string | number)[] => {
  const values = key.map((column) => last[column] ?? '')
  return values.flatMap((_value, i) => values.slice(0, i + 1))
}

/** Reads the tables of Keystone through a connection. */
export const keystoneSource = (connection: ReadingConnection): KeystoneSource => {
  const { quote, query, comparable = quote } = connection
  let known: ReadonlySet<string> | undefined
  const exists = async (table: string): Promise<boolean> => {
    known ??= new Set(await connection.tables())
    return known.has(table)
  }
  return {
    async heads() {
      if (!(await exists('alembic_version'))) return []
      const rows = await query(`select version_num from ${quote('alembic_version')}`, [])
      return rows.map(({ version_num }) => String(version_num))
    },
    async count(table) {
      if (!(await exists(table))) return 0
      const [row] = await query(`select count(*) as amount from ${quote(table)}`, [])
      return Number(row?.['amount'] ?? 0)
    },
    async *pages({ table, key, columns }: SourceTable) {
      const selected = columns?.map(quote).join(', ') ?? '*'
      const order = key.map(comparable).join(', ')
      for (let last: SourceRow | undefined; ; ) {
        const where = last === undefined ? '' : `where ${beyond(key, comparable)}`
        const values = last === undefined ? [] : valuesBeyond(key, last)
        const rows = await query(
          `select ${selected} from ${quote(table)} ${where} order by ${order} limit ${pageSize}`,
          values,
        )
        if (rows.length > 0) yield rows
        if (rows.length < pageSize) return
        last = rows.at(-1)
      }
    },
    async related({ table, column, values, order }) {
      const found: SourceRow[] = []
      for (let at = 0; at < values.length; at += listSize) {
        const list = values.slice(at, at + listSize)
        const marks = list.map(() => '?').join(', ')
        const rows = await query(
          `select * from ${quote(table)} where ${quote(column)} in (${marks}) order by ${order.map(quote).join(', ')}`,
          list,
        )
        found.push(...rows)
      }
      return found
    },
  }
}
