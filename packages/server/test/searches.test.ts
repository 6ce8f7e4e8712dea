import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { isDomainError } from '../src/core/kernel/domain-error.ts'
import type { Stores } from '../src/core/kernel/stores.ts'
import { dearConditions, dearQueries, longText } from './apis/expensive-filters.ts'
import { onEachDatabase, sqlitePlace } from './databases.ts'
import { type Native, nativeClient, problemOf } from './native.ts'
import { startTestServer, type TestServer } from './test-server.ts'

const someone = { by: 'someone' }
const listUsers = (stores: Stores) => stores.users.list({ where: [], page: { limit: 10 } })
const addLongUsers = async (s: TestServer, amount: number) => {
  for (let i = 0; i < amount; i++) {
    const user = { name: `long-${i}`, description: longText(i) }
    const made = await s.call('POST', '/v3/users', { token: s.admin, body: { user } })
    assert.equal(made.status, 201, JSON.stringify(made.body))
  }
}

onEachDatabase('searches with a short time limit', (makePlace) => {
  let s: TestServer
  let n: Native
  before(async () => {
    s = await startTestServer(await makePlace(), {}, { search_time_limit: 1 })
    n = await nativeClient(s)
    await addLongUsers(s, 60)
  })
  after(() => s.close())

  test('S5: a filter that exceeds the time limit is rejected as too expensive', async () => {
    const path = `/users?${new URLSearchParams({ filter: dearConditions(30) })}`
    const answer = await n.call('GET', path, { secret: n.admin })
    assert.equal(answer.status, 400, JSON.stringify(answer.body))
    assert.equal(problemOf(answer), 'filter_too_expensive')
  })

  test('S5: single objects are read without the time limit of searches', async () => {
    const answer = await n.call('GET', '/me', { secret: n.admin })
    assert.equal(answer.status, 200)
  })

  test('S5: a filter contains at most 30 patterns', async () => {
    const path = `/users?${new URLSearchParams({ filter: dearConditions(31) })}`
    const answer = await n.call('GET', path, { secret: n.admin })
    assert.equal(answer.status, 400)
    assert.equal(problemOf(answer), 'filter_invalid')
  })
})

onEachDatabase('searches', (makePlace) => {
  let s: TestServer
  before(async () => {
    s = await startTestServer(await makePlace(), {}, { search_time_limit: 600_000 })
    await addLongUsers(s, 60)
  })
  after(() => s.close())

  test('S5: a search ends when its client disconnects, and others are answered', async () => {
    const client = new AbortController()
    const searching = { ...someone, signal: client.signal }
    const search = s.muster.store.search(listUsers, searching)
    client.abort()
    await assert.rejects(search, (thrown) => isDomainError(thrown) && thrown.code === 'request_abandoned')
    assert.equal((await s.muster.store.search(listUsers, someone)).rows.length, 10)
  })

  test('S5: a page of long texts ends early, and the next ones contain the rest', async () => {
    let names: string[] = []
    let pages = 0
    for (let url: string | null = '/v3/users?limit=1000'; url !== null; pages++) {
      const { body } = await s.call('GET', url, { token: s.admin })
      names = [...names, ...body.users.map(({ name }: { name: string }) => name)]
      url = body.links.next && new URL(body.links.next).pathname + new URL(body.links.next).search
    }
    assert.ok(pages > 1)
    assert.equal(names.length, new Set(names).size)
    for (let i = 0; i < 60; i++) assert.ok(names.includes(`long-${i}`))
  })

  test('S5: one caller has at most two concurrent searches, without delaying other callers', async () => {
    const { search } = s.muster.store
    let running = 0
    let most = 0
    let release = () => {}
    const gate = new Promise<void>((resolve) => {
      release = resolve
    })
    const work = async () => {
      most = Math.max(most, ++running)
      await gate
      running--
    }
    const all = Array.from({ length: 10 }, () => search(work, someone))
    await search(async () => {}, { by: 'another' })
    assert.equal(running, 2)
    release()
    await Promise.all(all)
    assert.equal(most, 2)
  })

  test('S5: PostgreSQL cancels a query whose client closed the connection', async (t) => {
    const { store, app } = s.muster
    if (store.dialect === 'sqlite') return t.skip('SQLite reads in threads of the process')
    const waiting = async () => {
      const { rows } = await sql<{ n: number }>`select count(*) as n from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(store.db.q)
      return rows[0]?.n ?? 0
    }
    const until = async (amount: number) => {
      for (let i = 0; i < 5000; i++) if ((await waiting()) === amount) return
      assert.fail(`not ${amount} queries wait`)
    }
    await app.listen({ port: 0, host: '127.0.0.1' })
    const address = app.server.address()
    assert.ok(typeof address === 'object' && address)
    await store.db.q.transaction().execute(async (tx) => {
      await sql`lock table roles in access exclusive mode`.execute(tx)
      const headers = { 'x-auth-token': s.admin }
      const requested = request({ port: address.port, host: '127.0.0.1', path: '/v3/roles', headers })
      requested.on('error', () => {})
      requested.end()
      await until(1)
      requested.destroy()
      await until(0)
    })
  })
})

test('S5: Identity v3 rejects every filtered list that takes too long in its own format', async () => {
  const s = await startTestServer(await sqlitePlace(), {}, { search_time_limit: 0.001 })
  for (const noun of ['users', 'projects', 'roles', 'domains']) {
    const answer = await s.call('GET', `/v3/${noun}?${dearQueries.keystoneNames}`, { token: s.system })
    assert.equal(answer.status, 400, `${noun}: ${JSON.stringify(answer.body)}`)
    assert.equal(answer.body.error.code, 400)
    assert.match(answer.body.error.message, /takes too long/)
  }
  for (const query of ['', '?effective', '?include_names&limit=1']) {
    const answer = await s.call('GET', `/v3/role_assignments${query}`, { token: s.system })
    assert.deepEqual([answer.status, answer.body.error?.code], [400, 400], query)
  }
  await s.close()
})
