import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { codingFor } from '../src/http/compress.ts'
import { everyOperation } from './apis/every-contract.ts'
import { sqlitePlace } from './databases.ts'
import { type Native, nativeClient } from './native.ts'
import { startTestServer, type TestServer } from './test-server.ts'

/** Names of fields with a secret, a token, or a link to one. */
const telling = /^(?:.*secret.*|.*_token|token|temporary_password|blob|key)$/
/** Fields with similar names that contain none. */
const harmless = new Set([
  'keystone.listRevokeEvents',
  'keystone.getAccessToken',
  'keystone.listAccessTokens',
  // The blob of a policy is a text for services, not a credential.
  'keystone.getPolicyForEndpoint',
  'keystone.listPolicies',
  'keystone.createPolicy',
  'keystone.getPolicy',
  'keystone.updatePolicy',
])

const fieldsOf = (schema: unknown): readonly string[] => {
  if (typeof schema !== 'object' || schema === null) return []
  const { properties = {} } = schema as { properties?: object }
  return [
    ...Object.keys(properties),
    ...Object.values(schema).flatMap(fieldsOf),
    ...Object.values(properties).flatMap(fieldsOf),
  ]
}

// Independent of the database.
describe('response compression', () => {
  let s: TestServer
  let n: Native
  before(async () => {
    s = await startTestServer(await sqlitePlace())
    n = await nativeClient(s)
    for (let i = 0; i < 12; i++) await n.newUser({ display_name: 'One of many who have a long name' })
  })
  after(() => s.close())

  const raw = async (from: TestServer, url: string, headers: Readonly<Record<string, string>>) => {
    const answer = await from.muster.app.inject({ method: 'GET', url, headers })
    return { status: answer.statusCode, headers: answer.headers, bytes: answer.rawPayload }
  }
  const bearer = () => ({ authorization: `Bearer ${n.admin}` })

  test('N32: lists are sent with gzip or brotli to clients that accept it, with the same rows', async () => {
    for (const [url, proof] of [
      ['/api/v1/users', bearer()],
      ['/v3/users', { 'x-auth-token': s.admin }],
      ['/arize/v2/users', bearer()],
    ] as const) {
      const plain = await raw(s, url, proof)
      assert.ok(plain.bytes.length > 2048, url)
      assert.equal(plain.headers['content-encoding'], undefined)
      for (const [accepted, coding, open] of [
        ['gzip', 'gzip', gunzipSync],
        ['gzip, deflate, br', 'br', brotliDecompressSync],
        ['br;q=0.1, gzip', 'gzip', gunzipSync],
      ] as const) {
        const small = await raw(s, url, { ...proof, 'accept-encoding': accepted })
        assert.equal(small.headers['content-encoding'], coding, `${url} ${accepted}`)
        assert.equal(Number(small.headers['content-length']), small.bytes.length)
        assert.ok(small.bytes.length < plain.bytes.length / 2)
        const rows = (text: Buffer) => JSON.parse(text.toString()).users.map(({ id }: { id: string }) => id)
        assert.deepEqual(rows(open(small.bytes)), rows(plain.bytes))
      }
    }
  })

  test('N32: compressible responses have Vary: Accept-Encoding for every client', async () => {
    for (const headers of [bearer(), { ...bearer(), 'accept-encoding': 'gzip' }]) {
      const { vary } = (await raw(s, '/api/v1/users', headers)).headers
      assert.match(String(vary), /Authorization, Cookie.*, Accept-Encoding/)
    }
  })

  test('N32: small responses, HEAD, and clients without support get the response uncompressed', async () => {
    assert.equal(
      (await raw(s, '/api/v1', { 'accept-encoding': 'identity' })).headers['content-encoding'],
      undefined,
    )
    const { id } = await n.newUser()
    const small = await raw(s, `/api/v1/users/${id}`, { ...bearer(), 'accept-encoding': 'gzip' })
    assert.equal(small.headers['content-encoding'], undefined)
    for (const header of [
      undefined,
      '',
      'deflate',
      'gzip;q=0',
      'identity',
      '*;q=0',
      'identity, gzip;q=0.5',
      'x'.repeat(600),
    ])
      assert.equal(codingFor(header), undefined, header)
    assert.deepEqual(['*', 'x-gzip', 'GZIP', 'gzip;q=1, br;q=0'].map(codingFor), [
      'br',
      'gzip',
      'gzip',
      'gzip',
    ])
  })

  test('N32: responses with secrets or tokens are never compressed', async () => {
    const accept = { 'accept-encoding': 'gzip, br' }
    const subject = { 'x-auth-token': s.admin, 'x-subject-token': s.admin, ...accept }
    // The second one takes the validation fast path, the first one does not.
    for (const url of ['/v3/auth/tokens?nocatalog=0', '/v3/auth/tokens', '/v3/credentials'])
      assert.equal((await raw(s, url, subject)).headers['content-encoding'], undefined, url)
    const made = await n.call('POST', '/api-keys', {
      secret: n.admin,
      body: { name: 'long', description: 'x'.repeat(4000) },
      headers: accept,
    })
    assert.deepEqual([made.status, made.headers['content-encoding']], [201, undefined])
    const page = await raw(s, '/account/recovery?token=x', accept)
    assert.equal(page.headers['content-encoding'], undefined)
  })

  test('N32: the contract of every API declares each operation whose response has a field for a secret', () => {
    const undeclared = everyOperation.filter(
      ([name, { secret, responses }]) =>
        !secret &&
        !harmless.has(name) &&
        Object.values(responses).some((schema) => fieldsOf(schema).some((field) => telling.test(field))),
    )
    assert.deepEqual(
      undeclared.map(([name]) => name),
      [],
    )
    for (const name of [
      'native.openSession',
      'keystone.createToken',
      'keystone.validateToken',
      'pages.getInvitationPage',
    ])
      assert.equal(everyOperation.find(([known]) => known === name)?.[1].secret, true, name)
  })

  test('N32: an entity tag differs by coding, and any of them is valid for revalidation and conditional changes', async () => {
    const { id } = await n.newUser({ description: 'a description '.repeat(200) })
    const path = `/api/v1/users/${id}`
    const tags = []
    for (const coding of ['identity', 'gzip', 'br'])
      tags.push(String((await raw(s, path, { ...bearer(), 'accept-encoding': coding })).headers['etag']))
    assert.equal(new Set(tags).size, 3)
    for (const tag of tags)
      assert.equal((await raw(s, path, { ...bearer(), 'if-none-match': tag })).status, 304, tag)
    for (const tag of tags) {
      const body = { display_name: tag }
      const changed = await n.call('PATCH', `/users/${id}`, {
        secret: n.admin,
        body,
        headers: { 'if-match': tag },
      })
      assert.equal(changed.status, tag === tags[0] ? 200 : 412, 'one version, however it was encoded')
    }
    const gzipped = await raw(s, path, { ...bearer(), 'accept-encoding': 'gzip' })
    const tag = String(gzipped.headers['etag'])
    const body = { display_name: 'from a compressed answer' }
    const changed = await n.call('PATCH', `/users/${id}`, {
      secret: n.admin,
      body,
      headers: { 'if-match': tag },
    })
    assert.equal(changed.status, 200)
  })

  test('N32: the setting disables it', async () => {
    const off = await startTestServer(await sqlitePlace(), {}, { compression: false })
    try {
      const answer = await raw(off, '/api/v1/openapi.json', { 'accept-encoding': 'gzip' })
      assert.deepEqual([answer.status, answer.headers['content-encoding']], [200, undefined])
      assert.doesNotMatch(String(answer.headers['vary']), /Accept-Encoding/)
    } finally {
      await off.close()
    }
  })

  test('N32: a well-formed X-Request-Id of the client is echoed, any other is replaced', async () => {
    const echoed = await raw(s, '/api/v1', { 'x-request-id': 'client-7' })
    assert.equal(echoed.headers['x-request-id'], 'client-7')
    for (const odd of ['a b', 'x'.repeat(200), '"'])
      assert.match(
        String((await raw(s, '/api/v1', { 'x-request-id': odd })).headers['x-request-id']),
        /^req-/,
        odd,
      )
  })
})
