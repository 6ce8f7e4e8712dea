import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { sqlitePlace } from '../databases.ts'
import { problemOf } from '../native.ts'
import { adminPassword, type Call, startTestServer, type TestServer } from '../test-server.ts'

// Independent of the database.
let s: TestServer
afterEach(() => s.close())

const start = async (settings: object) => {
  s = await startTestServer(await sqlitePlace(), {}, settings)
}
const guess = (more: Partial<Call> = {}) =>
  s.call('POST', '/api/v1/sessions', { body: { username: 'admin', password: 'wrong' }, ...more })
const signIn = async (more: Partial<Call> = {}) =>
  (
    await s.call('POST', '/api/v1/sessions', {
      body: { username: 'admin', password: adminPassword },
      ...more,
    })
  ).body.secret
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })

test('an address has a limited number of authentication attempts, and receives the remaining number and the reset time', async () => {
  await start({ rate_limit_per_address: 3 })
  const first = await guess()
  assert.equal(first.status, 401)
  assert.equal(first.headers['ratelimit-policy'], '"address";q=3;w=60')
  assert.match(String(first.headers['ratelimit']), /^"address";r=2;t=(1\d|20)$/)
  await guess()
  await guess()
  const over = await guess()
  assert.equal(over.status, 429)
  assert.equal(problemOf(over), 'rate_limited')
  assert.match(String(over.headers['ratelimit']), /^"address";r=0;t=(5\d|60)$/)
  assert.match(String(over.headers['retry-after']), /^(1\d|20)$/)
  assert.equal((await guess({ from: '192.0.2.7' })).status, 401, 'others are not delayed')
})

test('T79: an authenticated caller has no more guesses than an unauthenticated one', async () => {
  await start({ rate_limit_per_address: 3 })
  const headers = bearer(await signIn())
  for (const _ of [1, 2]) assert.equal((await guess({ headers })).status, 401)
  assert.equal((await guess({ headers })).status, 429)
  assert.equal((await s.call('GET', '/api/v1/me', { headers })).status, 200, 'and goes on working')
})

test('failed authentications consume attempts', async () => {
  await start({ rate_limit_per_address: 3 })
  const headers = bearer(`mst_k_${'x'.repeat(49)}`)
  const statuses = []
  for (let n = 0; n < 5; n++) statuses.push((await s.call('GET', '/api/v1/me', { headers })).status)
  assert.deepEqual(statuses, [401, 401, 401, 429, 429])
})

test('a user has its own limit, across addresses and authentication methods', async () => {
  await start({ rate_limit_per_user: 3 })
  const headers = bearer(await signIn())
  const other = bearer(await signIn())
  const me = (call: Call) => s.call('GET', '/api/v1/me', call)
  assert.equal((await me({ headers })).headers['ratelimit-policy'], '"user";q=3;w=60')
  assert.equal((await me({ headers, from: '192.0.2.7' })).status, 200)
  assert.equal((await me({ headers: other })).status, 200)
  assert.equal((await me({ headers })).status, 429)
  assert.equal((await s.call('GET', '/v3/users', { token: s.system })).status, 200, 'Identity v3 has none')
})

test('T71: only a trusted proxy determines the client address', async () => {
  await start({ rate_limit_per_address: 2, trusted_proxies: ['10.0.0.0/8'] })
  const from = (address: string, forwarded: string) =>
    guess({ from: address, headers: { 'x-forwarded-for': forwarded } })
  for (const client of ['192.0.2.1', '192.0.2.2', '192.0.2.3'])
    assert.equal((await from('10.1.1.1', client)).status, 401)
  await from('10.1.1.1', '1.1.1.1, 192.0.2.1')
  assert.equal(
    (await from('10.1.1.1', '2.2.2.2, 192.0.2.1')).status,
    429,
    'headers of the client are ignored',
  )
  await from('198.51.100.1', '192.0.2.8')
  await from('198.51.100.1', '192.0.2.9')
  assert.equal((await from('198.51.100.1', '192.0.2.10')).status, 429)
})

test('without limits there are no rate limit headers', async () => {
  await start({})
  const { headers } = await guess()
  assert.equal(headers['ratelimit'] ?? headers['ratelimit-policy'], undefined)
})
