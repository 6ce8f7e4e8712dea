import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { onEachDatabase } from './databases.ts'
import { entries, groupDn, groupOf, ldapOptions, person, userDn } from './directory-entries.ts'
import { type LdapServer, startLdapServer } from './ldap-server.ts'
import { adminPassword, type Called, startTestServer, type TestServer } from './test-server.ts'

type Named = { readonly id: string; readonly name: string; readonly enabled: boolean }

const names = ({ status, body }: Called, collection: string): readonly string[] => {
  assert.equal(status, 200, JSON.stringify(body))
  return body[collection].map((one: Named) => one.name).sort()
}

onEachDatabase('domains with an LDAP directory', (makePlace) => {
  let s: TestServer
  let ldap: LdapServer
  let domain: string
  let count = 0
  before(async () => {
    s = await startTestServer(
      await makePlace(),
      { MUSTER_DIRECTORY_ALLOWED_NETWORKS: '127.0.0.0/8' },
      { directory_cache_seconds: 0 },
    )
    const body = { username: 'admin', password: adminPassword }
    secret = (await s.call('POST', '/api/v1/sessions', { body })).body.secret
  })
  after(() => s.close())

  const get = (url: string, token = s.system) => s.call('GET', url, { token })
  let secret: string
  /** The native API, as the administrator. */
  const native = (method: string, url: string, body?: object) =>
    s.call(method, `/api/v1${url}`, { headers: { authorization: `Bearer ${secret}` }, body })
  const configure = (id: string, options: object = {}) =>
    s.call('PUT', `/v3/domains/${id}/config`, {
      token: s.system,
      body: { config: { identity: { driver: 'ldap' }, ldap: { ...ldapOptions(ldap.url), ...options } } },
    })
  const makeDomain = async (): Promise<string> => {
    const body = { domain: { name: `corp-${++count}` } }
    return (await s.call('POST', '/v3/domains', { token: s.system, body })).body.domain.id
  }
  beforeEach(async () => {
    ldap = await startLdapServer(entries())
    domain = await makeDomain()
    assert.equal((await configure(domain)).status, 201)
  })
  afterEach(() => ldap.close())

  const findUser = async (name: string): Promise<Named & Record<string, unknown>> => {
    const { body } = await get(`/v3/users?domain_id=${domain}&name=${name}`)
    assert.equal(body.users.length, 1)
    return body.users[0]
  }
  const findGroup = async (name: string): Promise<Named> =>
    (await get(`/v3/groups?domain_id=${domain}&name=${name}`)).body.groups[0]
  const signIn = (name: string, password = `${name}-password`, scope?: object) =>
    s.signIn({ name, domain: { id: domain }, password }, scope)
  const validate = async (token: string) =>
    s.call('GET', '/v3/auth/tokens', { token: s.system, subject: token })
  const makeProject = async (): Promise<string> => {
    const body = { project: { name: `project-${++count}`, domain_id: domain } }
    return (await s.call('POST', '/v3/projects', { token: s.system, body })).body.project.id
  }
  const roleId = async (name: string): Promise<string> =>
    (await get(`/v3/roles?name=${name}`)).body.roles[0].id

  test('lists users and groups, with filters and pages', async () => {
    assert.deepEqual(names(await get(`/v3/users?domain_id=${domain}`), 'users'), ['alice', 'bob', 'carol'])
    assert.deepEqual(names(await get(`/v3/users?domain_id=${domain}&name__icontains=AR`), 'users'), ['carol'])
    assert.deepEqual(names(await get(`/v3/users?domain_id=${domain}&name__startswith=a`), 'users'), ['alice'])
    assert.deepEqual(names(await get(`/v3/users?domain_id=${domain}&enabled=false`), 'users'), ['bob'])
    assert.deepEqual(names(await get(`/v3/groups?domain_id=${domain}`), 'groups'), ['empty', 'engineers'])
    const pages: string[] = []
    for (let url = `/v3/users?domain_id=${domain}&limit=2`; url; ) {
      const { body } = await get(url)
      pages.push(...body.users.map((one: Named) => one.name))
      url = body.links.next?.replace('http://muster.test', '')
    }
    assert.deepEqual(pages.sort(), ['alice', 'bob', 'carol'])
  })

  test('shows a user with the id of Keystone, and marks it as read-only', async () => {
    const alice = await findUser('alice')
    assert.match(alice.id, /^[0-9a-f]{64}$/)
    assert.equal(alice['email'], 'alice@example.org')
    assert.equal((await get(`/v3/users/${alice.id}`)).body.user.name, 'alice')
    const shown = await native('GET', `/users/${alice.id}`)
    assert.equal(shown.body.username, 'alice')
    assert.equal(shown.body.managed_by, 'ldap')
    const engineers = await findGroup('engineers')
    assert.equal((await native('GET', `/groups/${engineers.id}`)).body.managed_by, 'ldap')
    assert.equal(
      (await native('GET', `/users/${(await get('/v3/users?domain_id=default')).body.users[0].id}`)).body
        .managed_by,
      null,
    )
  })

  test('shows the groups of a user and the members of a group', async () => {
    const alice = await findUser('alice')
    assert.deepEqual(names(await get(`/v3/users/${alice.id}/groups`), 'groups'), ['engineers'])
    const engineers = await findGroup('engineers')
    assert.deepEqual(names(await get(`/v3/groups/${engineers.id}/users`), 'users'), ['alice', 'carol'])
    const member = `/v3/groups/${engineers.id}/users`
    assert.equal((await get(`${member}/${alice.id}`)).status, 204)
    assert.equal((await get(`${member}/${(await findUser('bob')).id}`)).status, 404)
  })

  test('signs in by name and by id, with the right password only', async () => {
    assert.ok(await signIn('alice'))
    const { id } = await findUser('alice')
    assert.ok(await s.signIn({ id, password: 'alice-password' }))
    await assert.rejects(signIn('alice', 'wrong'), /401/)
    await assert.rejects(signIn('unknown', 'wrong'), /401/)
    await assert.rejects(signIn('bob'), /401/)
  })

  test('never binds a user with an empty password, which servers accept as anonymous', async () => {
    await assert.rejects(signIn('alice', ''), /40[01]/)
    assert.ok(!ldap.requests.includes(`bind ${userDn('alice')}`))
  })

  test('a name is a value and never a part of a filter', async () => {
    for (const name of ['*', 'al*', '*)(uid=*', 'alice)(|(uid=*', '\\61lice', 'alice\0']) {
      await assert.rejects(signIn(name, 'alice-password'), /40[01]/, name)
      const { body } = await get(`/v3/users?domain_id=${domain}&name=${encodeURIComponent(name)}`)
      assert.deepEqual(body.users ?? [], [], name)
    }
    ldap.entries.set(userDn('a\\2c*(b)'), person('a,*(b)'))
    assert.ok(await signIn('a,*(b)'))
  })

  test('a native session opens and ends with the user', async () => {
    const opened = await s.call('POST', '/api/v1/sessions', {
      body: { username: 'alice', domain_id: domain, password: 'alice-password' },
    })
    assert.equal(opened.status, 201, JSON.stringify(opened.body))
    const headers = { authorization: `Bearer ${opened.body.secret}` }
    const me = await s.call('GET', '/api/v1/me', { headers })
    assert.equal(me.status, 200, JSON.stringify(me.body))
    assert.equal((me.body.user ?? me.body).managed_by, 'ldap')
    ldap.entries.set(userDn('alice'), person('alice', { employeetype: ['false'] }))
    assert.equal((await s.call('GET', '/api/v1/me', { headers })).status, 401)
  })

  test('a role of a group of the directory is a role of its members', async () => {
    const project = await makeProject()
    const engineers = await findGroup('engineers')
    const grant = `/v3/projects/${project}/groups/${engineers.id}/roles/${await roleId('member')}`
    assert.equal((await s.call('PUT', grant, { token: s.system })).status, 204)
    const scope = { project: { id: project } }
    const token = await signIn('alice', undefined, scope)
    const valid = await validate(token)
    assert.deepEqual(valid.body.token.roles.map((one: Named) => one.name).sort(), ['member', 'reader'])
    ldap.entries.set(groupDn('engineers'), groupOf('engineers', 'carol'))
    assert.equal((await validate(token)).status, 404)
    await assert.rejects(signIn('alice', undefined, scope), /401/)
  })

  test('a user has assignments, credentials and application credentials as any other', async () => {
    const alice = await findUser('alice')
    const project = await makeProject()
    const grant = `/v3/projects/${project}/users/${alice.id}/roles/${await roleId('member')}`
    assert.equal((await s.call('PUT', grant, { token: s.system })).status, 204)
    assert.equal((await native('PATCH', `/users/${alice.id}`, { developer: true })).status, 200)
    const token = await signIn('alice', undefined, { project: { id: project } })
    const made = await s.call('POST', `/v3/users/${alice.id}/credentials/OS-EC2`, {
      token,
      body: { tenant_id: project },
    })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    const assignments = await get(`/v3/role_assignments?user.id=${alice.id}&include_names`)
    assert.equal(assignments.body.role_assignments[0].user.name, 'alice')
  })

  test('T43: a user that is disabled or removed in the directory loses its tokens', async () => {
    const [alice, carol] = [await signIn('alice'), await signIn('carol')]
    assert.equal((await validate(alice)).status, 200)
    ldap.entries.set(userDn('alice'), person('alice', { employeetype: ['FALSE'] }))
    ldap.entries.delete(userDn('carol'))
    assert.equal((await validate(alice)).status, 404)
    assert.equal((await validate(carol)).status, 404)
    assert.deepEqual(names(await get(`/v3/users?domain_id=${domain}`), 'users'), ['alice', 'bob'])
    await assert.rejects(signIn('alice'), /401/)
  })

  test('a renamed user keeps its id, and its former name can be used by another', async () => {
    const { id } = await findUser('alice')
    const renamed = await makeDomain()
    await configure(renamed, { user_name_attribute: 'cn' })
    ldap.entries.set(userDn('alice'), person('alice', { cn: ['CAROL'] }))
    ldap.entries.set(userDn('carol'), person('carol', { cn: ['ALICE'] }))
    const list = await get(`/v3/users?domain_id=${renamed}`)
    assert.deepEqual(names(list, 'users'), ['ALICE', 'BOB', 'CAROL'])
    assert.ok(!list.body.users.some((one: Named) => one.id === id), 'the id depends on the domain')
    ldap.entries.set(userDn('alice'), person('alice'))
    ldap.entries.set(userDn('carol'), person('carol'))
    assert.deepEqual(names(await get(`/v3/users?domain_id=${renamed}`), 'users'), ['ALICE', 'BOB', 'CAROL'])
  })

  test('users, groups and memberships are read-only', async () => {
    const [alice, bob] = [await findUser('alice'), await findUser('bob')]
    const engineers = await findGroup('engineers')
    const refused = async (method: string, url: string, body?: object) => {
      const answer = await s.call(method, url, { token: s.system, body })
      assert.equal(answer.status, 403, `${method} ${url}: ${JSON.stringify(answer.body)}`)
      assert.match(answer.body.error.message, /LDAP directory/)
    }
    await refused('POST', '/v3/users', { user: { name: 'dave', domain_id: domain } })
    await refused('PATCH', `/v3/users/${alice.id}`, { user: { name: 'dave' } })
    await refused('PATCH', `/v3/users/${alice.id}`, { user: { enabled: false } })
    await refused('PATCH', `/v3/users/${alice.id}`, { user: { password: 'a new password' } })
    await refused('DELETE', `/v3/users/${alice.id}`)
    await refused('POST', '/v3/groups', { group: { name: 'new', domain_id: domain } })
    await refused('PATCH', `/v3/groups/${engineers.id}`, { group: { name: 'new' } })
    await refused('DELETE', `/v3/groups/${engineers.id}`)
    await refused('PUT', `/v3/groups/${engineers.id}/users/${bob.id}`)
    await refused('DELETE', `/v3/groups/${engineers.id}/users/${alice.id}`)
    const change = { user: { original_password: 'alice-password', password: 'a new password' } }
    await refused('POST', `/v3/users/${alice.id}/password`, change)
    assert.ok(await signIn('alice'))
    assert.deepEqual(names(await get(`/v3/groups/${engineers.id}/users`), 'users'), ['alice', 'carol'])
  })

  test('the native API is read-only too, except for what belongs to this server', async () => {
    const alice = await findUser('alice')
    for (const [method, url, body] of [
      ['PATCH', `/users/${alice.id}`, { display_name: 'Alice' }],
      ['PATCH', `/users/${alice.id}`, { status: 'disabled' }],
      ['DELETE', `/users/${alice.id}`, undefined],
      ['POST', '/users', { username: 'dave', domain_id: domain }],
      ['POST', '/groups', { name: 'new', domain_id: domain }],
    ] as const) {
      const answer = await native(method, url, body)
      assert.equal(answer.body.type, '/problems/directory_read_only', `${method} ${url}`)
    }
    const changed = await native('PATCH', `/users/${alice.id}`, { metadata: { desk: '4b' } })
    assert.equal(changed.status, 200, JSON.stringify(changed.body))
    assert.deepEqual(changed.body.metadata, { desk: '4b' })
    assert.equal(changed.body.managed_by, 'ldap')
  })

  test('a user of the directory chooses the language of its emails here, and no other field', async () => {
    const opened = await s.call('POST', '/api/v1/sessions', {
      body: { username: 'alice', domain_id: domain, password: 'alice-password' },
    })
    const headers = { authorization: `Bearer ${opened.body.secret}` }
    const change = (body: object) => s.call('PATCH', '/api/v1/me', { headers, body })
    const changed = await change({ language: 'hi' })
    assert.equal(changed.status, 200, JSON.stringify(changed.body))
    assert.equal((await s.call('GET', '/api/v1/me', { headers })).body.user.language, 'hi')
    const rejected = await change({ language: 'de', given_name: 'Al' })
    assert.equal(rejected.body.type, '/problems/directory_read_only')
    assert.equal((await s.call('GET', '/api/v1/me', { headers })).body.user.language, 'hi')
  })

  test('a directory that is down is 503 in its domain and disturbs no other', async () => {
    const alice = await findUser('alice')
    const token = await signIn('alice')
    await ldap.close()
    for (const url of [
      `/v3/users/${alice.id}`,
      `/v3/users?domain_id=${domain}`,
      `/v3/groups?domain_id=${domain}`,
    ]) {
      const answer = await get(url)
      assert.equal(answer.status, 503, url)
      assert.ok(answer.headers['retry-after'])
    }
    await assert.rejects(signIn('alice'), /503/)
    assert.equal((await validate(token)).status, 503)
    assert.equal((await get('/v3/users?domain_id=default')).status, 200)
    assert.equal((await validate(s.admin)).status, 200)
  })

  test('a directory that does not respond is 503 within its time-out', async () => {
    await configure(domain, { pool_connection_timeout: 1, pool_size: 2 })
    await findUser('alice')
    ldap.hanging = true
    const started = performance.now()
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) => get(`/v3/users?domain_id=${domain}&name=user-${i}`)),
    )
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([503]))
    assert.ok(performance.now() - started < 5000)
    ldap.hanging = false
  })

  test('without the driver, users of the directory are disabled and may be deleted', async () => {
    const alice = await findUser('alice')
    const token = await signIn('alice')
    const off = await s.call('DELETE', `/v3/domains/${domain}/config/identity`, { token: s.system })
    assert.equal(off.status, 204)
    assert.equal((await validate(token)).status, 404)
    await assert.rejects(signIn('alice'), /401/)
    assert.equal((await get(`/v3/users/${alice.id}`)).body.user.enabled, false)
    const enabled = { user: { enabled: true } }
    const patch = await s.call('PATCH', `/v3/users/${alice.id}`, { token: s.system, body: enabled })
    assert.equal(patch.status, 403)
    const on = { config: { identity: { driver: 'ldap' } } }
    const again = await s.call('PATCH', `/v3/domains/${domain}/config`, { token: s.system, body: on })
    assert.equal(again.status, 200, JSON.stringify(again.body))
    assert.equal((await get(`/v3/users/${alice.id}`)).body.user.enabled, true)
    await s.call('DELETE', `/v3/domains/${domain}/config`, { token: s.system })
    assert.equal((await s.call('DELETE', `/v3/users/${alice.id}`, { token: s.system })).status, 204)
    const { managedRows } = s.muster.store.reading
    assert.ok(await managedRows.mapping(alice.id))
    assert.equal((await native('DELETE', `/deleted-users/${alice.id}`)).status, 204)
    assert.equal(await managedRows.mapping(alice.id), undefined, 'the purge removes its id in the directory')
  })

  test('a domain with users of its own cannot get a directory', async () => {
    const id = await makeDomain()
    const body = { user: { name: 'local', domain_id: id } }
    assert.equal((await s.call('POST', '/v3/users', { token: s.system, body })).status, 201)
    const answer = await configure(id)
    assert.equal(answer.status, 403)
    assert.match(answer.body.error.message, /users or groups of its own/)
    assert.equal((await get(`/v3/domains/${id}/config`)).status, 404)
  })

  test('a deleted domain leaves nothing behind', async () => {
    await findUser('alice')
    const disabled = { domain: { enabled: false } }
    await s.call('PATCH', `/v3/domains/${domain}`, { token: s.system, body: disabled })
    assert.equal((await s.call('DELETE', `/v3/domains/${domain}`, { token: s.system })).status, 204)
    const { reading } = s.muster.store
    assert.deepEqual(await reading.domainOptions.list(domain), [])
    assert.equal(await reading.domainOptions.isExternal(domain), false)
  })
})
