import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from './databases.ts'
import { type Native, nativeClient, problemOf } from './native.ts'
import { startTestServer, type TestServer } from './test-server.ts'

onEachDatabase('introspection of sessions and API keys', (makePlace) => {
  let s: TestServer
  let n: Native
  let here: Awaited<ReturnType<Native['newDomain']>>
  let service: string
  let count = 0
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
    here = await newDeveloper()
    const body = {
      username: 'my-application',
      scope: { type: 'project', id: (await adminProject()).id },
      roles: [{ name: 'service' }],
    }
    const made = await n.call('POST', '/service-users', { secret: n.admin, body })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    service = made.body.secret
  })
  after(() => s.close())

  /** A new domain, and its manager with the right to create keys. */
  const newDeveloper = async () => {
    const domain = await n.newDomain()
    const change = { secret: n.admin, body: { developer: true } }
    assert.equal((await n.call('PATCH', `/users/${domain.userId}`, change)).status, 200)
    return domain
  }
  const adminProject = async () =>
    (await s.call('GET', '/v3/projects?name=admin', { token: s.admin })).body.projects[0]
  const ask = (secret: string | undefined, token: string, more: Record<string, string> = {}) =>
    n.call('POST', '/introspect', {
      secret,
      body: new URLSearchParams({ token, ...more }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
  const inactive = async (secret: string, token: string, why: string) => {
    const answer = await ask(secret, token)
    assert.deepEqual([answer.status, answer.body], [200, { active: false }], why)
  }
  const newKey = async (secret: string, more: object = {}) => {
    const made = await n.call('POST', '/api-keys', { secret, body: { name: `key-${++count}`, ...more } })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    return made.body as { api_key: { id: string }; secret: string }
  }

  test('N12: a session and an API key are described to the service role, an administrator and a manager of the domain', async () => {
    const key = await newKey(here.secret, {
      expires_at: '2100-01-01T00:00:00Z',
      roles: [{ name: 'manager' }],
    })
    const { user } = (await n.call('GET', '/me', { secret: here.secret })).body
    for (const caller of [service, n.admin, here.secret]) {
      const session = await ask(caller, here.secret, { token_type_hint: 'access_token' })
      assert.equal(session.status, 200)
      assert.equal(session.headers['cache-control'], 'no-store')
      const { iat, exp, authority, ...rest } = session.body
      assert.deepEqual(rest, {
        active: true,
        sub: user.id,
        username: user.username,
        domain_id: here.id,
        token_type: 'Bearer',
        kind: 'session',
        scope: authority.roles.map(({ name }: { name: string }) => name).join(' '),
      })
      assert.match(rest.scope, /\bmanager\b/)
      assert.ok(Number.isInteger(iat) && exp > iat)
      const { body } = await ask(caller, key.secret)
      assert.deepEqual(
        [body.kind, body.sub, body.scope.split(' ').sort()],
        ['api_key', user.id, ['manager', 'member', 'reader']],
      )
      assert.equal(body.exp, Date.parse('2100-01-01T00:00:00Z') / 1000)
      assert.deepEqual(body.authority.scope, { type: 'domain', id: here.id })
    }
  })

  test('N12: a closed session, a revoked key and the secrets of a disabled user are inactive at once', async () => {
    const gone = await newDeveloper()
    const key = await newKey(gone.secret)
    const other = await newKey(gone.secret)
    assert.equal((await ask(service, key.secret)).body.active, true)
    const revoke = { secret: gone.secret, body: { revoked: true } }
    assert.equal((await n.call('PATCH', `/api-keys/${key.api_key.id}`, revoke)).status, 200)
    await inactive(service, key.secret, 'a revoked key')
    const user = await n.newUser()
    const session = await n.signIn(user.username, user.password)
    assert.equal((await ask(service, session)).body.active, true)
    assert.equal((await n.call('DELETE', '/sessions/current', { secret: session })).status, 204)
    await inactive(service, session, 'a closed session')
    const disable = { secret: n.admin, body: { status: 'disabled' } }
    assert.equal((await n.call('PATCH', `/users/${gone.userId}`, disable)).status, 200)
    await inactive(service, gone.secret, 'a session of a disabled user')
    await inactive(service, other.secret, 'a key of a disabled user')
  })

  test('N12: to a manager of another domain a valid secret is inactive like an unknown one', async () => {
    const there = await n.newDomain()
    await inactive(there.secret, here.secret, 'of another domain')
    await inactive(there.secret, n.admin, 'of the system')
    await inactive(there.secret, `${here.secret.slice(0, -4)}AAAA`, 'unknown')
    assert.equal((await ask(there.secret, there.secret)).body.active, true)
  })

  test('N12: text of any length that is not a secret of Muster is inactive, tokens of Identity v3 included', async () => {
    for (const token of ['', 'x', 'mst_s_', 'mst_k_☃', 'x'.repeat(500_000), s.admin, 'Bearer', '\u202e'])
      await inactive(service, token, token.slice(0, 20))
    assert.equal((await ask(service, 'x'.repeat(600_000))).status, 413)
  })

  test('N12: a caller without the right receives the same error for valid and unknown secrets, also with a narrow key', async () => {
    const narrow = await newKey(here.secret, { roles: [{ name: 'reader' }] })
    const user = await n.newUser({ domain_id: here.id })
    const roleless = await n.signIn(user.username, user.password, here.id)
    for (const caller of [narrow.secret, roleless])
      for (const token of [here.secret, 'unknown', caller]) {
        const answer = await ask(caller, token)
        assert.deepEqual([answer.status, problemOf(answer)], [403, 'forbidden_by_rule'])
      }
  })

  test('N12: the caller must be authenticated, and the body is a form with one token', async () => {
    assert.equal((await ask(undefined, here.secret)).status, 401)
    assert.equal(problemOf(await ask('mst_k_wrong', here.secret)), 'api_key_invalid')
    assert.equal((await n.call('POST', '/introspect', { secret: service, body: { token: 'x' } })).status, 400)
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    for (const body of ['', 'token=a&token=b', 'token_type_hint=x', 'token=%ff']) {
      const answer = await n.call('POST', '/introspect', { secret: service, body, headers: form })
      assert.equal(answer.status, 400, body)
    }
  })

  test('N12: a response is never replayed for an Idempotency-Key', async () => {
    const user = await n.newUser()
    const session = await n.signIn(user.username, user.password)
    const again = () =>
      n.call('POST', '/introspect', {
        secret: service,
        body: new URLSearchParams({ token: session }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'idempotency-key': 'one' },
      })
    assert.equal((await again()).body.active, true)
    await n.call('DELETE', '/sessions/current', { secret: session })
    assert.equal((await again()).body.active, false)
  })
})
