import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sqlitePlace } from '../databases.ts'
import { adminPassword, type Call, startTestServer, type TestServer } from '../test-server.ts'

const form = { 'content-type': 'application/x-www-form-urlencoded' }
const wrongKey = { headers: { authorization: `Bearer mst_k_${'x'.repeat(49)}` } }

type Guess = readonly [method: string, url: string, call: Call]

/** An unauthenticated attempt, for each API with limits. */
const guesses: Readonly<Record<string, Guess>> = {
  'the pages, a password': [
    'POST',
    '/account/password',
    {
      headers: form,
      body: 'login=admin&current_password=wrong&password=a+new+phrase&password_again=a+new+phrase',
    },
  ],
  'the pages, a link': ['GET', '/account/recovery?token=mst_r_x', {}],
  'the pages, mail': ['POST', '/account/recovery', { headers: form, body: 'login=admin' }],
  'geobox, a password': [
    'POST',
    '/geobox/v1/auth/token/',
    { headers: form, body: 'username=admin&password=wrong' },
  ],
  'geobox, a key in the address': ['GET', `/geobox/v1/users/me?apikey=mst_k_${'x'.repeat(49)}`, {}],
  'roboto, a key': ['GET', '/roboto/v1/users/whoami', wrongKey],
  'julep, a key': ['GET', '/julep/api/users', wrongKey],
  'arize, a key': ['GET', '/arize/v2/users', wrongKey],
}

// Independent of the database.
const withServer = async (settings: object, work: (s: TestServer) => Promise<void>) => {
  const s = await startTestServer(await sqlitePlace(), {}, settings)
  try {
    await work(s)
  } finally {
    await s.close()
  }
}
/** The status of a rate limited request; clients of Geobox treat 429 as success. */
const tooMany = (url: string) => (url.startsWith('/geobox') ? 403 : 429)

test('T79: unauthenticated attempts have the same limit at every API, and count together', async () => {
  for (const [what, [method, url, input]] of Object.entries(guesses))
    await withServer({ rate_limit_per_address: 2 }, async (s) => {
      const guess = () => s.call(method, url, input)
      for (const _ of [1, 2]) assert.notEqual((await guess()).status, tooMany(url), what)
      const rejected = await guess()
      assert.equal(rejected.status, tooMany(url), what)
      // Two per minute: the next one is half a minute away, in seconds.
      assert.ok(Number(rejected.headers['retry-after']) > 5, `${what}: ${rejected.headers['retry-after']}`)
      const body = { username: 'admin', password: adminPassword }
      assert.equal((await s.call('POST', '/api/v1/sessions', { body })).status, 429, `after ${what}`)
    })
})

test('a user has one limit across all APIs', async () => {
  await withServer({ rate_limit_per_user: 2 }, async (s) => {
    const body = { username: 'admin', password: adminPassword }
    const { secret } = (await s.call('POST', '/api/v1/sessions', { body })).body
    const headers = { authorization: `Bearer ${secret}` }
    assert.equal((await s.call('GET', '/roboto/v1/users/whoami', { headers })).status, 200)
    assert.equal((await s.call('GET', '/julep/api/users', { headers })).status, 200)
    for (const url of ['/roboto/v1/users/whoami', '/julep/api/users', '/geobox/v1/users/me/'])
      assert.equal((await s.call('GET', url, { headers })).status, tooMany(url), url)
  })
})

test('T79: wrong passwords at any API lock the user at every API', async () => {
  const settings = { lockout_failure_attempts: 3, lockout_duration: 600 }
  await withServer(settings, async (s) => {
    const enter = async (password: string) => {
      const body = new URLSearchParams({ username: 'admin', password }).toString()
      return (await s.call('POST', '/geobox/v1/auth/token/', { headers: form, body })).status
    }
    assert.equal(await enter(adminPassword), 200)
    assert.equal(await enter('wrong'), 401)
    const [method, url, call] = guesses['the pages, a password'] ?? assert.fail()
    assert.equal((await s.call(method, url, call)).status, 400)
    assert.equal(await enter('wrong'), 401)
    assert.equal(await enter(adminPassword), 401, 'locked')
    const body = { username: 'admin', password: adminPassword }
    assert.equal((await s.call('POST', '/api/v1/sessions', { body })).status, 401)
  })
})
