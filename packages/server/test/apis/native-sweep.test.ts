import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { native } from '@muster/contract/native/all.ts'
import type { Operation } from '@muster/contract/operation.ts'
import { onEachDatabase } from '../databases.ts'
import { type Native, nativeClient, problemOf } from '../native.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

const everything = Object.values(native) as readonly Operation[]

onEachDatabase('every operation of the native API', (makePlace) => {
  let s: TestServer
  let n: Native
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
  })
  after(() => s.close())

  test('T27: unauthenticated requests receive a challenge, also with HEAD', async () => {
    for (const { public: isPublic, method, path } of everything) {
      if (isPublic) continue
      const answer = await n.call(method, path)
      assert.equal(answer.status, 401, path)
      assert.equal(problemOf(answer), 'authentication_required', path)
      assert.equal(answer.headers['www-authenticate'], 'Bearer realm="muster"', path)
      if (method === 'GET') assert.equal((await n.call('HEAD', path)).status, 401, path)
    }
  })

  test('unknown, forbidden and excessive requests receive problem details', async () => {
    const at = (method: string, path: string, more = {}) => n.call(method, path, { secret: n.admin, ...more })
    const missing = await at('GET', '/nothing/here')
    assert.equal(missing.status, 404)
    assert.equal(problemOf(missing), 'route_not_found')
    const method = await at('PUT', '/users')
    assert.equal(method.status, 405)
    assert.equal(problemOf(method), 'method_not_allowed')
    assert.equal(method.headers['allow'], 'GET, HEAD, OPTIONS, POST')
    const large = await at('POST', '/users', { body: { username: 'x'.repeat(600_000) } })
    assert.equal(large.status, 413)
    assert.equal(problemOf(large), 'body_too_large')
    const head = await at('HEAD', '/users')
    assert.equal(head.status, 200)
    assert.equal(head.body, undefined)
  })

  test('the OpenAPI document and the index are public', async () => {
    const document = await n.call('GET', '/openapi.json')
    assert.equal(document.status, 200)
    assert.equal(document.body.openapi, '3.1.0')
    assert.deepEqual(
      Object.keys(document.body.paths).sort(),
      [...new Set(everything.map(({ path }) => path))].sort(),
    )
    for (const path of ['', '/']) {
      const { body } = await n.call('GET', path)
      assert.equal(body.version, 'v1')
      for (const link of Object.values<string>(body.links)) {
        const found = await s.call('GET', new URL(link).pathname, {
          headers: { authorization: `Bearer ${n.admin}` },
        })
        // Introspection is a POST; its path exists.
        assert.equal(found.status, link.endsWith('/introspect') ? 405 : 200, link)
      }
    }
  })
})
