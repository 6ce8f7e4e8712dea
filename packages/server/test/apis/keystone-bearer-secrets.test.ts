import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { freshSignInRules } from '../../src/core/kernel/rules/fresh-sign-in.ts'
import { ageSessions } from '../age-sessions.ts'
import { type AuthorityBase, authorityBase, password } from '../authority-base.ts'
import { onSystem } from '../builders.ts'
import { onEachDatabase } from '../databases.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'
import { snapshot } from './snapshot.ts'

type Headers = Readonly<Record<string, string>>

const inToken = (secret: string): Headers => ({ 'x-auth-token': secret })
const inBearer = (secret: string): Headers => ({ authorization: `Bearer ${secret}` })

const isRejected = ({ status, headers, body }: Called, why: string, message: RegExp = /./) => {
  assert.equal(status, 401, `${why}: ${status} ${JSON.stringify(body)}`)
  assert.equal(headers['www-authenticate'], 'Keystone uri="http://muster.test/v3"', why)
  assert.match(body.error.message, message, why)
}

onEachDatabase('secrets of sessions and API keys at Identity v3', (makePlace) => {
  let s: TestServer
  let base: AuthorityBase
  /** Secrets of administrators of the system. */
  let session: string
  let key: string
  before(async () => {
    s = await startTestServer(await makePlace())
    base = await authorityBase(s)
    session = base.n.admin
    key = (await base.keyOf(base.owner, 'admin', onSystem)).secret
  })
  after(() => s.close())

  const ask = (headers: Headers, url = '/v3/users', method = 'GET', body?: unknown) =>
    s.call(method, url, { headers, body })

  test('N21: each authenticates in X-Auth-Token and in Authorization: Bearer, for reading and writing', async () => {
    for (const secret of [session, key])
      for (const headers of [
        inToken(secret),
        inBearer(secret),
        { authorization: `bearer   ${secret}` },
        { 'x-auth-token': '', ...inBearer(secret) },
        { ...inToken(secret), ...inBearer(secret) },
        { ...inToken(secret), authorization: 'Basic Og==' },
      ]) {
        const listed = await ask(headers)
        assert.equal(listed.status, 200, JSON.stringify([headers, listed.body]))
        assert.match(String(listed.headers['vary']), /^X-Auth-Token, Authorization\b/)
        assert.equal((await ask(headers, '/v3/users', 'HEAD')).status, 200)
        const made = await ask(headers, '/v3/projects', 'POST', { project: { name: base.fresh('made') } })
        assert.equal(made.status, 201, JSON.stringify(made.body))
        const { id } = made.body.project
        assert.equal((await ask(headers, `/v3/projects/${id}`, 'DELETE')).status, 204)
      }
  })

  test('N21: beside a secret, another credential is rejected on every route, and nothing changes', async () => {
    const other = (await base.keyOf(base.owner, 'admin', onSystem)).secret
    const before = await snapshot(s.muster.store)
    for (const [first, second] of [
      [key, session],
      [session, key],
      [key, other],
      [s.system, key],
      [key, s.system],
      ['nonsense', key],
      [key, 'nonsense'],
      [key, `${key} ${session}`],
    ] as const) {
      const both = { ...inToken(first), ...inBearer(second) }
      for (const [method, url, body] of [
        ['GET', '/v3/users', undefined],
        ['GET', '/v3', undefined],
        ['POST', '/v3/domains', { domain: { name: 'by two callers' } }],
        ['GET', '/v3/auth/tokens', undefined],
      ] as const) {
        const answer = await s.call(method, url, { headers: both, subject: s.system, body })
        isRejected(answer, `${method} ${url}`, /X-Auth-Token and Authorization have different credentials/)
      }
    }
    assert.deepEqual(await snapshot(s.muster.store), before)
  })

  test('a token counts in X-Auth-Token only, and takes precedence over other tokens in Authorization', async () => {
    // keystoneauth with v3oauth2clientcredential sends two tokens.
    for (const second of [s.admin, 'a token of a proxy', ''])
      assert.equal((await ask({ ...inToken(s.system), ...inBearer(second) })).status, 200, second)
    isRejected(await ask(inBearer(s.system)), 'a token in Authorization')
    assert.equal((await ask(inBearer(s.system), '/v3')).status, 200, 'as without a credential')
  })

  test('T77: an invalid secret is 401 on every route, even on those that need no authentication', async () => {
    const invalid = [
      'mst_k_',
      'mst_s_',
      `mst_k_${'x'.repeat(49)}`,
      `mst_s_${'x'.repeat(49)}`,
      `mst_k_${'x'.repeat(8000)}`,
      `${key}x`,
      key.slice(0, -1),
      key.replace('mst_k_', 'mst_s_'),
      session.replace('mst_s_', 'mst_k_'),
      `${key}, ${key}`,
    ]
    const identity = { methods: ['password'], password: { user: { id: base.owner, password } } }
    for (const secret of invalid)
      for (const headers of [inToken(secret), inBearer(secret)]) {
        isRejected(await ask(headers), secret)
        isRejected(await ask(headers, '/v3'), secret)
        isRejected(await ask(headers, '/v3/auth/tokens', 'POST', { auth: { identity } }), secret)
      }
    assert.equal((await ask(inToken(key), '/v3')).status, 200)
    assert.equal((await ask(inToken(key), '/v3/auth/tokens', 'POST', { auth: { identity } })).status, 201)
  })

  test('the cookie of a session counts only with the header against CSRF, and that of a key never', async () => {
    const [ofSession, ofKey] = [session, key].map((secret) => ({ cookie: `__Host-muster=${secret}` }))
    const header = { 'x-muster-request': '1' }
    for (const headers of [{ ...ofSession }, { ...ofKey }, { ...ofKey, ...header }]) {
      isRejected(await ask(headers), 'reading')
      isRejected(await ask(headers, '/v3/domains', 'POST', { domain: { name: 'forged' } }), 'writing')
    }
    assert.equal((await ask({ ...ofSession, ...header })).status, 200)
    const twice = { cookie: `${ofSession?.cookie}; ${ofSession?.cookie}`, ...header }
    isRejected(await ask(twice), 'an ambiguous cookie')
    isRejected(await ask({ ...ofSession, ...header, ...inToken('nonsense') }), 'another credential')
    const ended = { cookie: `${ofSession?.cookie}x`, ...header }
    assert.equal((await ask(ended, '/v3')).status, 200, 'an invalid cookie counts as none')
  })

  test('with a cookie, what outlasts the session requires a sign-in within ten minutes; with its secret it does not', async () => {
    const { n } = base
    const { user } = (await n.call('GET', '/me', { secret: session })).body
    const keyed = { name: base.fresh('key'), scope: onSystem, roles: [{ name: 'admin' }] }
    const made = await n.call('POST', '/api-keys', { secret: session, body: keyed })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    // A session has the scope of the default project, unless its user has a role on the system.
    const developer = await n.newUser({ developer: true })
    const grant = `/v3/projects/${base.project}/users/${developer.id}/roles/${base.roles.admin}`
    await s.call('PUT', grant, { token: s.admin })
    await n.call('PATCH', `/users/${developer.id}`, {
      secret: session,
      body: { default_project_id: base.project },
    })
    const inProject = await n.signIn(developer.username, developer.password)
    const ec2 = { type: 'ec2', user_id: user.id, blob: '{"access":"a","secret":"s"}' }
    const other = { type: 'cert', user_id: user.id, blob: 'before' }
    const stored = await ask(inBearer(session), '/v3/credentials', 'POST', { credential: other })
    assert.equal(stored.status, 201, JSON.stringify(stored.body))
    const trust = { trustor_user_id: developer.id, trustee_user_id: base.owner, impersonation: false }
    const { name: _, ...scoped } = keyed
    const service = { ...scoped, username: base.fresh('service') }
    const requests: readonly (readonly [
      rule: string,
      method: string,
      url: string,
      body?: unknown,
      secret?: string,
    ])[] = [
      [
        'identity:create_application_credential',
        'POST',
        `/v3/users/${developer.id}/application_credentials`,
        { application_credential: { name: 'lasting' } },
        inProject,
      ],
      ['muster:create_api_key', 'POST', '/api/v1/api-keys', { ...keyed, name: base.fresh('key') }],
      ['muster:create_api_key', 'POST', '/api/v1/service-users', service],
      ['muster:rotate_api_key', 'POST', `/api/v1/api-keys/${made.body.api_key.id}/rotate`, {}],
      ['identity:create_credential', 'POST', '/v3/credentials', { credential: ec2 }],
      [
        'identity:update_credential',
        'PATCH',
        `/v3/credentials/${stored.body.credential.id}`,
        { credential: { blob: 'after' } },
      ],
      ['identity:delete_credential', 'DELETE', `/v3/credentials/${stored.body.credential.id}`],
      [
        'identity:ec2_create_credential',
        'POST',
        `/v3/users/${user.id}/credentials/OS-EC2`,
        { tenant_id: 'unknown' },
      ],
      ['identity:create_trust', 'POST', '/v3/OS-TRUST/trusts', { trust }, inProject],
      [
        'identity:authorize_request_token',
        'PUT',
        '/v3/OS-OAUTH1/authorize/unknown',
        { roles: [{ id: base.roles.reader }] },
        inProject,
      ],
      ['muster:delete_own_user', 'DELETE', '/api/v1/me'],
    ]
    assert.deepEqual(new Set(requests.map(([rule]) => rule)), freshSignInRules)
    await ageSessions(s, n, user.id)
    await ageSessions(s, n, developer.id)
    const asCookie = (secret: string) => ({ cookie: `__Host-muster=${secret}`, 'x-muster-request': '1' })
    const before = await snapshot(s.muster.store)
    for (const [rule, method, url, body, secret = session] of requests) {
      const rejected = await ask(asCookie(secret), url, method, body)
      assert.equal(rejected.status, 401, `${rule}: ${JSON.stringify(rejected.body)}`)
      assert.match(JSON.stringify(rejected.body), /sign-in within the last ten minutes/, rule)
    }
    assert.deepEqual(await snapshot(s.muster.store), before)
    for (const [rule, method, url, body, secret = session] of requests.slice(0, -1))
      assert.notEqual((await ask(inBearer(secret), url, method, body)).status, 401, rule)
  })

  test('a page that names its user does not act with the cookie of another user', async () => {
    const headers = (user: string) => ({
      cookie: `__Host-muster=${session}`,
      'x-muster-request': '1',
      'x-muster-user': user,
    })
    const { user } = (await base.n.call('GET', '/me', { secret: session })).body
    const domain = { name: base.fresh('made') }
    for (const [method, url, body] of [
      ['GET', '/v3/users', undefined],
      ['POST', '/v3/domains', { domain }],
    ] as const) {
      const rejected = await ask(headers(base.owner), url, method, body)
      assert.equal(rejected.status, 403)
      assert.match(rejected.body.error.message, /X-Muster-User/)
    }
    assert.equal((await ask(headers(user.id), '/v3/domains', 'POST', { domain })).status, 201)
  })

  test('T10: a secret is no token: it cannot be validated, revoked or exchanged', async () => {
    const unknown = await s.call('GET', '/v3/auth/tokens', { token: s.system, subject: 'nonsense' })
    for (const secret of [key, session])
      for (const headers of [inToken(s.system), inToken(secret), inBearer(secret)]) {
        for (const method of ['GET', 'HEAD', 'DELETE']) {
          const answer = await s.call(method, '/v3/auth/tokens', { headers, subject: secret })
          assert.equal(answer.status, 404, method)
          if (method !== 'HEAD') assert.deepEqual(answer.body, unknown.body)
        }
        const late = await s.call('GET', '/v3/auth/tokens?allow_expired=1', { headers, subject: secret })
        assert.equal(late.status, 404)
        for (const scope of [undefined, { system: { all: true } }, { project: { id: base.project } }]) {
          const exchange = (id: string) =>
            ask(headers, '/v3/auth/tokens', 'POST', {
              auth: { identity: { methods: ['token'], token: { id } }, ...(scope ? { scope } : {}) },
            })
          const [answer, nonsense] = [await exchange(secret), await exchange('nonsense')]
          assert.deepEqual([answer.status, answer.body], [404, nonsense.body])
        }
      }
    for (const secret of [key, session]) assert.equal((await ask(inToken(secret))).status, 200, 'still valid')
  })

  test('a service token is a token: a secret in X-Service-Token counts for nothing', async () => {
    const input = {
      name: base.fresh('limited'),
      access_rules: [{ service: 'compute', method: 'GET', path: '/' }],
    }
    const { body } = await base.post(`/v3/users/${base.owner}/application_credentials`, {
      token: await base.ownerToken(),
      body: { application_credential: input },
    })
    const { id, secret } = body.application_credential
    const limited = await base.tokenOfKey(id, secret)
    isRejected(await ask({ ...inToken(limited), 'x-service-token': key }, '/v3/users'), 'a limited token')
    isRejected(await ask({ 'x-service-token': key }), 'alone')
  })
})
