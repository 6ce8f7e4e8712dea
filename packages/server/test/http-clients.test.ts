import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { originsOf } from '../src/composition/network-policy.ts'
import { loadConfig } from '../src/config/load-config.ts'
import { sqlitePlace } from './databases.ts'
import { type Native, nativeClient } from './native.ts'
import { startTestServer, type TestServer } from './test-server.ts'

const origin = 'https://console.example.org'

// Independent of the database.
describe('expectations of HTTP clients', () => {
  let s: TestServer
  let n: Native
  before(async () => {
    s = await startTestServer(await sqlitePlace(), {}, { cors_origins: [origin, 'http://localhost:3000'] })
    n = await nativeClient(s)
  })
  after(() => s.close())

  const packed = async (url: string, type: string, headers: Readonly<Record<string, string>>) => {
    const payload = gzipSync('{"name":"x"}')
    const answer = await s.muster.app.inject({
      method: 'POST',
      url,
      payload,
      headers: {
        'content-type': type,
        'content-encoding': 'gzip',
        'content-length': `${payload.length}`,
        ...headers,
      },
    })
    const isJson = /[/+]json/.test(String(answer.headers['content-type']))
    return { status: answer.statusCode, headers: answer.headers, body: isJson ? answer.json() : answer.body }
  }

  test('P19: a compressed body is 415 in the format of each API, with Accept-Encoding', async () => {
    const bearer = { authorization: `Bearer ${n.admin}` }
    const json = 'application/json'
    const native = await packed('/api/v1/users', json, bearer)
    assert.deepEqual([native.status, native.body.type], [415, '/problems/content_encoding_unsupported'])
    assert.equal(native.headers['accept-encoding'], 'identity')
    const v3 = await packed('/v3/users', json, { 'x-auth-token': s.admin })
    assert.deepEqual(
      [v3.status, v3.body.error.code, v3.body.error.title],
      [415, 415, 'Unsupported Media Type'],
    )
    const oauth2 = await packed('/v3/OS-OAUTH2/token', 'application/x-www-form-urlencoded', {})
    assert.deepEqual([oauth2.status, oauth2.body.error], [415, 'invalid_request'])
    const arize = await packed('/arize/v2/users', json, bearer)
    assert.deepEqual([arize.status, arize.body.status], [415, 415])
    const page = await packed('/account/recovery', 'application/x-www-form-urlencoded', {})
    assert.equal(page.status, 415)
    assert.match(page.body, /Content-Encoding/)
    // Streams are included; clients of Geobox treat most statuses as success.
    const rows = await packed('/api/v1/imports/f00/rows', 'application/x-ndjson', bearer)
    assert.notEqual(rows.status, 200)
    assert.equal((await packed('/geobox/v1/users/', json, bearer)).status, 422)
  })

  test('P19: the coding identity is accepted, and a request without a body is not rejected for the header', async () => {
    const body = { username: 'plain-body' }
    const made = await n.call('POST', '/users', {
      secret: n.admin,
      body,
      headers: { 'content-encoding': 'identity' },
    })
    assert.equal(made.status, 201)
    const shown = await n.call('GET', '/me', { secret: n.admin, headers: { 'content-encoding': 'gzip' } })
    assert.equal(shown.status, 200)
  })

  test('P19: If-None-Match is 304 without a body at every GET that sends an ETag', async () => {
    const made = await n.call('POST', '/users', { secret: n.admin, body: { username: 'tagged' } })
    const user = `/users/${made.body.id}`
    const document = await n.call('POST', `${user}/documents`, {
      secret: n.admin,
      body: { title: 'one', content: 'text' },
    })
    const kinds = ['storage', 'concurrent_tasks']
    for (const unit of ['api_calls', 'traffic', 'process']) kinds.push(`daily_${unit}`, `monthly_${unit}`)
    const quotas = Object.fromEntries(kinds.map((kind) => [kind, 1]))
    const plan = await n.call('POST', '/plans', { secret: n.admin, body: { name: 'tagged', ...quotas } })
    const key = await n.call('POST', '/api-keys', { secret: n.admin, body: { name: 'tagged' } })
    assert.deepEqual([document.status, plan.status, key.status], [201, 201, 201])
    for (const path of [
      user,
      '/me',
      `${user}/documents/${document.body.id}`,
      `/plans/${plan.body.id}`,
      `/api-keys/${key.body.api_key.id}`,
    ]) {
      for (const around of ['tag', 'W/tag', '"other", tag', '*'])
        for (const method of ['GET', 'HEAD']) {
          const etag = String((await n.call('GET', path, { secret: n.admin })).headers['etag'])
          const header = around.replace('tag', etag)
          const answer = await n.call(method, path, { secret: n.admin, headers: { 'if-none-match': header } })
          assert.deepEqual([answer.status, answer.body, answer.headers['etag']], [304, undefined, etag], path)
          assert.equal(answer.headers['content-type'], undefined)
        }
      const stale = await n.call('GET', path, { secret: n.admin, headers: { 'if-none-match': '"1", "x"' } })
      assert.equal(stale.status, 200, path)
    }
    assert.equal(made.headers['etag'], (await n.call('GET', user, { secret: n.admin })).headers['etag'])
  })

  test('P19: derived fields change the tag for If-None-Match, and not for If-Match', async () => {
    const { username, password, id } = await n.newUser()
    const secret = await n.signIn(username, password)
    const etag = String((await n.call('GET', '/me', { secret })).headers['etag'])
    const { roles } = (await s.call('GET', '/v3/roles?name=reader', { token: s.admin })).body
    const grant = `/v3/domains/default/users/${id}/roles/${roles[0].id}`
    assert.equal((await s.call('PUT', grant, { token: s.admin })).status, 204)
    const again = await n.signIn(username, password, 'default')
    const now = await n.call('GET', '/me', { secret: again, headers: { 'if-none-match': etag } })
    assert.equal(now.status, 200)
    const body = { display_name: 'Changed' }
    const changed = await n.call('PATCH', '/me', { secret, body, headers: { 'if-match': etag } })
    assert.equal(changed.status, 200, JSON.stringify(changed.body))
    const late = await n.call('PATCH', '/me', { secret, body, headers: { 'if-match': etag } })
    assert.equal(late.status, 412)
  })

  const preflight = (from: string, path = '/api/v1/me', method = 'PATCH') =>
    s.call('OPTIONS', path, {
      headers: {
        origin: from,
        'access-control-request-method': method,
        'access-control-request-headers': 'authorization,content-type,if-match',
      },
    })

  test('P19: a preflight of an allowed origin is answered with exactly that origin, without authentication', async () => {
    const { status, headers } = await preflight(origin)
    assert.equal(status, 204)
    assert.equal(headers['access-control-allow-origin'], origin)
    assert.equal(headers['access-control-allow-credentials'], 'true')
    assert.match(String(headers['access-control-allow-methods']), /\bPATCH\b/)
    for (const name of [
      'Authorization',
      'Content-Type',
      'If-Match',
      'Idempotency-Key',
      'X-Muster-Request',
      'X-Muster-User',
    ])
      assert.ok(String(headers['access-control-allow-headers']).split(', ').includes(name), name)
    assert.match(String(headers['vary']), /\bOrigin\b/)
  })

  test('P19: responses and errors of the native API are readable by pages of an allowed origin', async () => {
    for (const secret of [n.admin, undefined]) {
      const { headers } = await n.call('GET', '/me', { secret, headers: { origin } })
      assert.equal(headers['access-control-allow-origin'], origin)
      assert.match(String(headers['access-control-expose-headers']), /ETag/)
      assert.match(String(headers['vary']), /\bOrigin\b/)
    }
    const missing = await s.call('GET', '/api/v1/no/such/thing', { headers: { origin } })
    assert.deepEqual([missing.status, missing.headers['access-control-allow-origin']], [404, origin])
  })

  test('P19: no other origin, no other API, and no wildcard is allowed', async () => {
    for (const other of [
      'https://evil.example',
      `${origin}.evil.example`,
      'null',
      'https://CONSOLE.example.org',
      '*',
    ]) {
      const { headers } = await preflight(other)
      assert.equal(headers['access-control-allow-origin'], undefined, other)
      assert.match(String(headers['vary']), /\bOrigin\b/)
    }
    for (const path of ['/v3/users', '/account/recovery', '/arize/v2/users'])
      assert.equal(
        (await preflight(origin, path, 'GET')).headers['access-control-allow-origin'],
        undefined,
        path,
      )
    for (const wrong of [
      '*',
      'console.example.org',
      'https://console.example.org/',
      'https://*.example.org/x',
    ])
      assert.throws(() => originsOf({ ...loadConfig({}), cors_origins: [wrong] }), /cors_origins/, wrong)
  })

  test('P19: without the setting no origin is allowed', async () => {
    const closed = await startTestServer(await sqlitePlace())
    try {
      const { headers } = await closed.call('GET', '/api/v1', { headers: { origin } })
      assert.equal(headers['access-control-allow-origin'], undefined)
    } finally {
      await closed.close()
    }
  })
})
