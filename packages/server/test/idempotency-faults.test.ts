import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { onEachDatabase, type Place } from './databases.ts'
import { nativeClient, problemOf } from './native.ts'
import { proxiedPlace, stopOwnServer, withPostgres } from './on-postgres.ts'
import { startTestServer } from './test-server.ts'

onEachDatabase('an Idempotency-Key of a killed process', (makePlace) => {
  test('R15: is free when nothing was committed, and reports a completed request otherwise', async (t) => {
    const s = await startTestServer(await makePlace())
    t.after(() => s.close())
    const n = await nativeClient(s)
    const { q } = s.muster.store.db
    const post = (username: string, key: string) =>
      n.call('POST', '/users', { secret: n.admin, body: { username }, headers: { 'idempotency-key': key } })
    // The state left by a process that dies before, and after, the commit of the work.
    for (const [key, done] of [
      ['before', 0],
      ['after', 1],
    ] as const) {
      assert.equal((await post(key, key)).status, 201)
      await q
        .updateTable('kept_answers')
        .set({ answer: null, attempt: 'of a process that died', begun_at: Date.now() - 600_000, done })
        .where('attempt', '!=', 'of a process that died')
        .execute()
    }
    await q.updateTable('users').set({ name: 'renamed' }).where('name', '=', 'before').execute()
    assert.equal((await post('before', 'before')).status, 201)
    const after = await post('after', 'after')
    assert.deepEqual([after.status, problemOf(after)], [409, 'idempotency_outcome_unknown'])
  })
})

describe('an Idempotency-Key whose first request met a database failure', { skip: !withPostgres }, () => {
  stopOwnServer()

  const opened = async () => {
    const place = await proxiedPlace()
    const s = await startTestServer(place as unknown as Place)
    const n = await nativeClient(s)
    const post = (username: string, key = username) =>
      n.call('POST', '/users', { secret: n.admin, body: { username }, headers: { 'idempotency-key': key } })
    const namesakes = async (name: string) =>
      (await s.call('GET', `/v3/users?name=${name}`, { token: s.system })).body.users.length
    return { place, s, post, namesakes }
  }
  /** Retries until the server is available again. */
  const repeated = async (ask: () => ReturnType<Awaited<ReturnType<typeof opened>>['post']>) => {
    const end = Date.now() + 20_000
    for (;;) {
      const answer = await ask()
      if (answer.status !== 503 || Date.now() > end) return answer
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  test('R15: is free when the database is back, if the transaction was rolled back', async (t) => {
    const { place, s, post, namesakes } = await opened()
    t.after(() => s.close())
    // The key is stored in one transaction; the next, which does the work, fails.
    for (const point of ['insert into "users"', 'insert into "events"']) {
      const name = point.includes('users') ? 'first' : 'second'
      let cuts = 0
      const asking = post(name)
      place.proxy.onSaying(point, () => {
        cuts++
        place.proxy.set('down')
      })
      const first = await asking
      assert.equal(first.status, 503, JSON.stringify(first.body))
      assert.equal(first.headers['retry-after'], '2')
      assert.equal(cuts, 1)
      place.proxy.set('pass')
      const again = await repeated(() => post(name))
      assert.equal(again.status, 201, JSON.stringify(again.body))
      assert.equal(await namesakes(name), 1)
    }
  })

  test('R15: reports a completed request when the connection broke during the commit', async (t) => {
    const { place, s, post, namesakes } = await opened()
    t.after(() => s.close())
    const asking = post('unknown')
    // The commit of the work; the one before it only stores the key.
    place.proxy.onSaying('insert into "users"', () => place.proxy.cutAfter('commit\0'))
    const first = await asking
    assert.deepEqual([first.status, problemOf(first)], [503, 'outcome_unknown'], JSON.stringify(first.body))
    const again = await repeated(() => post('unknown'))
    assert.deepEqual([again.status, problemOf(again)], [409, 'idempotency_outcome_unknown'])
    assert.equal(await namesakes('unknown'), 1)
  })
})
