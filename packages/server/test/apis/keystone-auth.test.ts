import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { adminPassword, startTestServer, type TestServer } from '../test-server.ts'

onEachDatabase('authentication through Identity v3', (makePlace) => {
  let s: TestServer
  before(async () => {
    s = await startTestServer(await makePlace())
  })
  after(() => s.close())

  const post = (identity: unknown, scope?: unknown) =>
    s.call('POST', '/v3/auth/tokens', {
      body: { auth: { identity, ...(scope === undefined ? {} : { scope }) } },
    })
  const asAdmin = { name: 'admin', domain: { id: 'default' }, password: adminPassword }
  const withPassword = (user: object, scope?: unknown) =>
    post({ methods: ['password'], password: { user } }, scope)
  const withToken = (id: string, scope?: unknown) => post({ methods: ['token'], token: { id } }, scope)
  const tokenOf = (answer: { headers: Readonly<Record<string, unknown>> }) =>
    String(answer.headers['x-subject-token'])
  const show = (subject: string, token = s.admin) => s.call('GET', '/v3/auth/tokens', { token, subject })

  let count = 0
  /** A user with a role on a project of its own. */
  const newUser = async (role = 'member') => {
    const n = ++count
    const password = `pass-${n}-phrase`
    const { user } = (
      await s.call('POST', '/v3/users', { token: s.admin, body: { user: { name: `user-${n}`, password } } })
    ).body
    const { project } = (
      await s.call('POST', '/v3/projects', { token: s.admin, body: { project: { name: `project-${n}` } } })
    ).body
    const { roles } = (await s.call('GET', `/v3/roles?name=${role}`, { token: s.admin })).body
    const grant = `/v3/projects/${project.id}/users/${user.id}/roles/${roles[0].id}`
    assert.equal((await s.call('PUT', grant, { token: s.admin })).status, 204)
    const scope = { project: { id: project.id } }
    const signIn = async () => tokenOf(await withPassword({ id: user.id, password }, scope))
    return { user, project, password, scope, grant, signIn }
  }

  test('a project token contains its user, project, roles, catalog and times', async () => {
    const answer = await withPassword(asAdmin, { project: { name: 'admin', domain: { name: 'Default' } } })
    assert.equal(answer.status, 201)
    assert.match(tokenOf(answer), /^gAAAAA[\w-]+$/)
    assert.equal(answer.headers['vary'], 'X-Auth-Token, Authorization')
    assert.match(String(answer.headers['x-openstack-request-id']), /^req-[0-9a-f-]{36}$/)
    const { token } = answer.body
    assert.deepEqual(token.methods, ['password'])
    assert.equal(token.project.name, 'admin')
    assert.deepEqual(token.project.domain, { id: 'default', name: 'Default' })
    assert.equal(token.is_domain, false)
    assert.deepEqual(token.roles.map((role: { name: string }) => role.name).sort(), [
      'admin',
      'manager',
      'member',
      'reader',
    ])
    assert.match(token.issued_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000000Z$/)
    assert.equal(Date.parse(token.expires_at) - Date.parse(token.issued_at), 3600_000)
    assert.equal(token.audit_ids.length, 1)
    assert.match(token.audit_ids[0], /^[\w-]{22}$/)
    const [identity] = token.catalog
    assert.equal(identity.type, 'identity')
    assert.ok(
      identity.endpoints.every((endpoint: { url: string }) => endpoint.url === 'http://muster.test/v3'),
    )
    assert.deepEqual((await show(tokenOf(answer))).body, answer.body)
  })

  test('unscoped, domain and system tokens contain only the fields of their scope', async () => {
    const unscoped = (await withPassword(asAdmin, 'unscoped')).body.token
    assert.deepEqual(Object.keys(unscoped).sort(), [
      'audit_ids',
      'expires_at',
      'issued_at',
      'methods',
      'user',
    ])
    const system = (await withPassword(asAdmin, { system: { all: true } })).body.token
    assert.deepEqual(system.system, { all: true })
    assert.equal(system.project, undefined)
    assert.equal(
      (await withPassword(asAdmin, { domain: { id: 'default' } })).status,
      401,
      'no role on the domain itself',
    )
    const { roles } = (await s.call('GET', '/v3/roles?name=reader', { token: s.admin })).body
    const { user } = (await withPassword(asAdmin, 'unscoped')).body.token
    await s.call('PUT', `/v3/domains/default/users/${user.id}/roles/${roles[0].id}`, { token: s.admin })
    const domain = (await withPassword(asAdmin, { domain: { name: 'Default' } })).body.token
    assert.deepEqual(domain.domain, { id: 'default', name: 'Default' })
    assert.deepEqual(
      domain.roles.map((role: { name: string }) => role.name),
      ['reader'],
    )
    await s.call('DELETE', `/v3/domains/default/users/${user.id}/roles/${roles[0].id}`, { token: s.admin })
  })

  test('without a scope the default project is used when accessible', async () => {
    const { user, project, password, grant } = await newUser()
    const body = { user: { default_project_id: project.id } }
    assert.equal((await withPassword({ id: user.id, password })).body.token.project, undefined)
    await s.call('PATCH', `/v3/users/${user.id}`, { token: s.admin, body })
    assert.equal((await withPassword({ id: user.id, password })).body.token.project.id, project.id)
    assert.equal((await withPassword({ id: user.id, password }, 'unscoped')).body.token.project, undefined)
    await s.call('DELETE', grant, { token: s.admin })
    const fallen = await withPassword({ id: user.id, password })
    assert.equal(fallen.status, 201)
    assert.equal(fallen.body.token.project, undefined)
  })

  test('an invalid request is 400, failed authentication is 401, and neither gives details', async () => {
    const bad: [unknown, number][] = [
      [{}, 400],
      [{ auth: {} }, 400],
      [{ auth: { identity: {} } }, 400],
      [{ auth: { identity: { methods: [] } } }, 400],
      [{ auth: { identity: { methods: ['password'] } } }, 400],
      [{ auth: { identity: { methods: ['password'], password: {} } } }, 400],
      [{ auth: { identity: { methods: ['password'], password: { user: { password: 'x' } } } } }, 400],
      [
        {
          auth: { identity: { methods: ['password'], password: { user: { name: 'admin', password: 'x' } } } },
        },
        400,
      ],
      [
        {
          auth: {
            identity: {
              methods: ['password'],
              password: { user: { name: 'admin', domain: {}, password: 'x' } },
            },
          },
        },
        400,
      ],
      [{ auth: { identity: { methods: ['token'] } } }, 400],
      [{ auth: { identity: { methods: ['saml2'] } } }, 400],
      [{ auth: { identity: { methods: ['x509'] } } }, 401],
      [{ auth: { identity: { methods: ['token'], token: { id: 'nonsense' } } } }, 404],
    ]
    for (const [body, status] of bad)
      assert.equal((await s.call('POST', '/v3/auth/tokens', { body })).status, status, JSON.stringify(body))
    const twoScopes = await withPassword(asAdmin, { project: { id: 'x' }, domain: { id: 'default' } })
    assert.equal(twoScopes.status, 400)
    assert.equal((await withPassword(asAdmin, {})).status, 400)
    assert.equal((await withPassword(asAdmin, { system: { all: false } })).status, 400)
    assert.equal((await withPassword(asAdmin, { project: { name: 'admin' } })).status, 400)
    const unsupported = await post({ methods: ['kerberos'] })
    assert.deepEqual(unsupported.body.error.identity.methods.includes('password'), true)
    assert.match(String(unsupported.headers['www-authenticate']), /^Keystone uri="/)
  })

  test('T72: a wrong password, an unknown user and a disabled user receive the same response', async () => {
    const { user, password } = await newUser()
    await s.call('PATCH', `/v3/users/${user.id}`, { token: s.admin, body: { user: { enabled: false } } })
    const answers = await Promise.all([
      withPassword({ ...asAdmin, password: 'wrong' }),
      withPassword({ name: 'no such user', domain: { id: 'default' }, password: 'wrong' }),
      withPassword({ id: user.id, password }),
      withPassword({ id: 'f'.repeat(32), password: 'wrong' }),
      withPassword({ ...asAdmin, domain: { id: 'no such domain' } }),
    ])
    for (const answer of answers) {
      assert.equal(answer.status, 401)
      assert.deepEqual(answer.body, answers[0]?.body)
    }
  })

  test('T13: a rescoped token keeps the first expiry and audit chain root', async () => {
    const { scope, signIn, user } = await newUser()
    const first = await signIn()
    const { token: root } = (await show(first)).body
    let current = first
    for (const next of ['unscoped', scope, undefined, scope]) {
      const answer = await withToken(current, next)
      assert.equal(answer.status, 201)
      const { token } = answer.body
      assert.equal(token.expires_at, root.expires_at)
      assert.equal(token.audit_ids.length, 2)
      assert.equal(token.audit_ids[1], root.audit_ids[0])
      assert.equal(token.user.id, user.id)
      assert.deepEqual([...token.methods].sort(), ['password', 'token'])
      current = tokenOf(answer)
    }
  })

  test('a system token cannot be rescoped to a project or domain', async () => {
    assert.equal(
      (await withToken(s.system, { project: { name: 'admin', domain: { id: 'default' } } })).status,
      403,
    )
    assert.equal((await withToken(s.system, { domain: { id: 'default' } })).status, 403)
    assert.equal((await withToken(s.system, { system: { all: true } })).status, 201)
    assert.equal((await withToken(s.system, 'unscoped')).status, 201)
  })

  test('revocation invalidates that token alone, immediately', async () => {
    const { signIn, scope } = await newUser()
    const first = await signIn()
    const second = tokenOf(await withToken(first, scope))
    assert.equal((await show(second)).status, 200)
    assert.equal((await s.call('DELETE', '/v3/auth/tokens', { token: first, subject: second })).status, 204)
    assert.equal((await show(second)).status, 404)
    assert.equal((await s.call('GET', '/v3/auth/tokens', { token: second, subject: second })).status, 401)
    assert.equal((await withToken(second, scope)).status, 404)
    assert.equal((await show(first)).status, 200)
  })

  test('validation: permissions, and invalid subject tokens', async () => {
    const { signIn } = await newUser()
    const other = await newUser()
    const [own, foreign] = [await signIn(), await other.signIn()]
    assert.equal((await show(own, own)).status, 200)
    assert.equal((await show(foreign, own)).status, 403)
    assert.equal((await show('nonsense', own)).status, 404)
    assert.equal((await show('nonsense')).status, 404)
    assert.equal((await s.call('GET', '/v3/auth/tokens', { token: s.admin })).status, 404)
    assert.equal((await s.call('GET', '/v3/auth/tokens', { subject: own })).status, 401)
    assert.equal((await show(own, 'nonsense')).status, 401)
    const head = await s.call('HEAD', '/v3/auth/tokens', { token: s.admin, subject: own })
    assert.equal(head.status, 200)
    assert.equal(head.body, undefined)
    const bare = await s.call('GET', '/v3/auth/tokens?nocatalog', { token: s.admin, subject: own })
    assert.equal(bare.body.token.catalog, undefined)
  })

  test('an invalid X-Auth-Token is 401 even where none is required', async () => {
    for (const url of ['/v3', '/', '/v3/auth/tokens'])
      assert.equal(
        (await s.call(url === '/v3/auth/tokens' ? 'POST' : 'GET', url, { token: 'nonsense' })).status,
        401,
      )
  })

  test('T36, T37, T45: every invalidating change affects a token on the very next request', async () => {
    type One = Awaited<ReturnType<typeof newUser>>
    const patch = (url: string, body: object) => s.call('PATCH', url, { token: s.admin, body })
    const ends: [string, (one: One) => Promise<unknown>][] = [
      ['the user is disabled', ({ user }) => patch(`/v3/users/${user.id}`, { user: { enabled: false } })],
      ['the user is deleted', ({ user }) => s.call('DELETE', `/v3/users/${user.id}`, { token: s.admin })],
      [
        'an administrator sets the password',
        ({ user }) => patch(`/v3/users/${user.id}`, { user: { password: 'another one' } }),
      ],
      [
        'the user changes the password',
        ({ user, password }) =>
          s.call('POST', `/v3/users/${user.id}/password`, {
            body: { user: { original_password: password, password: 'another one' } },
          }),
      ],
      ['the role is taken away', ({ grant }) => s.call('DELETE', grant, { token: s.admin })],
      [
        'the project is disabled',
        ({ project }) => patch(`/v3/projects/${project.id}`, { project: { enabled: false } }),
      ],
      [
        'the project is deleted',
        ({ project }) => s.call('DELETE', `/v3/projects/${project.id}`, { token: s.admin }),
      ],
      ['the token is revoked', async () => undefined],
    ]
    for (const [why, end] of ends) {
      const one = await newUser()
      const token = await one.signIn()
      assert.equal((await show(token)).status, 200, why)
      assert.equal((await show(token)).status, 200, why)
      if (why === 'the token is revoked') await s.call('DELETE', '/v3/auth/tokens', { token, subject: token })
      else {
        const done = (await end(one)) as { status: number }
        assert.ok(done.status < 300, `${why}: ${done.status}`)
      }
      assert.equal((await show(token)).status, 404, why)
      assert.equal((await s.call('GET', `/v3/users/${one.user.id}`, { token })).status, 401, why)
      assert.equal((await withToken(token, one.scope)).status, 404, why)
    }
  })

  test('re-enabling does not restore tokens invalidated by disabling', async () => {
    const { user, signIn } = await newUser()
    const token = await signIn()
    for (const enabled of [false, true])
      await s.call('PATCH', `/v3/users/${user.id}`, { token: s.admin, body: { user: { enabled } } })
    assert.equal((await show(token)).status, 404)
    assert.equal((await show(await signIn())).status, 200, 'a new sign-in in the same second works')
  })

  test('T40: a revocation event invalidates every earlier token, however quickly sign-ins follow', async () => {
    const { user, scope } = await newUser()
    for (const password of ['second phrase', 'third phrase', 'fourth phrase']) {
      await s.call('PATCH', `/v3/users/${user.id}`, { token: s.admin, body: { user: { password } } })
      const token = tokenOf(await withPassword({ id: user.id, password }, scope))
      assert.equal((await show(token)).status, 200)
      await s.call('PATCH', `/v3/users/${user.id}`, {
        token: s.admin,
        body: { user: { password: `${password} again` } },
      })
      assert.equal((await show(token)).status, 404)
    }
  })

  test('a token with roles of a group depends on the membership and the roles of the group', async () => {
    const { user, project, password, scope, grant } = await newUser()
    await s.call('DELETE', grant, { token: s.admin })
    const { group } = (
      await s.call('POST', '/v3/groups', { token: s.admin, body: { group: { name: `group-${user.id}` } } })
    ).body
    const { roles } = (await s.call('GET', '/v3/roles?name=reader', { token: s.admin })).body
    const groupGrant = `/v3/projects/${project.id}/groups/${group.id}/roles/${roles[0].id}`
    const membership = `/v3/groups/${group.id}/users/${user.id}`
    const signIn = () => withPassword({ id: user.id, password }, scope)
    assert.equal((await signIn()).status, 401)
    await s.call('PUT', membership, { token: s.admin })
    await s.call('PUT', groupGrant, { token: s.admin })
    const answer = await signIn()
    assert.deepEqual(
      answer.body.token.roles.map((role: { name: string }) => role.name),
      ['reader'],
    )
    await s.call('DELETE', groupGrant, { token: s.admin })
    assert.equal((await show(tokenOf(answer))).status, 404)
    await s.call('PUT', groupGrant, { token: s.admin })
    assert.equal(
      (await show(tokenOf(answer))).status,
      200,
      'the role is granted again, and the token is valid',
    )
    await s.call('DELETE', membership, { token: s.admin })
    assert.equal((await show(tokenOf(answer))).status, 404)
  })

  test('a renamed project appears under its new name in existing tokens', async () => {
    const { project, signIn } = await newUser()
    const token = await signIn()
    assert.equal((await show(token)).body.token.project.name, project.name)
    await s.call('PATCH', `/v3/projects/${project.id}`, {
      token: s.admin,
      body: { project: { name: `${project.name}-new` } },
    })
    assert.equal((await show(token)).body.token.project.name, `${project.name}-new`)
  })

  test('a disabled domain invalidates the tokens of its users and projects', async () => {
    const { domain } = (
      await s.call('POST', '/v3/domains', { token: s.admin, body: { domain: { name: 'short-lived' } } })
    ).body
    const body = { user: { name: 'inside', domain_id: domain.id, password: 'inside inside' } }
    const { user } = (await s.call('POST', '/v3/users', { token: s.admin, body })).body
    const { roles } = (await s.call('GET', '/v3/roles?name=reader', { token: s.admin })).body
    await s.call('PUT', `/v3/domains/${domain.id}/users/${user.id}/roles/${roles[0].id}`, { token: s.admin })
    const signIn = () =>
      withPassword({ id: user.id, password: 'inside inside' }, { domain: { id: domain.id } })
    const token = tokenOf(await signIn())
    assert.equal((await show(token)).status, 200)
    await s.call('PATCH', `/v3/domains/${domain.id}`, {
      token: s.admin,
      body: { domain: { enabled: false } },
    })
    assert.equal((await show(token)).status, 404)
    assert.equal((await signIn()).status, 401)
  })
})
