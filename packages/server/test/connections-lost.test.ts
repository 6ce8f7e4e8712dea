import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createUser } from '../src/core/directory/users/create-user.ts'
import { openPostgresStore } from '../src/store/engine/postgres-store.ts'
import type { Place } from './databases.ts'
import { nativeClient } from './native.ts'
import { proxiedPlace, stopOwnServer, withPostgres } from './on-postgres.ts'
import { startPostgres } from './postgres.ts'
import { createTestCore } from './test-core.ts'
import { startTestServer } from './test-server.ts'

/** Runs in this process: an unhandled error would end the test run. */
describe('broken connections to PostgreSQL', { skip: !withPostgres }, () => {
  stopOwnServer()

  test('R2: terminated backends end no process, cause no 500, and lose nothing acknowledged', async (t) => {
    const place = await proxiedPlace()
    const s = await startTestServer(place as unknown as Place)
    t.after(() => s.close())
    const answers: number[] = []
    const made: string[] = []
    let writing = true
    const write = async (writer: number) => {
      for (let n = 0; writing; n++) {
        const name = `writer-${writer}-${n}`
        const answer = await s.call('POST', '/v3/users', { token: s.system, body: { user: { name } } })
        answers.push(answer.status)
        if (answer.status === 201) made.push(name)
        else assert.match(JSON.stringify(answer.body), /database|outcome/i)
      }
    }
    const writers = Array.from({ length: 8 }, (_, writer) => write(writer))
    for (let round = 0; round < 10; round++) {
      const before = answers.length
      await place.terminate()
      while (answers.length < before + 16) await new Promise((resolve) => setImmediate(resolve))
    }
    writing = false
    await Promise.all(writers)
    assert.deepEqual(
      [...new Set(answers)].filter((status) => status !== 201 && status !== 503),
      [],
    )
    assert.ok(made.length > 0)
    const { rows } = await s.muster.store.reading.users.list({ where: [], page: { limit: 100_000 } })
    const found = new Set(rows.map(({ name }) => name))
    assert.deepEqual(
      made.filter((name) => !found.has(name)),
      [],
    )
  })

  test('R2: a transaction whose connection breaks before its commit is retried on another one', async (t) => {
    const place = await proxiedPlace()
    const core = await createTestCore({
      ...place,
      name: 'postgres',
      open: () => openPostgresStore({ url: place.proxy.url }),
    })
    t.after(() => core.close())
    for (const isolation of ['serializable', 'read committed', 'inserts only'] as const) {
      let runs = 0
      const found = await core.store.transaction(isolation, async ({ projects }) => {
        await projects.get('default')
        if (++runs === 1) await place.terminate()
        return (await projects.get('default'))?.name
      })
      assert.deepEqual([found, runs], ['Default', 2], isolation)
    }
    // Commands that share a group commit.
    const names = ['one', 'two', 'three']
    const creating = Promise.all(names.map((name) => core.run(createUser, { name })))
    const made = await creating
    assert.deepEqual(
      made.map(({ name }) => name),
      names,
    )
  })

  test('R2: the change feed and exports survive broken connections', async (t) => {
    const place = await proxiedPlace()
    const s = await startTestServer(place as unknown as Place)
    t.after(() => s.close())
    for (let i = 0; i < 40; i++)
      await s.call('POST', '/v3/users', { token: s.system, body: { user: { name: `exported ${i}` } } })
    const n = await nativeClient(s)
    const exported = () => n.call('GET', '/users/export', { secret: n.admin })
    for (let round = 0; round < 5; round++) {
      const exporting = Array.from({ length: 3 }, () =>
        exported().then(
          ({ status }) => status,
          // An interrupted export does not look complete.
          () => 'broken off',
        ),
      )
      await place.terminate()
      for (const outcome of await Promise.all(exporting))
        assert.ok([200, 503, 'broken off'].includes(outcome), `${outcome}`)
      // The change feed uses the same connection pool as requests.
      await s.muster.store.changes.next().catch(() => {})
    }
    const other = await openPostgresStore({ url: place.url })
    await s.muster.store.changes.next()
    await other.close()
    assert.equal((await exported()).status, 200)
  })

  test('R2: a running server continues after a restart of PostgreSQL', async (t) => {
    const server = await startPostgres()
    const s = await startTestServer({
      environment: { MUSTER_DATABASE_URL: server.url },
      remove: () => server.stop(),
    } as unknown as Place)
    t.after(() => s.close())
    const create = (name: string) =>
      s.call('POST', '/v3/users', { token: s.system, body: { user: { name } } })
    assert.equal((await create('before')).status, 201)
    let down = true
    const during: number[] = []
    const asking = (async () => {
      for (let n = 0; down; n++) during.push((await create(`during ${n}`)).status)
    })()
    await server.restart()
    down = false
    await asking
    assert.deepEqual(
      [...new Set(during)].filter((status) => status !== 201 && status !== 503),
      [],
    )
    assert.equal((await create('after')).status, 201)
    assert.equal((await s.call('GET', '/readyz')).status, 200)
  })
})
