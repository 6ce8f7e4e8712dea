import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Db } from '../src/store/engine/dialect.ts'
import { migrate } from '../src/store/engine/migrate.ts'
import { onEachDatabase } from './databases.ts'
import { fillOldSchema, insertOldUsers, oldUserId, openBare } from './old-schema.ts'
import { wrongCounts } from './user-count-check.ts'

const users = 2000
/** The latest migrations of versions before the search, and before the counts. */
const starts = ['2026-11-22T1400-profiles', '2026-11-22T1412-user-sorts', '2026-11-29T1020-imported-hashes']

/** PostgreSQL may ask for a retry at any time. */
const again = ['40001', '40P01']

/** Repeats the statements of an older node: readers with an old snapshot, and writers of users. */
const startOldNode = (db: Db) => {
  let going = true
  let [reads, writes] = [0, 0]
  const missing: string[] = []
  const repeat = async (work: (n: number) => Promise<void>, step: number) => {
    for (let n = step; going; n += 8)
      await work(n).catch((error: { code?: string }) => {
        if (!again.includes(error.code ?? '')) throw error
      })
  }
  const read = (n: number) =>
    db.q
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (tx) => {
        await sql`select count(*) from projects`.execute(tx)
        for (let i = 0; i < 10; i++) {
          await turn()
          const id = oldUserId(1 + ((n * 10 + i) % users))
          const found = await sql`select id from users where id = ${id} and deleted_at is null`.execute(tx)
          reads++
          if (found.rows.length === 0) missing.push(id)
        }
      })
  const write = async (n: number) => {
    const number = users + n
    await insertOldUsers(db, number, number)
    await sql`update users set status = 'locked' where id = ${oldUserId(number)}`.execute(db.q)
    if (n % 2 === 0) await sql`update users set deleted_at = 5 where id = ${oldUserId(number)}`.execute(db.q)
    writes++
  }
  const loops = [1, 2, 3, 4].map((step) => repeat(read, step))
  loops.push(...[1, 2, 3].map((step) => repeat(write, step)))
  return {
    done: () => ({ reads, writes, missing }),
    stop: () => {
      going = false
      return Promise.all(loops)
    },
  }
}

onEachDatabase('a schema upgrade', (makePlace) => {
  for (const start of starts)
    test(`R6: with writes of an older node, from ${start}, every user is found and every count is right`, async () => {
      const place = await makePlace()
      const { db, close } = await openBare(place.environment)
      await fillOldSchema(db, start, users)
      // SQLite has no concurrent process; existing users must still be counted and found.
      const old = db.name === 'postgres' ? startOldNode(db) : undefined
      await migrate(db)
      await old?.stop()
      const { reads, writes, missing } = old?.done() ?? { reads: 1, writes: 1, missing: [] }
      assert.ok(reads > 0 && writes > 0)
      assert.deepEqual(missing, [])
      assert.deepEqual(await wrongCounts(db), [])
      const unsearched =
        db.name === 'postgres'
          ? sql`select id from users where search is null or search not like '%old-%'`
          : sql`select id from users where number not in (select rowid from user_search where user_search match 'old')`
      assert.deepEqual((await unsearched.execute(db.q)).rows, [])
      await close()
      await place.remove()
    })

  test('R6: wrong counts of an earlier upgrade are corrected', async () => {
    const place = await makePlace()
    const { db, close } = await openBare(place.environment)
    await fillOldSchema(db, '2026-11-22T1530-name-sorts', 50)
    await sql`update user_counts set amount = amount + 7`.execute(db.q)
    assert.equal((await wrongCounts(db)).length, 2)
    await migrate(db)
    assert.deepEqual(await wrongCounts(db), [])
    await close()
    await place.remove()
  })
})
