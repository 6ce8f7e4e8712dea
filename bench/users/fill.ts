import { openSqlite } from '@muster/server/store/engine/sqlite.ts'
import pg from 'pg'
import { person, userColumns } from './person.ts'

/** Rows of one statement on PostgreSQL. */
const together = 2000

const columns = userColumns.join(', ')

/** Inserts generated users directly into the tables: requests would take minutes for a million. */
export const fillSqlite = (file: string, domainId: string, users: number): void => {
  const database = openSqlite({ file, synchronous: 'off' })
  const insert = database.prepare(
    `insert into users (${columns}) values (${userColumns.map(() => '?').join(', ')})`,
  )
  database.exec('begin')
  for (let number = 0; number < users; number++) insert.run(...person(number, domainId))
  database.exec('commit')
  // A directory that grew to this size has been optimized and analyzed.
  database.exec(
    `insert into user_search (user_search) values ('optimize'); analyze; pragma wal_checkpoint(truncate)`,
  )
  database.close()
}

export const fillPostgres = async (url: string, domainId: string, users: number): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('begin')
  for (let begun = 0; begun < users; begun += together) {
    const rows = Array.from({ length: Math.min(together, users - begun) }, (_, i) =>
      person(begun + i, domainId),
    )
    const lists = userColumns.map((_, i) => rows.map((values) => values[i]))
    const types = userColumns.map((name) =>
      /_at$/.test(name) ? 'bigint' : name === 'developer' ? 'int' : 'text',
    )
    await client.query(
      `insert into users (${columns}) select * from unnest(${types.map((type, i) => `$${i + 1}::${type}[]`).join(', ')})`,
      lists,
    )
  }
  await client.query('commit')
  await client.query('vacuum analyze users')
  await client.end()
}
