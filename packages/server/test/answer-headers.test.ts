import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { sqlitePlace } from './databases.ts'
import { nativeClient } from './native.ts'
import { rawAsk } from './raw-http.ts'
import { startTestServer, type TestServer } from './test-server.ts'

const prefixes = ['/v3', '/api/v1', '/roboto', '/julep/api', '/geobox/v1', '/arize', '/account', '']

// Independent of the database.
describe('response headers', () => {
  let s: TestServer
  let port: number
  before(async () => {
    s = await startTestServer(await sqlitePlace(), { MUSTER_PUBLIC_URL: 'https://id.example.org' })
    await s.muster.app.listen({ port: 0, host: '127.0.0.1' })
    port = (s.muster.app.server.address() as AddressInfo).port
  })
  after(() => s.close())

  const holds = (headers: Readonly<Record<string, unknown>>, what: string) => {
    assert.equal(headers['cache-control'], 'no-store', what)
    assert.equal(headers['x-content-type-options'], 'nosniff', what)
    assert.equal(headers['strict-transport-security'], 'max-age=31536000', what)
  }

  test('S11: every API sends them with every error: unknown route, no authentication, bad path, bad body', async () => {
    for (const prefix of prefixes)
      for (const [method, path] of [
        ['GET', '/no/such/thing'],
        ['GET', '/users'],
        ['DELETE', '/users'],
        ['GET', '/%ff'],
        ['POST', '/users'],
        ['TRACE', '/users'],
      ] as const)
        holds((await s.call(method, `${prefix}${path}`, { body: '{' })).headers, `${method} ${prefix}${path}`)
  })

  test('S11: responses with secrets or personal data are not cacheable, including Identity v3', async () => {
    const { admin } = await nativeClient(s)
    const credential = {
      type: 'totp',
      blob: 'GEZDGNBVGY3TQOJQ',
      user_id: (await s.call('GET', '/v3/users?name=admin', { token: s.admin })).body.users[0].id,
    }
    const made = await s.call('POST', '/v3/credentials', { token: s.admin, body: { credential } })
    assert.equal(made.status, 201)
    holds(made.headers, 'a credential')
    for (const url of ['/v3/users', '/v3/credentials', '/v3/auth/catalog', '/v3'])
      holds((await s.call('GET', url, { token: s.admin })).headers, url)
    const identity = { methods: ['token'], token: { id: s.admin } }
    holds((await s.call('POST', '/v3/auth/tokens', { body: { auth: { identity } } })).headers, 'a token')
    holds(
      (await s.call('GET', '/api/v1/me', { headers: { authorization: `Bearer ${admin}` } })).headers,
      'me',
    )
  })

  test('S11: health checks and HTTP protocol errors send them too', async () => {
    for (const url of ['/healthcheck', '/readyz', '/metrics']) holds((await s.call('GET', url)).headers, url)
    holds((await rawAsk(port, 'GET /v3 HTTP/1.1\r\nHost: a b\r\n x\r\n\r\n')).headers, 'malformed')
    holds((await rawAsk(port, `GET /v3 HTTP/1.1\r\nA: ${'x'.repeat(20_000)}\r\n\r\n`)).headers, 'too large')
  })

  test('S11: a style sheet is cacheable, and pages keep their policy', async () => {
    const style = await s.call('GET', '/account/style.css')
    assert.equal(style.headers['cache-control'], 'public, max-age=3600')
    assert.equal(style.headers['x-content-type-options'], 'nosniff')
    assert.match(
      String((await s.call('GET', '/account/recovery')).headers['content-security-policy']),
      /default-src/,
    )
  })
})

test('S11: without an https address, or with hsts_max_age 0, HSTS is not sent', async () => {
  for (const [url, hsts_max_age] of [
    ['http://id.example.org', 31_536_000],
    ['https://id.example.org', 0],
  ] as const) {
    const s = await startTestServer(await sqlitePlace(), { MUSTER_PUBLIC_URL: url }, { hsts_max_age })
    const { headers } = await s.call('GET', '/v3')
    assert.equal(headers['strict-transport-security'], undefined)
    assert.equal(headers['cache-control'], 'no-store')
    await s.close()
  }
})
