import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { type Native, nativeClient, problemOf } from '../native.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'

onEachDatabase('API keys at the native API', (makePlace) => {
  let s: TestServer
  let n: Native
  let count = 0
  before(async () => {
    s = await startTestServer(await makePlace(), {}, { application_credential_user_limit: 40 })
    n = await nativeClient(s)
  })
  after(() => s.close())

  const make = async (more: object = {}, secret = n.admin) => {
    const made = await n.call('POST', '/api-keys', { secret, body: { name: `key ${++count}`, ...more } })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    return { ...made.body.api_key, secret: made.body.secret, etag: made.headers['etag'] }
  }
  const at = (method: string, path: string, body?: unknown, secret = n.admin, headers = {}) =>
    n.call(method, `/api-keys${path}`, { secret, headers, ...(body === undefined ? {} : { body }) })
  const me = (secret: string) => n.call('GET', '/me', { secret })
  const expect = (answer: Called, status: number, code: string) => {
    assert.equal(answer.status, status, JSON.stringify(answer.body))
    assert.equal(problemOf(answer), code)
  }
  /** A developer with a role on a new domain. */
  const developer = async () => {
    const domain = await n.newDomain('member')
    await n.call('PATCH', `/users/${domain.userId}`, { secret: n.admin, body: { developer: true } })
    return domain
  }

  test('a key is a bearer token like a session, with the scope and roles it was created with', async () => {
    const { secret } = await developer()
    const key = await make({ description: 'nightly' }, secret)
    assert.match(key.secret, /^mst_k_[\w-]{49}$/)
    assert.deepEqual([key.prefix, key.state, key.description], [key.secret.slice(0, 12), 'active', 'nightly'])
    const [own, delegated] = [await me(secret), await me(key.secret)]
    assert.equal(delegated.status, 200)
    assert.deepEqual([delegated.body.user.id, delegated.body.session], [own.body.user.id, null])
    assert.deepEqual(delegated.body.authority, own.body.authority)
    const shown = await at('GET', `/${key.id}`, undefined, secret)
    assert.ok(shown.body.last_used_at)
    assert.ok(!JSON.stringify(shown.body).includes(key.secret))
  })

  test('T44: a key is never accepted as a cookie', async () => {
    const { secret } = await make()
    const cookie = { cookie: `__Host-muster=${secret}` }
    expect(await n.call('GET', '/me', { headers: cookie }), 401, 'authentication_required')
  })

  test('a key for the system, a domain or a project, with selected roles', async () => {
    const { body } = await me(n.admin)
    const key = await make({ scope: { type: 'system' }, roles: [{ name: 'reader' }] })
    assert.deepEqual(key.scope, { type: 'system', id: null })
    assert.deepEqual(
      key.roles.map(({ name }: { name: string }) => name),
      ['reader'],
    )
    assert.equal(body.authority.scope.type, 'system')
    expect(
      await n.call('POST', '/users', { secret: key.secret, body: { username: 'x' } }),
      403,
      'forbidden_by_rule',
    )
    const { projects } = (await s.call('GET', '/v3/projects?name=admin', { token: s.system })).body
    const inProject = await make({ scope: { type: 'project', id: projects[0].id } })
    const { authority } = (await me(inProject.secret)).body
    assert.deepEqual(authority.scope, { type: 'project', id: projects[0].id })
    const seen = await s.call('GET', `/v3/users/${body.user.id}/application_credentials/${inProject.id}`, {
      token: s.admin,
    })
    assert.equal(seen.status, 200, 'Identity v3 shows those of projects')
  })

  const wrong: readonly (readonly [about: string, body: object, code: string, status?: number])[] = [
    ['no name', {}, 'request_invalid'],
    ['a blank name', { name: ' ' }, 'name_blank'],
    ['an unknown field', { name: 'x', secret: 'mine' }, 'request_invalid'],
    ['a scope of nothing', { name: 'x', scope: { type: 'project' } }, 'request_invalid'],
    ['a system with an id', { name: 'x', scope: { type: 'system', id: 'x' } }, 'request_invalid'],
    ['a scope elsewhere', { name: 'x', scope: { type: 'project', id: 'nowhere' } }, 'role_not_held'],
    ['a role twice named', { name: 'x', roles: [{ id: 'a', name: 'b' }] }, 'request_invalid'],
    ['a role unknown', { name: 'x', roles: [{ name: 'nothing' }] }, 'role_not_found', 400],
    ['a time that is none', { name: 'x', expires_at: 'tomorrow' }, 'request_invalid'],
    ['a time that has passed', { name: 'x', expires_at: '2020-01-01T00:00:00Z' }, 'expired_already'],
  ]
  for (const [about, body, code, status = 400] of wrong)
    test(`rejected: ${about}`, async () => {
      const answer = await at('POST', '', body)
      expect(answer, status, code)
      if (code === 'name_blank') assert.deepEqual(answer.body.errors[0].pointer, '/name')
    })

  test('is updated by a merge patch, conditional on the version', async () => {
    const key = await make()
    const changed = await at('PATCH', `/${key.id}`, { name: 'renamed', description: null }, n.admin, {
      'if-match': key.etag,
    })
    assert.equal(changed.status, 200)
    assert.equal(changed.body.name, 'renamed')
    assert.match(String(changed.headers['etag']), /^"2-/)
    const late = await at('PATCH', `/${key.id}`, { revoked: true }, n.admin, { 'if-match': key.etag })
    expect(late, 412, 'version_changed')
    assert.equal((await me(key.secret)).status, 200)
    assert.equal((await at('PATCH', `/${key.id}`, { revoked: true })).body.state, 'revoked')
    expect(await me(key.secret), 401, 'api_key_invalid')
    assert.equal((await at('PATCH', `/${key.id}`, { revoked: false })).body.state, 'active')
    assert.equal((await me(key.secret)).status, 200)
  })

  test('rotation: two secrets during the overlap, which is at most a week', async () => {
    const key = await make()
    const rotated = await at('POST', `/${key.id}/rotate`, { overlap_seconds: 600 })
    assert.equal(rotated.status, 200)
    assert.ok(Date.parse(rotated.body.api_key.overlap_until) > Date.now() + 590_000)
    for (const secret of [key.secret, rotated.body.secret]) assert.equal((await me(secret)).status, 200)
    const again = await at('POST', `/${key.id}/rotate`, {})
    for (const secret of [key.secret, rotated.body.secret]) expect(await me(secret), 401, 'api_key_invalid')
    assert.equal((await me(again.body.secret)).status, 200)
    expect(await at('POST', `/${key.id}/rotate`, { overlap_seconds: 604_801 }), 400, 'request_invalid')
    expect(
      await n.call('POST', `/api-keys/${key.id}/rotate`, { secret: again.body.secret, body: {} }),
      403,
      'forbidden_to_delegation',
    )
  })

  test('deleted: invalid at once, and listed on request', async () => {
    const { secret } = await developer()
    const [one, two] = [await make({}, secret), await make({}, secret)]
    assert.equal((await at('DELETE', `/${one.id}`, undefined, secret)).status, 204)
    expect(await me(one.secret), 401, 'api_key_invalid')
    expect(await at('DELETE', `/${one.id}`, undefined, secret), 404, 'api_key_not_found')
    const ids = async (query: string) =>
      (await at('GET', query, undefined, secret)).body.api_keys.map(({ id }: { id: string }) => id)
    assert.deepEqual(await ids(''), [two.id])
    assert.deepEqual(await ids('?include_deleted=true'), [one.id, two.id])
    assert.deepEqual(await ids('?state=deleted'), [one.id])
    assert.equal((await at('GET', `/${one.id}`, undefined, secret)).body.state, 'deleted')
    expect(await at('GET', '?state=dead', undefined, secret), 400, 'request_invalid')
  })

  test('lists of a user and of a domain, with pages and permissions', async () => {
    const { secret, userId, id } = await developer()
    const made = [await make({}, secret), await make({}, secret), await make({}, secret)]
    for (const whose of [`user_id=${userId}`, `domain_id=${id}`]) {
      const first = (await at('GET', `?${whose}&limit=2`)).body
      assert.equal(first.api_keys.length, 2)
      const rest = (await at('GET', `?${whose}&limit=2&cursor=${encodeURIComponent(first.next_cursor)}`)).body
      assert.equal(rest.next_cursor, null)
      const ids = [...first.api_keys, ...rest.api_keys].map((key) => key.id)
      assert.deepEqual(
        ids,
        made.map((key) => key.id),
      )
    }
    const other = await developer()
    expect(await at('GET', `?user_id=${userId}`, undefined, other.secret), 403, 'forbidden_by_rule')
    expect(await at('GET', `/${made[0].id}`, undefined, other.secret), 403, 'forbidden_by_rule')
    expect(await at('GET', '?user_id=nobody'), 404, 'user_not_found')
  })

  test('T51: 20 parallel creations do not exceed the quota together', async () => {
    const { secret } = await developer()
    for (let k = 0; k < 35; k++) await make({}, secret)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, k) => at('POST', '', { name: `parallel ${k}` }, secret)),
    )
    assert.equal(answers.filter(({ status }) => status === 201).length, 5)
    for (const answer of answers.filter(({ status }) => status !== 201))
      expect(answer, 403, 'application_credentials_too_many')
  })

  test('T77: malformed Authorization headers cause no internal error', async () => {
    const { secret } = await make()
    const forms = [
      '',
      ' ',
      'Bearer',
      'Bearer ',
      'Bearer  ',
      'Bearer mst_k_',
      `Bearer ${secret} ${secret}`,
      `Bearer,${secret}`,
      `Basic ${Buffer.from(`x:${secret}`).toString('base64')}`,
      `Bearer "${secret}"`,
      `Bearer ${secret.slice(0, -1)}`,
      `Bearer ${secret}\u00e9`,
      `Bearer mst_k_${'\u00ff'.repeat(49)}`,
      `Bearer ${'x'.repeat(14_000)}`,
      `Digest username="x", realm=`,
      `${secret}`,
      'null',
      '{}',
      `Bearer ${secret.replace('_k_', '_s_')}`,
    ]
    for (const authorization of forms) {
      const answer = await n.call('GET', '/me', { headers: { authorization } })
      assert.equal(answer.status, 401, JSON.stringify(authorization.slice(0, 60)))
      problemOf(answer)
      assert.equal((await n.call('POST', '/sessions', { headers: { authorization }, body: {} })).status, 401)
    }
    for (const authorization of [`bearer ${secret}`, `BEARER   ${secret} `])
      assert.equal((await n.call('GET', '/me', { headers: { authorization } })).status, 200)
  })
})
