import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { openPostgresStore } from '@muster/server/store/engine/postgres-store.ts'
import { openSqlite } from '@muster/server/store/engine/sqlite.ts'
import { openSqliteStore } from '@muster/server/store/engine/sqlite-store.ts'
import pg from 'pg'
import { serveRequests } from '../answers.ts'

/** First the database, then the duration. With `together` (SQLite only), 16 rows with an event each share a commit. */
export type Question =
  | { readonly folder: string }
  | { readonly url: string }
  | { readonly seconds: number; readonly together: boolean }

export type RawInserts = { readonly rate: number }

type Inserter = (seconds: number, together: boolean) => Promise<RawInserts>

const domainId = '0'.repeat(32)
const userColumns = [
  'id',
  'domain_id',
  'name',
  'kind',
  'status',
  'email',
  'description',
  'developer',
  'options',
  'extra',
  'created_at',
  'updated_at',
]
const userRow = (): (string | number)[] => {
  const id = randomUUID().replaceAll('-', '')
  const name = `bench-${id.slice(0, 18)}`
  const now = Date.now()
  return [id, domainId, name, 'human', 'active', `${name}@example.org`, 'Created', 0, '{}', '{}', now, now]
}
const eventColumns = [
  'at',
  'kind',
  'actor_id',
  'subject_type',
  'subject_id',
  'domain_id',
  'face',
  'request_id',
  'touches',
  'detail',
]
const eventRow = (id: string | number) => [
  Date.now(),
  'user.created',
  domainId,
  'user',
  id,
  domainId,
  'keystone',
  `req-${randomUUID()}`,
  '',
  '{}',
]

const insert = (table: string, columns: readonly string[], mark: (i: number) => string) =>
  `insert into ${table} (${columns.join(', ')}) values (${columns.map((_, i) => mark(i)).join(', ')})`

const timed = (seconds: number) => {
  const begun = performance.now()
  return {
    open: () => performance.now() - begun < seconds * 1000,
    rate: (rows: number): RawInserts => ({ rate: (rows * 1000) / (performance.now() - begun) }),
  }
}

const onSqlite = async (folder: string): Promise<Inserter> => {
  const file = join(folder, 'raw.sqlite')
  await (await openSqliteStore({ file })).close()
  const database = openSqlite({ file })
  database.exec(`insert into domains (id) values ('${domainId}')`)
  const addUser = database.prepare(insert('users', userColumns, () => '?'))
  const addEvent = database.prepare(insert('events', eventColumns, () => '?'))
  return async (seconds, together) => {
    const time = timed(seconds)
    let rows = 0
    while (time.open()) {
      if (together) database.exec('begin immediate')
      for (let i = 0; i < (together ? 16 : 1); i++) {
        const row = userRow()
        addUser.run(...row)
        if (together) addEvent.run(...eventRow(row[0] ?? ''))
        rows++
      }
      if (together) database.exec('commit')
    }
    return time.rate(rows)
  }
}

const onPostgres = async (url: string): Promise<Inserter> => {
  await (await openPostgresStore({ url })).close()
  const clients = await Promise.all(
    Array.from({ length: 16 }, async () => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      return client
    }),
  )
  await clients[0]?.query('insert into domains (id) values ($1)', [domainId])
  const text = insert('users', userColumns, (i) => `$${i + 1}`)
  const atOnce = async (connections: number, seconds: number) => {
    const time = timed(seconds)
    let rows = 0
    const insertOn = async (client: pg.Client) => {
      while (time.open()) {
        await client.query({ name: 'insert', text, values: userRow() })
        rows++
      }
    }
    await Promise.all(clients.slice(0, connections).map(insertOn))
    return time.rate(rows)
  }
  return async (seconds) => {
    const few = await atOnce(8, seconds / 2)
    const many = await atOnce(16, seconds / 2)
    return few.rate > many.rate ? few : many
  }
}

let inserter: Inserter | undefined

serveRequests(async (question: Question) => {
  if ('folder' in question) inserter = await onSqlite(question.folder)
  else if ('url' in question) inserter = await onPostgres(question.url)
  else return inserter?.(question.seconds, question.together)
  return undefined
})
