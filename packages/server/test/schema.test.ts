import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { appliedMigrations, migrate } from '../src/store/engine/migrate.ts'
import { migrations } from '../src/store/migrations/all.ts'
import { onEachDatabase } from './databases.ts'

onEachDatabase('the schema', (makePlace) => {
  test('is complete after the first start, and a second start changes nothing', async () => {
    const place = await makePlace()
    const store = await place.open()
    assert.deepEqual(await appliedMigrations(store.db), Object.keys(migrations).sort())
    assert.deepEqual(await migrate(store.db), [])
    await store.close()
    const again = await place.open()
    assert.deepEqual(await appliedMigrations(again.db), Object.keys(migrations).sort())
    await again.close()
    await place.remove()
  })

  test('migrations run in the order of their names', () => {
    assert.deepEqual(Object.keys(migrations), Object.keys(migrations).sort())
    for (const name of Object.keys(migrations)) assert.match(name, /^\d{4}-\d\d-\d\dT\d{4}-[a-z0-9-]+$/)
  })

  test('every foreign key is enforced', async () => {
    const place = await makePlace()
    const store = await place.open()
    const orphan = sql`insert into project_tags (project_id, tag) values ('nowhere', 'x')`.execute(store.db.q)
    await assert.rejects(orphan, /foreign key/i)
    await store.close()
    await place.remove()
  })
})
