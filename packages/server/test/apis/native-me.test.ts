import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { decodeBase32, passcodeOf, stepAt } from '../../src/core/access/authentication/totp.ts'
import { digests } from '../../src/crypto/digests.ts'
import { onEachDatabase } from '../databases.ts'
import { type Native, nativeClient, problemOf } from '../native.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'

onEachDatabase('the own user at /api/v1/me', (makePlace) => {
  let s: TestServer
  let n: Native
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
  })
  after(() => s.close())

  const newPerson = async (more: object = {}) => {
    const user = await n.newUser(more)
    return { ...user, secret: await n.signIn(user.username, user.password) }
  }
  const change = (secret: string, body: object, headers: Record<string, string> = {}) =>
    n.call('PATCH', '/me', { secret, body, headers })
  const expect = (answer: Called, status: number, code: string) =>
    assert.deepEqual([answer.status, problemOf(answer)], [status, code])

  test('a user without a role reads, sets and clears its names, number, picture and language', async () => {
    const { id, secret } = await newPerson()
    const profile = {
      given_name: 'Ann',
      family_name: 'Lee',
      phone_number: '+49 30 1234',
      picture_url: 'https://pictures.example/ann.png',
      language: 'de',
    }
    const changed = await change(secret, profile)
    assert.equal(changed.status, 200, JSON.stringify(changed.body))
    assert.deepEqual(changed.body, { ...changed.body, ...profile, display_name: 'Ann Lee' })
    assert.deepEqual((await n.call('GET', '/me', { secret })).body.user, changed.body)
    const shown = await n.call('GET', `/users/${id}`, { secret: n.admin })
    const { metadata, ...visible } = shown.body
    assert.deepEqual([visible, metadata], [changed.body, {}], 'metadata is for administrators')
    const version = (etag: unknown) => /^"(\d+)-/.exec(String(etag))?.[1]
    assert.equal(version(shown.headers['etag']), version(changed.headers['etag']))
    const cleared = await change(secret, {
      phone_number: null,
      picture_url: null,
      language: null,
      display_name: 'A. Lee',
    })
    const { phone_number, picture_url, language, display_name, given_name } = cleared.body
    assert.deepEqual(
      [phone_number, picture_url, language, display_name, given_name],
      [null, null, null, 'A. Lee', null],
    )
    assert.equal((await change(secret, { language: 'tlh' })).status, 400)
    const { events } = (
      await n.call('GET', `/events?subject_id=${id}&kind=user.updated`, { secret: n.admin })
    ).body
    assert.deepEqual(
      events.map(({ actor_id, detail }: { actor_id: string; detail: object }) => [actor_id, detail]),
      [
        [id, { fields: ['display_name', 'phone_number', 'picture_url', 'language'] }],
        [id, { fields: ['given_name', 'family_name', 'phone_number', 'picture_url', 'language'] }],
      ],
    )
  })

  test('says what the caller may do in a domain', async () => {
    const rulesOf = async (secret: string, domainId?: string) => {
      const query = domainId === undefined ? '' : `?domain_id=${domainId}`
      const { status, body } = await n.call('GET', `/me/permissions${query}`, { secret })
      assert.equal(status, 200, JSON.stringify(body))
      return new Set<string>(body.rules)
    }
    const { secret } = await newPerson()
    const own = await rulesOf(secret)
    assert.ok(!own.has('identity:list_users') && !own.has('identity:create_user'))
    const managed = await n.newDomain('manager')
    const manager = await rulesOf(managed.secret)
    assert.ok(manager.has('identity:create_user') && !manager.has('identity:create_domain'))
    assert.ok(!(await rulesOf(managed.secret, 'default')).has('identity:create_user'))
    const reader = await rulesOf(await n.newReader(managed.id))
    assert.ok(reader.has('identity:list_users') && !reader.has('identity:create_user'))
    assert.ok((await rulesOf(n.admin)).has('identity:create_domain'))
    assert.equal((await n.call('GET', '/me/permissions')).status, 401)
  })

  test('rejects changes of identifiers, credentials and rights', async () => {
    const { id, secret } = await newPerson({ email: 'own@example.com' })
    const before = (await n.call('GET', `/users/${id}`, { secret: n.admin })).body
    for (const extra of [
      { id: 'x' },
      { username: 'admin' },
      { email: 'other@example.com' },
      { status: 'active' },
      { kind: 'service' },
      { developer: true },
      { domain_id: 'default' },
      { metadata: {} },
      { password: 'a phrase that is long' },
    ])
      expect(await change(secret, { display_name: 'Changed', ...extra }), 400, 'request_invalid')
    for (const picture_url of ['javascript:alert(1)', 'data:text/html,x', 'nowhere'])
      expect(await change(secret, { picture_url }), 400, 'picture_url_malformed')
    assert.deepEqual((await n.call('GET', `/users/${id}`, { secret: n.admin })).body, before)
  })

  test('If-Match with the ETag of GET rejects overwriting a concurrent change', async () => {
    const { id, secret } = await newPerson()
    const { headers } = await n.call('GET', '/me', { secret })
    const match = { 'if-match': String(headers['etag']) }
    await n.call('PATCH', `/users/${id}`, { secret: n.admin, body: { display_name: 'By another' } })
    expect(await change(secret, { display_name: 'Mine' }, match), 412, 'version_changed')
    const again = { 'if-match': String((await n.call('GET', '/me', { secret })).headers['etag']) }
    const changed = await change(secret, { display_name: 'Mine' }, again)
    assert.deepEqual([changed.status, changed.body.display_name], [200, 'Mine'])
    expect(await change(secret, { display_name: 'Late' }, again), 412, 'version_changed')
  })

  test('a user that deletes itself is signed out at once, and an administrator can restore it', async () => {
    const { id, username, password, secret } = await newPerson({ email: 'leaver@example.com' })
    const other = await n.signIn(username, password)
    const gone = await n.call('DELETE', '/me', { secret })
    assert.deepEqual([gone.status, gone.body, gone.headers['set-cookie']], [204, undefined, undefined])
    for (const over of [secret, other])
      expect(await n.call('GET', '/me', { secret: over }), 401, 'session_invalid')
    expect(await n.call('GET', `/users/${id}`, { secret: n.admin }), 404, 'user_not_found')
    const body = { username, password }
    expect(await n.call('POST', '/sessions', { body }), 401, 'authentication_failed')
    const kept = await n.call('GET', `/deleted-users/${id}`, { secret: n.admin })
    assert.deepEqual([kept.status, kept.body.email], [200, 'leaver@example.com'])
    const back = await n.call('POST', `/deleted-users/${id}/restore`, { secret: n.admin, body: {} })
    assert.deepEqual([back.status, back.body.status], [200, 'active'])
  })

  test('deleting the own user clears the cookie, and other sites cannot trigger it', async () => {
    const { username, password } = await n.newUser()
    const opened = await n.call('POST', '/sessions', {
      body: { username, password, cookie: true },
      headers: { 'x-muster-request': '1' },
    })
    const [cookie = ''] = String(opened.headers['set-cookie']).split(';')
    expect(await n.call('DELETE', '/me', { headers: { cookie } }), 403, 'request_header_missing')
    const gone = await n.call('DELETE', '/me', { headers: { cookie, 'x-muster-request': '1' } })
    assert.equal(gone.status, 204)
    assert.match(String(gone.headers['set-cookie']), /^__Host-muster=; .*Max-Age=0/)
  })

  const newDeveloper = async () => {
    const user = await newPerson({ developer: true })
    const { roles } = (await s.call('GET', '/v3/roles?name=reader', { token: s.admin })).body
    const grant = `/v3/domains/default/users/${user.id}/roles/${roles[0].id}`
    assert.equal((await s.call('PUT', grant, { token: s.admin })).status, 204)
    const newKey = async (name: string, unrestricted: boolean) => {
      const body = { name, unrestricted, scope: { type: 'domain', id: 'default' } }
      const made = await n.call('POST', '/api-keys', { secret: user.secret, body })
      assert.equal(made.status, 201, JSON.stringify(made.body))
      return made.body.secret as string
    }
    return {
      ...user,
      restricted: await newKey('restricted', false),
      unrestricted: await newKey('unrestricted', true),
    }
  }

  test('T12: no API key changes the password of its user, even with the current password', async () => {
    const { username, password, secret, restricted, unrestricted } = await newDeveloper()
    const chosen = `${password}, another`
    const body = { current_password: password, password: chosen }
    for (const key of [restricted, unrestricted])
      expect(await n.call('POST', '/me/password', { secret: key, body }), 403, 'forbidden_to_delegation')
    await n.signIn(username, password)
    assert.equal((await n.call('POST', '/me/password', { secret, body })).status, 204)
    await n.signIn(username, chosen)
    assert.equal((await n.call('GET', '/me', { secret: restricted })).status, 200)
  })

  test('a restricted key cannot delete its user', async () => {
    const { secret, restricted, unrestricted } = await newDeveloper()
    const rejected = await n.call('DELETE', '/me', { secret: restricted })
    assert.equal(rejected.status, 403)
    assert.equal((await n.call('GET', '/me', { secret })).status, 200)
    assert.equal((await n.call('DELETE', '/me', { secret: unrestricted })).status, 204)
    assert.equal((await n.call('GET', '/me', { secret })).status, 401)
  })

  test('a user lists its projects with its roles, and leaves one with those below it', async () => {
    const { id, secret } = await newPerson()
    const make = async (name: string, parent_id: string | null = null) =>
      (await n.call('POST', '/projects', { secret: n.admin, body: { name, parent_id } })).body.id as string
    const above = await make('above')
    const below = await make('below', above)
    await make('of others')
    for (const project of [above, below])
      await n.call('PUT', `/projects/${project}/members/${id}`, { secret: n.admin, body: {} })
    const listed = async () => {
      const { body } = await n.call('GET', '/me/projects', { secret })
      return body.projects.map(
        ({ project, roles }: { project: { name: string }; roles: { name: string }[] }) => [
          project.name,
          roles.map(({ name }) => name),
        ],
      )
    }
    assert.deepEqual((await listed()).sort(), [
      ['above', ['member']],
      ['below', ['member']],
    ])
    assert.equal((await n.call('DELETE', `/me/projects/${above}`, { secret })).status, 204)
    assert.deepEqual(await listed(), [])
    for (const project of [above, 'none'])
      expect(await n.call('DELETE', `/me/projects/${project}`, { secret }), 404, 'member_not_found')
  })

  test('a member sees the members of its project, invited ones too, and of no other project', async () => {
    const { id, secret } = await newPerson()
    const make = async (name: string, parent_id: string | null = null) =>
      (await n.call('POST', '/projects', { secret: n.admin, body: { name, parent_id } })).body.id as string
    const [project, other] = [await make('team'), await make('other team')]
    const invitation = { email: 'eve@example.org', project: { id: project, role: 'reader' } }
    const invited = await n.call('POST', '/invitations', { secret: n.admin, body: invitation })
    assert.equal(invited.status, 201)
    const members = (of: string, more = '') => n.call('GET', `/me/projects/${of}/members${more}`, { secret })
    expect(await members(project), 404, 'project_not_found')
    await n.call('PUT', `/projects/${project}/members/${id}`, { secret: n.admin, body: {} })
    for (const none of [other, 'none', 'default']) expect(await members(none), 404, 'project_not_found')
    const { body } = await members(project)
    assert.deepEqual(
      body.members
        .map((one: { user_id: string; status: string; roles: { name: string }[] }) => [
          one.user_id,
          one.status,
          one.roles.map(({ name }) => name),
        ])
        .sort(),
      [
        [id, 'active', ['member']],
        [invited.body.user.id, 'invited', ['reader']],
      ].sort(),
    )
    const first = (await members(project, '?limit=1')).body
    const second = (await members(project, `?limit=1&cursor=${first.next_cursor}`)).body
    assert.deepEqual([...first.members, ...second.members], body.members)
    assert.equal(second.next_cursor, null)
    expect(await n.call('GET', `/projects/${project}/members`, { secret }), 403, 'forbidden_by_rule')
  })

  test('T64: /me/second-factors adds a device with the password and its passcode, and removes it with a proof', async () => {
    const { username, password, secret } = await newPerson()
    const post = (path: string, body: object) => n.call('POST', `/me/second-factors${path}`, { secret, body })
    expect(await post('/enrolments', { current_password: 'wrong' }), 400, 'current_password_wrong')
    const begun = await post('/enrolments', { current_password: password })
    assert.equal(begun.status, 200, JSON.stringify(begun.body))
    const { enrolment, seed, uri } = begun.body
    assert.ok(uri.includes(seed))
    expect(await post('', { enrolment, passcode: '000000x' }), 400, 'passcode_invalid')
    const passcode = passcodeOf(decodeBase32(seed) ?? assert.fail(), stepAt(Date.now()), digests)
    const added = await post('', { enrolment, passcode })
    assert.equal(added.status, 201, JSON.stringify(added.body))
    const { body } = await n.call('GET', '/me/second-factors', { secret })
    assert.deepEqual(body, { second_factors: [added.body], required: true })
    expect(await n.call('POST', '/sessions', { body: { username, password } }), 401, 'factors_missing')
    const removal = `/${added.body.id}/remove`
    expect(await post(removal, {}), 400, 'proof_missing')
    expect(await post(removal, { current_password: 'wrong' }), 400, 'current_password_wrong')
    expect(await post(removal, { passcode: 'wrong' }), 400, 'passcode_invalid')
    assert.equal((await post(removal, { current_password: password })).status, 204)
    await n.signIn(username, password)
  })

  test('permissions are those on ordinary objects of a domain: global roles and roles of the domain count', async () => {
    const rulesOf = async (secret: string, domainId?: string): Promise<readonly string[]> => {
      const query = domainId === undefined ? '' : `?domain_id=${domainId}`
      return (await n.call('GET', `/me/permissions${query}`, { secret })).body.rules
    }
    const managed = await n.newDomain()
    const grants = ['identity:create_grant', 'identity:revoke_grant', 'muster:bind_role']
    const has = (rules: readonly string[]) => grants.map((rule) => rules.includes(rule))
    assert.deepEqual(has(await rulesOf(managed.secret)), [true, true, true])
    assert.deepEqual(has(await rulesOf(managed.secret, 'default')), [false, false, false])
    assert.deepEqual(has(await rulesOf(await n.newReader(managed.id))), [false, false, false])
    assert.deepEqual(has(await rulesOf(n.admin, managed.id)), [true, true, true])
    assert.ok(!(await rulesOf(managed.secret)).includes('identity:create_role'))
  })
})
