import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { type Call, type Called, startTestServer, type TestServer } from '../test-server.ts'

const password = 'one phrase for all users'
const rule = (method: string, path: string, service = 'identity') => ({ service, method, path })

onEachDatabase('application credentials of Identity v3', (makePlace) => {
  let s: TestServer
  before(async () => {
    s = await startTestServer(await makePlace())
  })
  after(() => s.close())

  let count = 0
  const ok = async (method: string, path: string, call: Call = {}): Promise<Called['body']> => {
    const answer = await s.call(method, path, { token: s.admin, ...call })
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  /** A member of a new project, with a token for it. */
  const person = async (role = 'member') => {
    const n = ++count
    const { user } = await ok('POST', '/v3/users', { body: { user: { name: `user-${n}`, password } } })
    const { project } = await ok('POST', '/v3/projects', { body: { project: { name: `project-${n}` } } })
    const { roles } = await ok('GET', `/v3/roles?name=${role}`)
    await ok('PUT', `/v3/projects/${project.id}/users/${user.id}/roles/${roles[0].id}`)
    const token = await s.signIn({ id: user.id, password }, { project: { id: project.id } })
    const path = `/v3/users/${user.id}/application_credentials`
    const post = (attributes: unknown, as: string = token) =>
      s.call('POST', path, { token: as, body: { application_credential: attributes } })
    return {
      user,
      project,
      token,
      path,
      rules: `/v3/users/${user.id}/access_rules`,
      post,
      make: async (attributes: object = {}, as?: string): Promise<Called['body']> => {
        const answer = await post({ name: `key-${++count}`, ...attributes }, as)
        assert.equal(answer.status, 201, JSON.stringify(answer.body))
        return answer.body.application_credential
      },
    }
  }
  const enter = (input: object, scope?: unknown) =>
    s.call('POST', '/v3/auth/tokens', {
      body: {
        auth: {
          identity: { methods: ['application_credential'], application_credential: input },
          ...(scope === undefined ? {} : { scope }),
        },
      },
    })
  const tokenOf = async (made: { id: string; secret: string }): Promise<string> => {
    const answer = await enter({ id: made.id, secret: made.secret })
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
    return String(answer.headers['x-subject-token'])
  }

  test('P18: an empty expires_at is 400, and does not create a credential without expiry', async () => {
    const p = await person()
    for (const expires_at of ['', ' '])
      assert.equal((await p.post({ name: 'ending', expires_at })).status, 400)
    const { application_credentials } = await ok('GET', p.path, { token: p.token })
    assert.deepEqual(application_credentials, [])
    assert.equal((await p.make({ expires_at: null })).expires_at, null)
  })

  test('create returns all fields and the secret once; show and list return them without it', async () => {
    const p = await person()
    const made = await p.make({
      name: 'backup',
      description: 'nightly',
      expires_at: '2099-01-02T03:04:05.678',
    })
    const { secret, ...shown } = made
    assert.match(secret, /^[\w-]{86}$/)
    const { roles } = await ok('GET', '/v3/roles?name=member')
    assert.deepEqual(
      shown.roles.find((role: { name: string }) => role.name === 'member'),
      { id: roles[0].id, name: 'member', domain_id: null, description: null, options: roles[0].options },
    )
    assert.deepEqual(shown.roles.map((role: { name: string }) => role.name).sort(), ['member', 'reader'])
    assert.deepEqual(
      { ...shown, roles: [] },
      {
        id: made.id,
        name: 'backup',
        description: 'nightly',
        user_id: p.user.id,
        project_id: p.project.id,
        system: null,
        roles: [],
        expires_at: '2099-01-02T03:04:05.678000',
        unrestricted: false,
        links: { self: `http://muster.test${p.path}/${made.id}` },
      },
    )
    assert.deepEqual(await ok('GET', `${p.path}/${made.id}`, { token: p.token }), {
      application_credential: shown,
    })
    const listed = await ok('GET', p.path, { token: p.token })
    assert.deepEqual(listed.application_credentials, [shown])
    assert.deepEqual((await ok('GET', `${p.path}?name=other`)).application_credentials, [])
    assert.equal((await ok('GET', `${p.path}?name__contains=ack`)).application_credentials.length, 1)
    const head = await s.call('HEAD', `${p.path}/${made.id}`, { token: p.token })
    assert.deepEqual([head.status, head.body], [200, undefined])
    assert.equal((await s.call('PATCH', `${p.path}/${made.id}`, { token: p.token, body: {} })).status, 405)
    assert.equal((await s.call('DELETE', `${p.path}/${made.id}`, { token: p.token })).status, 204)
    for (const verb of ['GET', 'DELETE'])
      assert.equal((await s.call(verb, `${p.path}/${made.id}`, { token: p.token })).status, 404)
  })

  test('unknown fields of clients are handled as Keystone does', async () => {
    const p = await person()
    const input = {
      secret: null,
      description: null,
      expires_at: null,
      unrestricted: null,
      roles: [],
      access_rules: [],
    }
    const made = await p.make({ ...input, id: 'x', project_id: 'somewhere else', system: 'all' })
    assert.notEqual(made.id, 'x')
    assert.deepEqual([made.project_id, made.system, made.unrestricted], [p.project.id, null, false])
    assert.equal('access_rules' in made, false)
    assert.match((await p.make({ secret: '' })).secret, /^[\w-]{86}$/)
    assert.equal(
      (await p.make({ expires_at: '2099-01-02T03:04:05Z' })).expires_at,
      '2099-01-02T03:04:05.000000',
    )
    assert.deepEqual(
      (await p.make({ roles: [{ name: 'reader' }] })).roles.map((role: { name: string }) => role.name),
      ['reader'],
    )
  })

  test('S1: an invalid body is 400, and 401 to a caller without a token', async () => {
    const p = await person()
    const name = 'x'
    const wrong: unknown[] = [
      undefined,
      [],
      {},
      { name: '' },
      { name: 1 },
      { name: 'x'.repeat(256) },
      { name, more: 1 },
      { name, roles: {} },
      { name, roles: [{}] },
      { name, roles: ['member'] },
      { name, roles: [{ id: 'a', name: 'b' }] },
      { name, expires_at: 1 },
      { name, unrestricted: 'true' },
      { name, access_rules: {} },
      { name, access_rules: [[]] },
      { name, access_rules: [rule('get', '/')] },
      { name, access_rules: [rule('GET', 'v3')] },
      { name, access_rules: [rule('GET', `/${'x'.repeat(128)}`)] },
      { name, access_rules: [rule('GET', '/', 'a b')] },
      { name, access_rules: [rule('GET', '/', 'x'.repeat(65))] },
    ]
    for (const attributes of wrong) {
      assert.equal((await p.post(attributes)).status, 400, JSON.stringify(attributes))
      const body = { application_credential: attributes }
      assert.equal((await s.call('POST', p.path, { body })).status, 401)
    }
    const later: [object, number][] = [
      [{ name: '  ' }, 400],
      [{ name: 'a\0b' }, 400],
      [{ name, secret: 'x'.repeat(5000) }, 400],
      [{ name, expires_at: '2001-01-02T03:04:05Z' }, 400],
      [{ name, expires_at: 'tomorrow' }, 400],
      [{ name, expires_at: '2099-01-02T03:04:05+01:00' }, 400],
      [{ name, roles: [{ name: 'admin' }] }, 400],
      [{ name, roles: [{ id: 'nothing' }] }, 400],
      [{ name, roles: [{ name: 'nothing' }] }, 404],
      [{ name, roles: [{ name: 'a\0b' }] }, 400],
      [{ name, access_rules: [{}] }, 400],
      [{ name, access_rules: [{ id: 'nothing' }] }, 404],
      [{ name, access_rules: [{ id: 'a\0b' }] }, 400],
    ]
    for (const [attributes, status] of later)
      assert.equal((await p.post(attributes)).status, status, JSON.stringify(attributes))
    assert.deepEqual((await ok('GET', p.path)).application_credentials, [])
    assert.equal((await p.make({ name })).name, name)
    assert.equal((await p.post({ name })).status, 409)
    const unscoped = await s.signIn({ id: p.user.id, password }, 'unscoped')
    assert.equal((await p.post({ name: 'y' }, unscoped)).status, 400)
    assert.equal((await p.post({ name: 'y' }, s.admin)).status, 403)
    assert.equal((await p.post({ name: 'y' }, s.system)).status, 403)
  })

  test('authentication: by id, by name, and invalid requests', async () => {
    const p = await person()
    const made = await p.make({ secret: 'my own sixteen words' })
    const { id, name } = made
    const secret = 'my own sixteen words'
    const login = await enter({ id, secret })
    assert.equal(login.status, 201)
    const { token } = login.body
    assert.deepEqual(token.methods, ['application_credential'])
    assert.deepEqual(token.application_credential, { id, name, restricted: true })
    assert.deepEqual([token.user.id, token.project.id, token.is_domain], [p.user.id, p.project.id, false])
    assert.equal(token.catalog[0].type, 'identity')
    const subject = String(login.headers['x-subject-token'])
    assert.deepEqual((await ok('GET', '/v3/auth/tokens', { subject })).token, token)
    for (const user of [{ id: p.user.id }, { name: p.user.name, domain: { name: 'Default' } }])
      assert.equal((await enter({ name, user, secret })).status, 201)
    const answers: [object, unknown, number][] = [
      [{ id, secret: 'wrong' }, undefined, 401],
      [{ id: 'f'.repeat(32), secret }, undefined, 404],
      [{ name: 'other', user: { id: p.user.id }, secret }, undefined, 401],
      [{ name, user: { id: 'nobody' }, secret }, undefined, 401],
      [{ name, secret }, undefined, 400],
      [{ secret }, undefined, 400],
      [{ id }, undefined, 400],
      [{ id, secret: 1 }, undefined, 400],
      [{ id, secret }, 'unscoped', 401],
      [{ id, secret }, { unscoped: {} }, 401],
      [{ id, secret }, { project: { id: p.project.id } }, 401],
      [{ id, secret }, { domain: { id: 'default' } }, 401],
      [{ id, secret }, { system: { all: true } }, 401],
      [{ id, secret }, { 'OS-TRUST:trust': { id: 'x' } }, 401],
    ]
    for (const [input, scope, status] of answers) {
      const answer = await enter(input, scope)
      assert.equal(answer.status, status, `${JSON.stringify([input, scope])}: ${JSON.stringify(answer.body)}`)
      assert.equal(answer.headers['x-subject-token'], undefined)
    }
  })

  test('T10: a token of a credential is rescoped to its own scope, to no scope, or not at all', async () => {
    const p = await person()
    const { roles } = await ok('GET', '/v3/roles?name=member')
    await ok('PUT', `/v3/system/users/${p.user.id}/roles/${roles[0].id}`)
    const made = await p.make({ unrestricted: true })
    const id = await tokenOf(made)
    const exchange = (scope?: unknown) =>
      s.call('POST', '/v3/auth/tokens', {
        body: {
          auth: {
            identity: { methods: ['token'], token: { id } },
            ...(scope === undefined ? {} : { scope }),
          },
        },
      })
    for (const scope of [
      'unscoped',
      { system: { all: true } },
      { project: { id: p.project.id } },
      { domain: { id: 'default' } },
      { 'OS-TRUST:trust': { id: 'x' } },
    ])
      assert.equal((await exchange(scope)).status, 403, JSON.stringify(scope))
    const again = await exchange()
    assert.equal(again.status, 201)
    assert.equal(again.body.token.application_credential.id, made.id)
    assert.deepEqual(again.body.token.methods.sort(), ['application_credential', 'token'])
  })

  test('access rules are listed with their credential and separately, and cannot be deleted while in use', async () => {
    const p = await person()
    const made = await p.make({
      access_rules: [rule('GET', '/v2.1/servers', 'compute'), rule('POST', '/v3/users')],
    })
    assert.deepEqual(
      made.access_rules
        .map(({ id: _id, ...said }: { id: string }) => said)
        .sort((a: { service: string }, b: { service: string }) => (a.service < b.service ? -1 : 1)),
      [rule('GET', '/v2.1/servers', 'compute'), rule('POST', '/v3/users')],
    )
    const listed = await ok('GET', p.rules, { token: p.token })
    assert.equal(listed.access_rules.length, 2)
    const [one] = (
      await ok('GET', `${p.rules}?service=compute&method=GET&path=/v2.1/servers`, { token: s.system })
    ).access_rules
    assert.deepEqual(one, {
      id: one.id,
      ...rule('GET', '/v2.1/servers', 'compute'),
      links: { self: `http://muster.test${p.rules}/${one.id}` },
    })
    assert.deepEqual((await ok('GET', `${p.rules}/${one.id}`, { token: s.system })).access_rule, one)
    assert.deepEqual((await ok('GET', `${p.rules}?method=DELETE`, { token: p.token })).access_rules, [])
    assert.equal((await s.call('DELETE', `${p.rules}/${one.id}`, { token: p.token })).status, 403)
    assert.equal((await s.call('GET', `${p.rules}/${'f'.repeat(32)}`, { token: p.token })).status, 404)
    const other = await person()
    assert.equal((await s.call('GET', `${other.rules}/${one.id}`, { token: other.token })).status, 404)
    assert.equal((await s.call('GET', `${p.rules}/${one.id}`, { token: other.token })).status, 403)
    assert.equal((await other.post({ name: 'x', access_rules: [{ id: one.id }] })).status, 404)
    await ok('DELETE', `${p.path}/${made.id}`, { token: p.token })
    await ok('DELETE', `${p.rules}/${one.id}`, { token: p.token })
    assert.equal((await s.call('DELETE', `${p.rules}/${one.id}`, { token: p.token })).status, 404)
  })

  test('a token with access rules may call Identity v3 only as they allow', async () => {
    const p = await person('admin')
    const made = await p.make({
      access_rules: [
        rule('GET', '/v3/users/*'),
        rule('GET', '/v3/projects/{project_id}/tags'),
        rule('GET', '/v3/services/**'),
        rule('POST', '/v3/roles'),
        rule('HEAD', '/v3/auth/tokens'),
        rule('GET', '/v3/groups', 'compute'),
        rule('GET', '/'),
      ],
    })
    const token = await tokenOf(made)
    const allowed: [string, string][] = [
      ['GET', `/v3/users/${p.user.id}`],
      ['GET', `/v3/users/${p.user.id}/`],
      ['GET', `/v3/users/${p.user.id}?a=/v3/roles`],
      ['GET', '/v3/users/nothing'],
      ['GET', '/v3/us%65rs/nothing'],
      ['GET', `/v3/projects/${p.project.id}/tags`],
      ['GET', '/v3/services/nothing'],
      ['POST', '/v3/roles'],
      ['GET', '/'],
      ['GET', '/v3'],
      ['HEAD', '/v3'],
    ]
    for (const [method, path] of allowed)
      assert.notEqual((await s.call(method, path, { token })).status, 401, `${method} ${path}`)
    const rejected: [string, string][] = [
      ['GET', '/v3/users'],
      ['HEAD', `/v3/users/${p.user.id}`],
      ['PATCH', `/v3/users/${p.user.id}`],
      ['DELETE', `/v3/users/${p.user.id}`],
      ['OPTIONS', `/v3/users/${p.user.id}`],
      ['GET', p.path],
      ['GET', `/v3/users/${p.user.id}%2Fapplication_credentials/..`],
      ['GET', '/v3/users?x=/v3/users/1'],
      ['GET', '/v3/users#/1'],
      ['GET', '/v3/users;/v3/users/1'],
      ['GET', '/v3//users/1'],
      ['GET', '/v3/roles'],
      ['GET', '/v3/groups'],
      ['GET', '/v3/services'],
      ['GET', '/v3/services/'],
      ['GET', '/v3/nothing'],
      ['POST', '/v3/auth/tokens'],
      ['DELETE', '/v3/auth/tokens'],
    ]
    for (const [method, path] of rejected) {
      const answer = await s.call(method, path, { token, subject: token, body: {} })
      assert.equal(answer.status, 401, `${method} ${path}`)
    }
    const rules = { 'openstack-identity-access-rules': '1.0' }
    for (const method of ['GET', 'HEAD']) {
      const answer = await s.call(method, '/v3/auth/tokens', { token, subject: token, headers: rules })
      assert.equal(answer.status, 200, 'a token may always validate itself')
    }
    assert.equal((await s.call('GET', '/v3/auth/tokens', { token, subject: token })).status, 404)
    const shown = await ok('GET', '/v3/auth/tokens', { subject: token, headers: rules })
    assert.equal(shown.token.application_credential.access_rules.length, 7)
    assert.equal((await s.call('GET', '/v3/auth/tokens', { token: s.admin, subject: token })).status, 404)
  })

  test('P19: discovery with a token of a credential with access rules is 200, as without a token', async () => {
    const p = await person()
    const made = await p.make({ access_rules: [rule('GET', '/v2.1/servers', 'compute')] })
    const token = await tokenOf(made)
    for (const path of ['/v3', '/v3/'])
      for (const method of ['GET', 'HEAD'])
        assert.equal((await s.call(method, path, { token })).status, 200, `${method} ${path}`)
    for (const accept of ['application/json', 'application/json-home']) {
      const bare = await s.call('GET', '/', { headers: { accept } })
      const answer = await s.call('GET', '/', { token, headers: { accept } })
      assert.deepEqual([answer.status, answer.body], [bare.status, bare.body])
    }
    assert.equal((await s.call('GET', '/v3/users', { token })).status, 401)
    assert.equal((await s.call('GET', '/v3', { token: 'nonsense' })).status, 401)
  })

  test('a service token allows requests that the access rules do not', async () => {
    const p = await person('admin')
    const made = await p.make({ access_rules: [rule('GET', '/v2.1/servers', 'compute')] })
    const token = await tokenOf(made)
    const service = (await person('service')).token
    const requested = (beside: string) =>
      s.call('GET', '/v3/users', { token, headers: { 'x-service-token': beside } })
    assert.equal((await requested(service)).status, 200)
    for (const beside of ['', 'nonsense', token, p.token, s.admin])
      assert.equal((await requested(beside)).status, 401)
    await ok('DELETE', `${p.path}/${made.id}`)
    assert.equal((await requested(service)).status, 401)
  })

  test('the original password changes a password, also beside a token of a credential, as in Keystone', async () => {
    const { user, make } = await person()
    const changes = [
      { made: await make({ unrestricted: false }), original_password: password, next: 'a second phrase' },
      { made: await make({ unrestricted: true }), original_password: 'a second phrase', next: password },
    ]
    for (const { made, original_password, next } of changes) {
      const body = { user: { original_password, password: next } }
      const token = await tokenOf(made)
      assert.equal((await s.call('POST', `/v3/users/${user.id}/password`, { token, body })).status, 204)
      assert.ok(await s.signIn({ id: user.id, password: next }))
    }
  })

  test('T05, T08: operations that a credential may not perform with any role', async () => {
    const p = await person('admin')
    const [bound, free] = [await p.make(), await p.make({ unrestricted: true })]
    const [restricted, unrestricted] = [await tokenOf(bound), await tokenOf(free)]
    assert.equal((await p.post({ name: 'a' }, restricted)).status, 403)
    assert.equal((await p.post({ name: 'b' }, unrestricted)).status, 201)
    assert.equal((await s.call('DELETE', `${p.path}/${free.id}`, { token: restricted })).status, 403)
    assert.equal((await s.call('GET', p.path, { token: restricted })).status, 200)
    const trust = {
      trustor_user_id: p.user.id,
      trustee_user_id: p.user.id,
      impersonation: false,
      project_id: p.project.id,
      roles: [{ name: 'admin' }],
    }
    for (const token of [restricted, unrestricted]) {
      assert.equal((await s.call('POST', '/v3/OS-TRUST/trusts', { token, body: { trust } })).status, 403)
      for (const query of ['', `?trustor_user_id=${p.user.id}`, `?trustee_user_id=${p.user.id}`])
        assert.equal((await s.call('GET', `/v3/OS-TRUST/trusts${query}`, { token })).status, 403)
    }
    assert.equal((await s.call('DELETE', `${p.path}/${bound.id}`, { token: unrestricted })).status, 204)
    assert.equal((await s.call('GET', '/v3/users', { token: restricted })).status, 401)
  })
})
