import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sqlitePlace } from './databases.ts'
import { adminPassword, startTestServer, type TestServer } from './test-server.ts'

// Independent of the database.
const behindProxy = async (work: (s: TestServer) => Promise<void>) => {
  const s = await startTestServer(
    await sqlitePlace(),
    {},
    { rate_limit_per_address: 2, trusted_proxies: ['127.0.0.1/32'] },
  )
  try {
    await work(s)
  } finally {
    await s.close()
  }
}

const guesses: readonly (readonly [url: string, type: string, body: string])[] = [
  ['/api/v1/sessions', 'application/json', JSON.stringify({ username: 'admin', password: 'wrong' })],
  ['/geobox/v1/auth/token/', 'application/x-www-form-urlencoded', 'username=admin&password=wrong'],
]

for (const [url, type, body] of guesses)
  test(`P3: a changing port does not bypass the limit on sign-ins at ${url}`, async () => {
    await behindProxy(async (s) => {
      const guess = (forwarded: string) =>
        s.call('POST', url, { body, headers: { 'content-type': type, 'x-forwarded-for': forwarded } })
      const limited = url.startsWith('/geobox') ? 403 : 429
      for (const port of [50_001, 50_002])
        assert.equal((await guess(`203.0.113.8:${port}`)).status, 401, String(port))
      assert.equal((await guess('203.0.113.8:50003')).status, limited)
      assert.equal((await guess('::ffff:203.0.113.8')).status, limited)
      for (const port of [1, 2]) assert.equal((await guess(`[2001:db8::${port}]:443`)).status, 401)
      assert.equal((await guess('[2001:db8::3]:50003')).status, limited, 'one network of IPv6')
      for (const name of ['unknown', '_a']) assert.equal((await guess(name)).status, 401)
      assert.equal((await guess('_b')).status, limited, 'a malformed entry counts as the proxy')
    })
  })

test('P3: a session stores the address without its port', async () => {
  await behindProxy(async (s) => {
    const sessionFrom = async (forwarded: string) => {
      const { body } = await s.call('POST', '/api/v1/sessions', {
        body: { username: 'admin', password: adminPassword },
        headers: { 'x-forwarded-for': forwarded },
      })
      return body.session.address
    }
    assert.equal(await sessionFrom('203.0.113.8:50001'), '203.0.113.8')
    assert.equal(await sessionFrom('[2001:DB8::1]:443'), '2001:db8::1')
    assert.equal(await sessionFrom('unknown'), '127.0.0.1')
  })
})
