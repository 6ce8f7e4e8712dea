import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { after, before, describe, mock, test } from 'node:test'
import { type Muster, openMuster } from '../../src/composition/server.ts'
import { loadConfig } from '../../src/config/load-config.ts'
import { makeLogger } from '../../src/config/logger.ts'
import { sqlitePlace } from '../databases.ts'
import { nativeClient } from '../native.ts'
import { rawAsk } from '../raw-http.ts'
import { adminPassword, startTestServer, type TestServer } from '../test-server.ts'

const password = 'one phrase for all users'

// Independent of the database.
describe('S11: the fast path of token validation sends the bytes of the route', () => {
  const environment = { MUSTER_PUBLIC_URL: 'https://id.example.org' }
  let s: TestServer
  /** A second node on the same database, without fast paths because it logs every request. */
  let withoutFastPath: Muster
  let ports: { readonly fast: number; readonly slow: number }
  let tokens: Readonly<Record<string, string>>
  /** Operations that handlers of the first node performed; the fast path uses `core.runSync` instead. */
  let handled: () => number

  const listen = async ({ app }: Muster) => {
    await app.listen({ host: '127.0.0.1', port: 0 })
    return (app.server.address() as AddressInfo).port
  }

  before(async () => {
    const place = await sqlitePlace()
    s = await startTestServer(place, environment)
    const run = mock.method(s.muster.core, 'run')
    handled = () => run.mock.callCount()
    withoutFastPath = await openMuster(
      loadConfig({
        MUSTER_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
        ...place.environment,
        ...environment,
      }),
      { synchronous: 'off', logger: makeLogger('debug', { write: () => {} }) },
    )
    ports = { fast: await listen(s.muster), slow: await listen(withoutFastPath) }
    tokens = await everyShape(s)
  })
  after(async () => {
    await withoutFastPath.close()
    await s.close()
  })

  const validate = async (
    subject: string,
    { port = ports.fast, query = '', more = '', by = `X-Auth-Token: ${s.admin}`, status = 200 } = {},
  ) => {
    const lines = [
      `GET /v3/auth/tokens${query} HTTP/1.1`,
      'Host: id.example.org',
      by,
      `X-Subject-Token: ${subject}`,
      ...(more === '' ? [] : [more]),
      'Connection: close',
    ]
    const before = handled()
    const answer = await rawAsk(port, `${lines.join('\r\n')}\r\n\r\n`)
    assert.equal(answer.status, status, answer.body)
    return { ...answer, isRouted: handled() > before }
  }
  /** Everything except the time and the generated id. */
  const comparable = ({ head, body }: { readonly head: string; readonly body: string }) =>
    `${head.replace(/^(Date|x-openstack-request-id): .*$/gm, '$1: …')}\r\n\r\n${body}`

  for (const shape of ['unscoped', 'project', 'domain', 'system', 'trust', 'application credential'])
    test(`token: ${shape}`, async () => {
      const subject = tokens[shape] ?? ''
      // Fills the cache.
      const first = await validate(subject)
      for (const more of ['', 'X-Request-Id: from-a-proxy.1', 'X-Request-Id: not well formed']) {
        const fast = await validate(subject, { more })
        const route = await validate(subject, { more, query: '?' })
        const otherNode = await validate(subject, { more, port: ports.slow })
        assert.deepEqual([fast.isRouted, route.isRouted], [false, true])
        assert.equal(comparable(fast), comparable(route))
        assert.equal(comparable(fast), comparable(otherNode))
        assert.equal(fast.headers['x-request-id'], more.includes('proxy') ? 'from-a-proxy.1' : undefined)
        assert.equal(fast.headers['x-subject-token'], subject)
        assert.equal(fast.headers['strict-transport-security'], 'max-age=31536000')
        assert.match(fast.headers['x-openstack-request-id'] ?? '', /^req-[0-9a-f-]{36}$/)
        assert.notEqual(fast.headers['x-openstack-request-id'], route.headers['x-openstack-request-id'])
        if (more === '') assert.equal(comparable(first), comparable(fast))
      }
    })

  test('N21: a caller with the secret of a session gets the same bytes, by the route', async () => {
    const { admin: secret } = await nativeClient(s)
    const subject = tokens['project'] ?? ''
    await validate(subject)
    const fast = await validate(subject)
    assert.equal(fast.isRouted, false)
    for (const by of [`X-Auth-Token: ${secret}`, `Authorization: Bearer ${secret}`])
      for (const port of [ports.fast, ports.slow]) {
        const routed = await validate(subject, { port, by })
        assert.equal(routed.isRouted, port === ports.fast)
        // The other node has rate limits, which count requests with a secret.
        const withoutLimits = routed.head.replace(/^ratelimit(-policy)?: .*\r\n/gm, '')
        assert.equal(comparable({ ...routed, head: withoutLimits }), comparable(fast))
      }
    for (const more of ['Authorization: Bearer of-a-proxy', 'Authorization: Basic Og=='])
      assert.equal(comparable(await validate(subject, { more })), comparable(fast))
  })

  test('N21: a cached token beside a secret is rejected, and a secret as the subject is not found', async () => {
    const { admin: secret } = await nativeClient(s)
    const subject = tokens['project'] ?? ''
    await validate(subject)
    assert.equal((await validate(subject)).isRouted, false)
    for (const [port, more] of [
      [ports.fast, `Authorization: Bearer ${secret}`],
      [ports.slow, `Authorization: Bearer ${secret}`],
      [ports.fast, `authorization: bearer mst_k_${'x'.repeat(49)}`],
    ] as const) {
      const { body } = await validate(subject, { port, more, status: 401 })
      assert.match(body, /X-Auth-Token and Authorization have different credentials/)
    }
    for (const by of [`X-Auth-Token: ${s.admin}`, `X-Auth-Token: ${secret}`])
      await validate(secret, { by, status: 404 })
  })
})

/** One valid token of each shape. */
const everyShape = async (s: TestServer): Promise<Readonly<Record<string, string>>> => {
  const make = async (path: string, body: object, token = s.system) => {
    const { status, body: made } = await s.call('POST', `/v3${path}`, { token, body })
    assert.equal(status, 201, JSON.stringify(made))
    return made
  }
  const admin = { name: 'admin', domain: { id: 'default' }, password: adminPassword }
  const { user: trustee } = await make('/users', { user: { name: 'trustee', password } })
  const { token: own } = (await s.call('GET', '/v3/auth/tokens', { token: s.admin, subject: s.admin })).body
  const grant = `/v3/domains/default/users/${own.user.id}/roles/${own.roles[0].id}`
  assert.equal((await s.call('PUT', grant, { token: s.system })).status, 204)
  const { trust } = await make(
    '/OS-TRUST/trusts',
    {
      trust: {
        trustor_user_id: own.user.id,
        trustee_user_id: trustee.id,
        impersonation: true,
        project_id: own.project.id,
        roles: [{ name: 'admin' }],
      },
    },
    s.admin,
  )
  const { application_credential: credential } = await make(
    `/users/${own.user.id}/application_credentials`,
    { application_credential: { name: 'for a program' } },
    s.admin,
  )
  const withCredential = await s.call('POST', '/v3/auth/tokens', {
    body: {
      auth: {
        identity: {
          methods: ['application_credential'],
          application_credential: { id: credential.id, secret: credential.secret },
        },
      },
    },
  })
  return {
    unscoped: await s.signIn(admin, 'unscoped'),
    project: await s.signIn(admin, { project: { id: own.project.id } }),
    domain: await s.signIn(admin, { domain: { id: 'default' } }),
    system: await s.signIn(admin, { system: { all: true } }),
    trust: await s.signIn({ id: trustee.id, password }, { 'OS-TRUST:trust': { id: trust.id } }),
    'application credential': String(withCredential.headers['x-subject-token']),
  }
}
