import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { Db } from '../src/store/engine/dialect.ts'
import { migrate } from '../src/store/engine/migrate.ts'
import { migrations } from '../src/store/migrations/all.ts'
import { onEachDatabase } from './databases.ts'
import { Died, dyingAfter } from './killed-process.ts'
import { fillOldSchema, openBare } from './old-schema.ts'
import { muster } from './process.ts'
import { schemaDump } from './schema-dump.ts'

/** Earlier versions ran the statements of a migration separately, and recorded it afterwards. */
const recordedTogether = '2026-11-29'
const ofOldVersions = Object.entries(migrations).filter(([name]) => name < recordedTogether)

const survive = (error: unknown) => {
  if (!(error instanceof Died)) throw error
}

/** Runs so many statements of a migration as those versions did, and dies. */
const runInPart = async (db: Db, name: string, statements: number): Promise<void> => {
  const migration = migrations[name]
  if (migration === undefined) throw new Error(`There is no migration ${name}.`)
  const up = typeof migration === 'function' ? migration : migration.online
  await up(dyingAfter(db, statements)).catch(survive)
}

onEachDatabase('an interrupted migration', (makePlace) => {
  const whole = async () => {
    const place = await makePlace()
    const { db, close } = await openBare(place.environment)
    await migrate(db)
    const dump = await schemaDump(db)
    await close()
    await place.remove()
    return dump
  }

  for (const statements of [1, 2, 3, 6, 1000])
    test(`R1: a migration interrupted after ${statements} statements is completed, for each migration`, async () => {
      const expected = await whole()
      const place = await makePlace()
      const { db, close } = await openBare(place.environment)
      for (const [name] of ofOldVersions) {
        await runInPart(db, name, statements)
        assert.deepEqual(await migrate(db, { upTo: name }), [name])
      }
      await migrate(db)
      assert.deepEqual(await schemaDump(db), expected)
      await close()
      await place.remove()
    })

  test('R1: migrations applied by old versions on PostgreSQL without a record are recognised', async () => {
    const expected = await whole()
    const place = await makePlace()
    const { db, close } = await openBare(place.environment)
    for (const [name] of ofOldVersions.slice(0, 20)) await migrate(db, { upTo: name })
    await sql`delete from kysely_migration`.execute(db.q)
    await runInPart(db, ofOldVersions[20]?.[0] ?? '', 3)
    await migrate(db)
    assert.deepEqual(await schemaDump(db), expected)
    await close()
    await place.remove()
  })

  test('R1: a process that is killed repeatedly makes progress each time, and loses no row', async () => {
    const expected = await whole()
    const place = await makePlace()
    const { db, close } = await openBare(place.environment)
    await fillOldSchema(db, '2026-11-22T1210-journal-and-revocations', 40)
    for (let statements = 12; ; statements += 6) {
      const dying = dyingAfter(db, statements)
      const done = await migrate(dying).then(
        () => true,
        (error) => {
          survive(error)
          return false
        },
      )
      if (done) break
    }
    assert.deepEqual(await schemaDump(db), expected)
    const { rows } = await sql<{ n: number | string }>`select count(*) as n from users
      where developer = 1 and version = 1`.execute(db.q)
    assert.equal(Number(rows[0]?.n), 40)
    const counted = await sql<{ n: number | string }>`select sum(amount) as n from user_counts`.execute(db.q)
    assert.equal(Number(counted.rows[0]?.n), 40)
    await close()
    await place.remove()
  })

  test('R1: a table of the same name from another program is reported, and nothing changes', async () => {
    const place = await makePlace()
    const { db, close } = await openBare(place.environment)
    await sql`create table domains (host text)`.execute(db.q)
    const before = await schemaDump(db)
    await assert.rejects(migrate(db), /contains a table "domains" that Muster did not create/)
    assert.deepEqual(await schemaDump(db), before)
    await close()
    await place.remove()
  })

  test('R1: a record whose table is missing is reported with the remedy, and nothing changes', async () => {
    const place = await makePlace()
    const { db, close } = await openBare(place.environment)
    await migrate(db, { upTo: '2026-11-22T1222-roles' })
    await sql`drop table role_implications`.execute(db.q)
    const before = await schemaDump(db)
    await assert.rejects(
      migrate(db),
      /1222-roles is recorded in the database, but its table "role_implications" is missing\. Restore/,
    )
    assert.deepEqual(await schemaDump(db), before)
    await close()
    await place.remove()
  })

  test('R1: several processes that migrate an empty database concurrently all succeed', async () => {
    const place = await makePlace()
    const settings = {
      MUSTER_MASTER_KEY: Buffer.alloc(32, 3).toString('base64'),
      ...place.environment,
    }
    const ended = await Promise.all([1, 2, 3].map(() => muster(['migrate'], settings)))
    assert.deepEqual(
      ended.map(({ code, err }) => [code, err]),
      ended.map(() => [0, '']),
    )
    await place.remove()
  })
})
