import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import { openPostgresStore } from '../src/store/engine/postgres-store.ts'
import { type Place, sqlitePlace } from './databases.ts'
import { nativeClient } from './native.ts'
import { proxiedPlace, stopOwnServer, withPostgres } from './on-postgres.ts'
import { type Called, startTestServer, type TestServer } from './test-server.ts'

const until = async (holds: () => Promise<boolean>, what: string) => {
  const end = Date.now() + 20_000
  while (!(await holds())) {
    if (Date.now() > end) assert.fail(what)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

type Api = 'keystone' | 'native' | 'arize' | 'julep' | 'geobox' | 'roboto' | 'pages'

/** The response of each API, in its own format, when the database is unavailable. */
const assertUnavailable = (api: Api, { status, headers, body }: Called) => {
  // Clients of Geobox treat every unknown status as success, and know only 500.
  assert.equal(status, api === 'geobox' ? 500 : 503, `${api}: ${JSON.stringify(body)}`)
  assert.equal(headers['retry-after'], '2', api)
  const message = {
    keystone: () =>
      body.error.code === 503 && body.error.title === 'Service Unavailable' && body.error.message,
    native: () => body.status === 503 && body.type.startsWith('/problems/database_') && body.detail,
    arize: () => body.status === 503 && body.title === 'Service Unavailable' && body.detail,
    julep: () => body.status_code === 503 && body.message,
    geobox: () => body.detail,
    roboto: () => body.error.error_code === 'RobotoServiceUnavailableException' && body.error.message,
    pages: () => body,
  }[api]()
  assert.match(String(message), /Nothing was changed/, api)
}

/** One read and one write of each API, with existing credentials. */
const everyApi = async (s: TestServer) => {
  const n = await nativeClient(s)
  const { secret, id } = await n.newDomain()
  const bearer = { authorization: `Bearer ${secret}` }
  const mail = 'ann@example.com'
  const ask = (method: string, url: string, body?: unknown) => () =>
    s.call(method, url, { body, headers: bearer })
  return {
    reads: {
      keystone: () => s.call('GET', `/v3/domains/${id}`, { token: s.system }),
      native: ask('GET', '/api/v1/users'),
      arize: ask('GET', '/arize/v2/users'),
      julep: ask('GET', '/julep/api/users'),
      geobox: ask('GET', '/geobox/v1/users/?f=json'),
      roboto: ask('GET', '/roboto/v1/users'),
    },
    writes: {
      keystone: () => s.call('POST', '/v3/users', { token: s.system, body: { user: { name: 'written' } } }),
      native: ask('POST', '/api/v1/users', { username: 'written' }),
      arize: ask('POST', '/arize/v2/users', {
        name: 'Ann',
        email: mail,
        role: { type: 'predefined', name: 'member' },
        invite_mode: 'none',
      }),
      julep: ask('POST', '/julep/api/users', { name: 'Ann', about: '' }),
      pages: () =>
        s.call('POST', '/account/recovery', {
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: `login=${encodeURIComponent(mail)}`,
        }),
    },
  }
}

describe('an unavailable PostgreSQL', { skip: !withPostgres }, () => {
  stopOwnServer()

  test('R3: down: every API returns 503 in its own format, caches are bypassed, and it recovers', async (t) => {
    const place = await proxiedPlace()
    const s = await startTestServer(place as unknown as Place)
    t.after(() => s.close())
    const { reads, writes } = await everyApi(s)
    const validate = () => s.call('GET', '/v3/auth/tokens', { token: s.system, subject: s.system })
    await until(async () => (await validate()).status === 200, 'the token was never valid')
    place.proxy.set('down')
    await until(async () => (await validate()).status !== 200, 'memory was trusted for ever')
    assertUnavailable('keystone', await validate())
    for (const [api, ask] of [...Object.entries(reads), ...Object.entries(writes)])
      assertUnavailable(api as Api, await ask())
    const { status, body } = await s.call('POST', '/v3/auth/tokens', {
      body: { auth: { identity: { methods: ['token'], token: { id: s.system } } } },
    })
    assert.deepEqual([status, body.error.code], [503, 503], 'an unreadable token is not reported as invalid')
    assert.equal((await s.call('GET', '/readyz')).status, 503)
    assert.equal((await s.call('GET', '/healthcheck')).status, 200)
    place.proxy.set('pass')
    await until(async () => (await validate()).status === 200, 'the server did not come back')
    assert.equal((await s.call('GET', '/readyz')).status, 200)
    for (const [api, ask] of Object.entries(reads)) assert.equal((await ask()).status, 200, api)
  })

  test('R3: hanging: times out within the limits, reported once down and once up', async (t) => {
    const place = await proxiedPlace()
    const reports: string[] = []
    const store = await openPostgresStore({
      url: place.proxy.url,
      poolSize: 2,
      connectTimeout: 200,
      statementTimeout: 200,
      onDown: (what) => reports.push(`${what} down`),
      onUp: (what) => reports.push(`${what} up`),
    })
    t.after(async () => {
      await store.close()
      await place.remove()
    })
    place.proxy.set('hang')
    const asks = await Promise.allSettled([
      store.reading.projects.get('default'),
      store.transaction('serializable', ({ projects }) => projects.get('default')),
      store.transaction('inserts only', ({ projects }) => projects.get('default')),
      store.reading.users.list({ where: [], page: { limit: 1 } }),
      store.changes.next(),
      store.ready(),
    ])
    for (const ask of asks) assert.equal(ask.status === 'rejected' && ask.reason.kind, 'unavailable')
    place.proxy.set('pass')
    await until(
      () =>
        store.ready().then(
          () => reports.length > 1,
          () => false,
        ),
      'it did not recover',
    )
    assert.deepEqual(reports, ['database down', 'database up'])
  })

  test('R3: a slow statement is cancelled and reported as unavailable', async (t) => {
    const place = await proxiedPlace()
    const store = await openPostgresStore({ url: place.url, statementTimeout: 100 })
    t.after(async () => {
      await store.close()
      await place.remove()
    })
    const slow = sql`select pg_sleep(30)`.execute(store.db.q)
    await assert.rejects(slow, { kind: 'unavailable', code: 'database_timeout' })
    await store.ready()
  })

  test('R3: read-only: reads work, writes are 503, and the node is not ready until a write succeeds', async (t) => {
    const place = await proxiedPlace()
    const s = await startTestServer(place as unknown as Place)
    t.after(() => s.close())
    const readOnly = async (to: boolean) => {
      await place.administer(
        `begin read write; alter database ${new URL(place.url).pathname.slice(1)} set default_transaction_read_only = ${to}; commit`,
      )
      await place.terminate()
    }
    await readOnly(true)
    const create = () => s.call('POST', '/v3/users', { token: s.system, body: { user: { name: 'x' } } })
    await until(
      async () => (await create()).body.error?.message?.includes('read-only'),
      'it was never read-only',
    )
    assertUnavailable('keystone', await create())
    await until(
      async () => (await s.call('GET', '/v3/users', { token: s.system })).status === 200,
      'reads do not work',
    )
    assert.equal((await s.call('GET', '/readyz')).status, 503)
    await readOnly(false)
    await until(async () => (await s.call('GET', '/readyz')).status === 200, 'it was never ready again')
    assert.equal((await create()).status, 201)
  })

  test('R3: a connection that breaks during the commit is reported as unknown, and nothing runs twice', async (t) => {
    const place = await proxiedPlace()
    const s = await startTestServer(place as unknown as Place)
    t.after(() => s.close())
    for (const [noun, name] of [
      ['user', 'committed'],
      ['project', 'committed'],
    ] as const) {
      const answers: Called[] = []
      // The change feed does not commit; jobs may, and then the next commit is cut.
      for (let n = 0; answers.every(({ status }) => status !== 503) && n < 20; n++) {
        place.proxy.cutAfter('commit\0')
        const body = { [noun]: { name: `${name}-${n}` } }
        answers.push(await s.call('POST', `/v3/${noun}s`, { token: s.system, body }))
      }
      const last = answers.at(-1)
      assert.match(last?.body.error.message, /may or may not have been made/, JSON.stringify(last?.body))
      assert.equal(last?.headers['retry-after'], undefined)
      const listed = await s.call('GET', `/v3/${noun}s?name=${name}-${answers.length - 1}`, {
        token: s.system,
      })
      assert.equal(listed.body[`${noun}s`].length, 1, 'it was committed, once')
    }
  })
})

describe('an unavailable SQLite', () => {
  test('R3: full: reads work, every API returns 503 for writes, and the node is not ready until a write succeeds', async (t) => {
    const s = await startTestServer(await sqlitePlace())
    t.after(() => s.close())
    const { reads, writes } = await everyApi(s)
    const { q } = s.muster.store.db
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(q)
    await sql`pragma max_page_count = ${sql.lit(rows[0]?.page_count ?? 0)}`.execute(q)
    const text = 'x'.repeat(20_000)
    const fill = () =>
      s.call('POST', '/v3/users', { token: s.system, body: { user: { name: 'big', description: text } } })
    assertUnavailable('keystone', await fill())
    assert.equal((await s.call('GET', '/readyz')).status, 503)
    for (const [api, ask] of Object.entries(reads)) assert.equal((await ask()).status, 200, api)
    await sql`pragma query_only = 1`.execute(q)
    for (const [api, ask] of Object.entries(writes)) assertUnavailable(api as Api, await ask())
    assert.equal((await s.call('GET', '/readyz')).status, 503)
    await sql`pragma query_only = 0`.execute(q)
    await sql`pragma max_page_count = 1000000`.execute(q)
    assert.equal((await s.call('GET', '/readyz')).status, 200, 'a small write was attempted and succeeded')
    assert.equal((await fill()).status, 201)
  })

  test('R3: a full disk that rolls back a group commit makes each of its requests unavailable', async (t) => {
    const s = await startTestServer(await sqlitePlace())
    t.after(() => s.close())
    const { q } = s.muster.store.db
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(q)
    await sql`pragma max_page_count = ${sql.lit((rows[0]?.page_count ?? 0) + 4)}`.execute(q)
    const description = 'x'.repeat(9000)
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        s.call('POST', '/v3/users', { token: s.system, body: { user: { name: `full ${n}`, description } } }),
      ),
    )
    for (const answer of answers) if (answer.status !== 201) assertUnavailable('keystone', answer)
    assert.ok(answers.some(({ status }) => status === 503))
    await sql`pragma max_page_count = 1000000`.execute(q)
    const { users } = (await s.call('GET', '/v3/users?limit=1000', { token: s.system })).body
    assert.equal(
      users.filter(({ name }: { name: string }) => name.startsWith('full')).length,
      answers.filter(({ status }) => status === 201).length,
    )
  })
})
