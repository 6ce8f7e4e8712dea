import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { Database } from '../src/store/engine/database.ts'
import type { Db } from '../src/store/engine/dialect.ts'
import { migrate } from '../src/store/engine/migrate.ts'
import { kyselyOverSqlite, openSqlite } from '../src/store/engine/sqlite.ts'
import { onEachDatabase, type Place } from './databases.ts'

/** Sorts after every migration before the folding. */
const beforeFolding = '2026-11-29T1029'

/** The database of a version before the folding, with its notion of lower case. */
const openBefore = async ({ environment }: Place): Promise<Db> => {
  const { MUSTER_DATA_DIR: folder, MUSTER_DATABASE_URL: url } = environment
  let db: Db
  if (folder === undefined) {
    const pool = new pg.Pool({ connectionString: url, max: 2 })
    db = { name: 'postgres', q: new Kysely<Database>({ dialect: new PostgresDialect({ pool }) }) }
  } else {
    const database = openSqlite({ file: join(folder, 'muster.sqlite'), synchronous: 'off' })
    const lower = (text: unknown) => (typeof text === 'string' ? text.toLowerCase() : null)
    database.function('fold', { deterministic: true }, lower)
    db = { name: 'sqlite', q: kyselyOverSqlite(database) }
  }
  await migrate(db, { upTo: beforeFolding })
  return db
}

onEachDatabase('upgrade of the search index', (makePlace) => {
  test('P7: users of an earlier version are found by folded text after the upgrade', async () => {
    const place = await makePlace()
    const before = await openBefore(place)
    await sql`insert into domains (id) values ('default')`.execute(before.q)
    for (const [id, name] of [
      ['1', 'ΟΣΚΑΡ'],
      ['2', 'Straßer'],
      ['3', 'plain'],
      ['4', 'ΣΩΣ'],
    ])
      await sql`insert into users (id, domain_id, name, kind, status, developer, options, extra, created_at, updated_at)
        values (${id}, 'default', ${name}, 'human', 'active', 0, '{}', '{}', 0, 0)`.execute(before.q)
    await before.q.destroy()

    const store = await place.open()
    const found = async (text: string) => {
      const query = { where: [], search: { text, fields: ['name'] as const }, page: { limit: 10 } }
      // Forces the index, which the planner avoids for so small a directory.
      const index =
        store.dialect === 'postgres'
          ? sql<{ id: string }>`select id from users where search like ${`%${text}%`}`
          : sql<{
              id: string
            }>`select id from users where number in (select rowid from user_search where user_search match ${`"${text}"`})`
      const { rows } = await store.reading.users.list(query)
      const indexed = await index.execute(store.db.q)
      assert.deepEqual(
        indexed.rows.map(({ id }) => id),
        rows.map(({ id }) => id),
      )
      return rows.map(({ name }) => name)
    }
    assert.deepEqual(await found('οσκ'), ['ΟΣΚΑΡ'])
    assert.deepEqual(await found('ass'), ['Straßer'])
    assert.deepEqual(await found('lai'), ['plain'])
    assert.deepEqual(await found('σωσ'), ['ΣΩΣ'])
    await store.close()
    await place.remove()
  })
})
