import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { openMuster } from '../src/composition/server.ts'
import { loadConfig } from '../src/config/load-config.ts'
import { sqlitePlace } from './databases.ts'
import { type RawAnswer, rawAsk } from './raw-http.ts'
import { startTestServer, type TestServer } from './test-server.ts'

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects and fails where it is not
type Look = (body: any, status: number) => void

/** How the error format of each API differs from all others. */
const envelopes: Readonly<Record<string, Look>> = {
  '/v3': (body, status) => assert.equal(body.error.code, status),
  '/api/v1': (body, status) => {
    assert.equal(body.status, status)
    assert.match(body.type, /^\/problems\//)
    assert.match(body.instance, /^req-/)
  },
  '/roboto': (body) => assert.match(body.error.error_code, /^Roboto/),
  '/julep/api': (body) => assert.ok('detail' in body || 'status_code' in body),
  '/geobox/v1': (body) => assert.ok('detail' in body),
  '/arize': (body, status) => {
    assert.equal(body.status, status)
    assert.match(body.type, /^\/problems\//)
  },
}
const prefixes = Object.keys(envelopes)
/** Statuses that clients of Geobox expect instead. */
const expected = (prefix: string, status: number) =>
  prefix === '/geobox/v1' && status !== 404 ? (status === 405 ? 404 : 422) : status

const requestId = (headers: Readonly<Record<string, unknown>>) =>
  String(headers['x-openstack-request-id'] ?? headers['x-request-id'])

// Independent of the database.
describe('HTTP protocol errors', () => {
  let s: TestServer
  let port: number
  before(async () => {
    s = await startTestServer(await sqlitePlace())
    await s.muster.app.listen({ port: 0, host: '127.0.0.1' })
    port = (s.muster.app.server.address() as AddressInfo).port
  })
  after(() => s.close())

  const raw = (first: string, more = '') =>
    rawAsk(port, `${first} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${more}\r\n`)
  const isOf = (prefix: string, answer: RawAnswer, status: number, what: string) => {
    const wanted = expected(prefix, status)
    assert.equal(answer.status, wanted, `${what}: ${answer.body}`)
    assert.match(requestId(answer.headers), /^req-[0-9a-f-]{36}$/, what)
    assert.equal(Number(answer.headers['content-length']), Buffer.byteLength(answer.body), what)
    envelopes[prefix]?.(JSON.parse(answer.body), wanted)
  }

  test('R14: a path with repeated slashes or in capitals is rejected by its API', async () => {
    for (const prefix of prefixes)
      for (const path of [
        `/${prefix}/users`,
        `${prefix.toUpperCase()}/users`,
        `${prefix.replace('/', '//')}//x`,
      ])
        isOf(prefix, await raw(`GET ${path}`), 404, path)
    isOf('/api/v1', await raw('GET http://muster.test//api/v1/users'), 404, 'a whole address')
    isOf(
      '/api/v1',
      await raw('POST //api/v1/users', 'Content-Type: text/xml\r\nContent-Length: 0\r\n'),
      404,
      'POST',
    )
    isOf('/v3', await raw('GET /nothing/of/any/api'), 404, 'of the list of versions')
    isOf('/v3', await raw('GET /api/v10/users'), 404, 'without a longer prefix')
  })

  test('R14: oversized headers are 431 in the format of the API', async () => {
    for (const prefix of prefixes)
      isOf(prefix, await raw(`GET ${prefix}/users`, `X: ${'x'.repeat(20_000)}\r\n`), 431, prefix)
  })

  test('R14: unsupported methods are 405 with Allow, and 404 on unknown paths', async () => {
    for (const prefix of prefixes)
      for (const method of ['TRACE', 'PROPFIND', 'MKCOL']) {
        const answer = await raw(`${method} ${prefix}/no/such/path/at/all`)
        isOf(prefix, answer, 404, `${method} ${prefix}`)
      }
    const users = await raw('TRACE /api/v1/users/some-id')
    isOf('/api/v1', users, 405, 'TRACE')
    assert.equal(users.headers['allow'], 'DELETE, GET, HEAD, OPTIONS, PATCH')
    isOf('/v3', await raw('PROPFIND /v3/users'), 405, 'PROPFIND')
    isOf('/v3', await raw('TRACE /'), 405, 'TRACE /')
    isOf('/roboto', await raw('TRACE /roboto/v1/users/whoami'), 405, 'TRACE roboto')
    isOf('/v3', await raw('CONNECT example.org:443'), 405, 'CONNECT')
    for (const prefix of prefixes)
      isOf(prefix, await raw(`NONSENSE ${prefix}/users`), 400, `NONSENSE ${prefix}`)
  })

  test('R14: an unsupported expectation is 417', async () => {
    for (const prefix of prefixes)
      isOf(prefix, await raw(`GET ${prefix}/users`, 'Expect: a miracle\r\n'), 417, prefix)
  })

  test('R14: malformed HTTP, or a missing host, is 400', async () => {
    for (const prefix of prefixes) {
      isOf(prefix, await raw(`GET ${prefix}/users`, 'no header\r\n'), 400, prefix)
      isOf(
        prefix,
        await rawAsk(port, `GET ${prefix}/users HTTP/1.1\r\nConnection: close\r\n\r\n`),
        400,
        prefix,
      )
    }
    isOf('/v3', await raw('POST /v3/auth/tokens', 'Transfer-Encoding: chunked\r\n\r\nzz\r\n'), 400, 'chunks')
    const fast = await rawAsk(
      port,
      `GET /v3/auth/tokens HTTP/1.1\r\nX-Auth-Token: ${s.admin}\r\nX-Subject-Token: ${s.admin}\r\nConnection: close\r\n\r\n`,
    )
    isOf('/v3', fast, 400, 'validation without a host')
  })

  test('R14: an unparseable request is answered with a request id', async () => {
    const answer = await rawAsk(port, '\u0016\u0003\u0001\r\n\r\n')
    assert.equal(answer.status, 400)
    assert.match(requestId(answer.headers), /^req-/)
  })

  test('N29: characters that are not percent-encoded are rejected in the format of the API, and encoded ones are found', async () => {
    for (const prefix of prefixes) {
      isOf(prefix, await raw(`GET ${prefix}/users?search=山`), 400, prefix)
      isOf(prefix, await raw(`GET ${prefix}/users/山`), 400, prefix)
    }
    const { status, body } = await raw('GET /api/v1/users?search=山')
    assert.equal(status, 400)
    assert.match(JSON.parse(body).detail, /percent-encoded/)
    assert.equal((await s.call('GET', '/v3/users?name=%E5%B1%B1', { token: s.admin })).status, 200)
  })
})

test('R14: a path outside every API has problem details with the request id', async () => {
  const place = await sqlitePlace()
  const muster = await openMuster({ ...loadConfig(place.environment), faces: ['native'] })
  for (const [method, url, status] of [
    ['GET', '/v3/users', 404],
    ['GET', '/', 404],
    ['POST', '/nothing', 404],
    ['GET', '/%ff', 400],
  ] as const) {
    const { statusCode, headers, body } = await muster.app.inject({ method, url, payload: '{' })
    assert.equal(statusCode, status, url)
    assert.match(String(headers['content-type']), /^application\/problem\+json/)
    assert.deepEqual([JSON.parse(body).status, JSON.parse(body).instance], [status, headers['x-request-id']])
  }
  await muster.close()
  await place.remove()
})
