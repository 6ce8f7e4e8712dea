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
  'keystone, a key': ['GET', '/v3/users', wrongKey],
  'keystone, a key as a token': ['GET', '/v3/users', { token: `mst_k_${'x'.repeat(49)}` }],
  'keystone, a session in the cookie': [
    'GET',
    '/v3/users',
    { headers: { cookie: `__Host-muster=mst_s_${'x'.repeat(49)}`, 'x-muster-request': '1' } },
  ],
  'keystone, a session on a public route': ['GET', '/v3', { token: `mst_s_${'x'.repeat(49)}` }],
  'keystone, a key beside a token': ['GET', '/v3/users', { token: 'nonsense', ...wrongKey }],
  'keystone, a session at the sign-in': [
    'POST',
    '/v3/auth/tokens',
    { ...wrongKey, body: { auth: { identity: { methods: ['token'], token: { id: 'nonsense' } } } } },
  ],
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
    for (const url of ['/roboto/v1/users/whoami', '/julep/api/users', '/geobox/v1/users/me/', '/v3/users'])
      assert.equal((await s.call('GET', url, { headers })).status, tooMany(url), url)
    const limited = await s.call('GET', '/v3/users', { token: secret })
    assert.deepEqual(
      [limited.status, limited.body.error.code, limited.body.error.title],
      [429, 429, 'Too Many Requests'],
    )
    assert.match(String(limited.headers['retry-after']), /^(1\d|2\d|30)$/)
    assert.match(String(limited.headers['ratelimit']), /^"user";r=0;/)
  })
})

test('at Identity v3 a request with a secret counts, whatever its header, and one with a token does not', async () => {
  await withServer({ rate_limit_per_user: 4, rate_limit_per_address: 3 }, async (s) => {
    const body = { username: 'admin', password: adminPassword }
    const { secret } = (await s.call('POST', '/api/v1/sessions', { body })).body
    const bearer = { headers: { authorization: `Bearer ${secret}` } }
    const left = async (call: Call, method = 'GET', url = '/v3/users') =>
      (await s.call(method, url, call)).headers['ratelimit']
    assert.match(String(await left({ token: secret })), /^"user";r=3;/)
    assert.match(String(await left(bearer)), /^"user";r=2;/)
    assert.match(String(await left({ token: secret, ...bearer }, 'HEAD')), /^"user";r=1;/)
    assert.match(String(await left(bearer, 'GET', '/api/v1/me')), /^"user";r=0;/)
    for (const url of ['/v3/users', '/v3/auth/tokens', '/v3/no/such/thing'])
      for (let n = 0; n < 5; n++) {
        assert.equal(await left({ token: s.system, subject: s.system }, 'GET', url), undefined, url)
        assert.equal(await left({ token: 'nonsense' }, 'GET', url), undefined, url)
        assert.equal(await left({}, 'GET', url), undefined, url)
      }
    assert.equal((await s.call('GET', '/v3/users', { token: s.system })).status, 200)
    assert.equal((await s.call('GET', '/v3/auth/tokens', { token: secret, subject: s.system })).status, 429)
    // Sign-ins count by address, as at every API.
    const identity = { methods: ['token'], token: { id: 'nonsense' } }
    const signIn = { token: secret, body: { auth: { identity } } }
    assert.match(String(await left(signIn, 'POST', '/v3/auth/tokens')), /^"address";r=1;/)
    assert.match(String(await left(signIn, 'POST', '/v3/auth/tokens')), /^"address";r=0;/)
    const limited = await s.call('POST', '/v3/auth/tokens', signIn)
    assert.equal(limited.status, 429)
    const oauth = await s.call('POST', '/v3/OS-OAUTH2/token', {
      token: secret,
      headers: form,
      body: 'grant_type=client_credentials',
    })
    assert.deepEqual([oauth.status, oauth.body.error], [429, 'other_error'])
    assert.ok(Number(oauth.headers['retry-after']) > 5)
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
