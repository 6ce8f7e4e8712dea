import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { type Native, nativeClient, problemOf } from '../native.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'

onEachDatabase('projects at the native API', (makePlace) => {
  let s: TestServer
  let n: Native
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
  })
  after(() => s.close())

  const at = (
    method: string,
    path: string,
    body?: unknown,
    more: { secret?: string; headers?: Record<string, string> } = {},
  ) => n.call(method, path, { secret: n.admin, body, ...more })
  const expect = (answer: Called, status: number, code: string) => {
    assert.equal(answer.status, status, JSON.stringify(answer.body))
    assert.equal(problemOf(answer), code)
  }
  let count = 0
  const newProject = async (more: object = {}, secret = n.admin): Promise<Called['body']> => {
    const made = await at('POST', '/projects', { name: `project-${++count}`, ...more }, { secret })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    return made.body
  }
  const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)

  test('creates, shows, changes and deletes a project', async () => {
    const made = await at('POST', '/projects', { name: 'engine', description: 'Analytical', tags: ['a'] })
    assert.equal(made.status, 201)
    const { id, created_at, updated_at, ...rest } = made.body
    assert.deepEqual(rest, {
      domain_id: 'default',
      parent_id: null,
      name: 'engine',
      description: 'Analytical',
      enabled: true,
      tags: ['a'],
      immutable: false,
    })
    assert.equal(updated_at, created_at)
    assert.ok(String(made.headers['location']).endsWith(`/api/v1/projects/${id}`))
    assert.deepEqual((await at('GET', `/projects/${id}`)).body, made.body)
    const changed = await at('PATCH', `/projects/${id}`, { name: 'mill', tags: ['b', 'c'], enabled: false })
    assert.deepEqual(
      [changed.body.name, changed.body.tags, changed.body.enabled],
      ['mill', ['b', 'c'], false],
    )
    assert.equal((await at('DELETE', `/projects/${id}`)).status, 204)
    expect(await at('GET', `/projects/${id}`), 404, 'project_not_found')
    expect(await at('PATCH', `/projects/${id}`, {}), 404, 'project_not_found')
    expect(await at('DELETE', `/projects/${id}`), 404, 'project_not_found')
  })

  test('a change with an old entity tag is 412', async () => {
    const { id } = await newProject()
    const etag = String((await at('GET', `/projects/${id}`)).headers['etag'])
    const change = (description: string) =>
      at('PATCH', `/projects/${id}`, { description }, { headers: { 'if-match': etag } })
    assert.equal((await change('one')).status, 200)
    expect(await change('two'), 412, 'version_changed')
  })

  test('projects nest, and only one without others below it can be deleted', async () => {
    const parent = await newProject()
    const child = await newProject({ parent_id: parent.id })
    assert.equal(child.parent_id, parent.id)
    assert.deepEqual((await at('GET', `/projects?parent_id=${parent.id}`)).body.projects, [child])
    expect(await at('DELETE', `/projects/${parent.id}`), 403, 'project_not_leaf')
    expect(await at('PATCH', `/projects/${parent.id}`, { enabled: false }), 403, 'descendant_enabled')
    assert.equal((await at('DELETE', `/projects/${child.id}`)).status, 204)
    assert.equal((await at('DELETE', `/projects/${parent.id}`)).status, 204)
  })

  test('a domain is not a project here, for administrators too', async () => {
    const { id } = await n.newDomain()
    await at('PATCH', `/domains/${id}`, { enabled: false })
    const user = await n.newUser()
    expect(await at('GET', `/projects/${id}`), 404, 'project_not_found')
    expect(await at('PATCH', `/projects/${id}`, { name: 'other' }), 404, 'project_not_found')
    expect(await at('DELETE', `/projects/${id}`), 404, 'project_not_found')
    expect(await at('GET', `/projects/${id}/members`), 404, 'project_not_found')
    expect(await at('PUT', `/projects/${id}/members/${user.id}`, {}), 404, 'project_not_found')
    assert.equal((await at('GET', `/domains/${id}`)).status, 200)
    assert.ok(!idsOf((await at('GET', '/projects?limit=1000')).body.projects).includes(id))
  })

  test('a name is unique in its domain, and invalid fields are named', async () => {
    const { name } = await newProject()
    expect(await at('POST', '/projects', { name }), 409, 'project_name_taken')
    const { id: domain_id } = await n.newDomain()
    await newProject({ name, domain_id })
    for (const [body, pointer] of [
      [{}, '/name'],
      [{ name: ' ' }, '/name'],
      [{ name: '.' }, '/name'],
      [{ name: 'x', parent_id: 'none' }, '/parent_id'],
      [{ name: 'x', domain_id: 'none' }, '/domain_id'],
      [{ name: 'x', tags: ['a', 'a'] }, '/tags'],
      [{ name: 'x', is_domain: true }, '/is_domain'],
    ] as const) {
      const answer = await at('POST', '/projects', body)
      assert.equal(answer.status, 400, JSON.stringify(answer.body))
      assert.equal(answer.body.errors[0].pointer, pointer)
    }
  })

  test('lists projects in pages; a caller with a domain scope sees that domain only', async () => {
    const { id: domain_id, secret } = await n.newDomain()
    const made = []
    for (let i = 0; i < 4; i++) made.push(await newProject({ domain_id }, secret))
    const first = await at('GET', '/projects?limit=3', undefined, { secret })
    assert.deepEqual(idsOf(first.body.projects), idsOf(made).sort().slice(0, 3))
    const next = `/projects?limit=3&cursor=${first.body.next_cursor}`
    const second = await at('GET', next, undefined, { secret })
    assert.deepEqual(idsOf(second.body.projects), idsOf(made).sort().slice(3))
    assert.equal(second.body.next_cursor, null)
    const foreign = await at('GET', '/projects?domain_id=default', undefined, { secret })
    assert.deepEqual(foreign.body.projects, [])
  })

  test('search finds projects by a part of their name, and a domain is the parent of its top projects', async () => {
    const top = await newProject({ name: 'North Wing' })
    const below = await newProject({ name: 'wing of birds', parent_id: top.id })
    const found = await at('GET', '/projects?search=WING')
    assert.deepEqual(new Set(idsOf(found.body.projects)), new Set([top.id, below.id]))
    const tops = await at('GET', '/projects?search=wing&parent_id=default')
    assert.deepEqual(idsOf(tops.body.projects), [top.id])
  })

  test('N21: adds members, changes their role, lists them in pages and removes them', async () => {
    const { id: domain_id, secret } = await n.newDomain()
    const { id } = await newProject({ domain_id }, secret)
    const users = [
      await n.newUser({ domain_id }),
      await n.newUser({ domain_id }),
      await n.newUser({ domain_id }),
    ]
    const set = (userId: string, body: object) =>
      at('PUT', `/projects/${id}/members/${userId}`, body, { secret })
    const list = (query = '') => at('GET', `/projects/${id}/members${query}`, undefined, { secret })
    for (const user of users) {
      const { status, body } = await set(user.id, {})
      assert.equal(status, 200)
      assert.deepEqual(
        { ...body, roles: body.roles.map(({ name }: { name: string }) => name) },
        {
          user_id: user.id,
          username: user.username,
          display_name: null,
          status: 'active',
          roles: ['member'],
        },
      )
    }
    const ids = idsOf(users).sort()
    const changed = await set(ids[0] ?? '', { role: 'reader' })
    assert.deepEqual(
      changed.body.roles.map(({ name }: { name: string }) => name),
      ['reader'],
    )
    const first = await list('?limit=2')
    const userIds = (answer: Called) => answer.body.members.map((one: { user_id: string }) => one.user_id)
    assert.deepEqual(userIds(first), ids.slice(0, 2))
    assert.deepEqual(first.body.members[0], changed.body)
    const remove = (userId: string) =>
      at('DELETE', `/projects/${id}/members/${userId}`, undefined, { secret })
    // A cursor stays valid when its row is deleted.
    assert.equal((await remove(ids[1] ?? '')).status, 204)
    const second = await list(`?limit=2&cursor=${first.body.next_cursor}`)
    assert.deepEqual(userIds(second), ids.slice(2))
    assert.equal(second.body.next_cursor, null)
    expect(await remove(ids[1] ?? ''), 404, 'member_not_found')
    // All roles that the user has there end with the membership.
    const { roles } = (await s.call('GET', '/v3/roles?name=manager', { token: s.admin })).body
    const grant = `/v3/projects/${id}/users/${ids[2]}/roles/${roles[0].id}`
    assert.equal((await s.call('PUT', grant, { token: s.admin })).status, 204)
    assert.equal((await list()).body.members.at(-1).roles.length, 2)
    assert.equal((await remove(ids[2] ?? '')).status, 204)
    assert.deepEqual(userIds(await list()), ids.slice(0, 1))
  })

  test('a member of a project below another is a member of that one first', async () => {
    const parent = await newProject()
    const child = await newProject({ parent_id: parent.id })
    const { id } = await n.newUser()
    expect(await at('PUT', `/projects/${child.id}/members/${id}`, {}), 400, 'not_a_member_above')
    await at('PUT', `/projects/${parent.id}/members/${id}`, {})
    assert.equal((await at('PUT', `/projects/${child.id}/members/${id}`, {})).status, 200)
    assert.equal((await at('DELETE', `/projects/${parent.id}/members/${id}`)).status, 204)
    assert.deepEqual((await at('GET', `/projects/${child.id}/members`)).body.members, [])
  })

  test('members are users of the domain, added by its managers', async () => {
    const { id: domain_id, secret } = await n.newDomain()
    const { id } = await newProject({ domain_id })
    const { id: outsider } = await n.newUser()
    expect(await at('PUT', `/projects/${id}/members/${outsider}`, {}), 404, 'user_not_found')
    expect(await at('PUT', `/projects/${id}/members/none`, {}), 404, 'user_not_found')
    const { id: userId } = await n.newUser({ domain_id })
    const { secret: foreign } = await n.newDomain()
    const reader = await n.newReader(domain_id)
    for (const caller of [foreign, reader])
      for (const [method, body] of [
        ['PUT', {}],
        ['DELETE', undefined],
      ] as const)
        expect(
          await at(method, `/projects/${id}/members/${userId}`, body, { secret: caller }),
          403,
          'forbidden_by_rule',
        )
    for (const projectId of [id, 'none'])
      for (const path of [`/projects/${projectId}`, `/projects/${projectId}/members`])
        expect(await at('GET', path, undefined, { secret: foreign }), 403, 'forbidden_by_rule')
    assert.equal((await at('GET', `/projects/${id}/members`, undefined, { secret: reader })).status, 200)
    assert.equal((await at('PUT', `/projects/${id}/members/${userId}`, {}, { secret })).status, 200)
  })

  test('an invitation makes the user a member of a project', async () => {
    const { id: domain_id, secret } = await n.newDomain()
    const { id } = await newProject({ domain_id })
    const invite = (email: string, project: object) =>
      at('POST', '/invitations', { email, domain_id, project }, { secret })
    const made = await invite('ada@example.com', { id, role: 'reader' })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    const members = async () => (await at('GET', `/projects/${id}/members`)).body.members
    const [member] = await members()
    assert.deepEqual([member.user_id, member.roles[0].name], [made.body.user.id, 'reader'])

    // An invited user joins another project without a second email.
    const other = await newProject({ domain_id })
    const again = await invite('ada@example.com', { id: other.id })
    assert.deepEqual([again.status, again.body.outcome], [200, 'existing'])
    const joined = (await at('GET', `/projects/${other.id}/members`)).body.members
    assert.equal(joined[0].roles[0].name, 'member')

    // A project of another domain looks like a missing one, and no user is created.
    const elsewhere = await newProject()
    for (const projectId of [elsewhere.id, 'none', domain_id]) {
      const answer = await invite('eve@example.com', { id: projectId })
      expect(answer, 400, 'project_not_found')
      assert.equal(answer.body.errors[0].pointer.startsWith('/'), true)
    }
    const { users } = (await at('GET', '/users?email=eve@example.com')).body
    assert.deepEqual(users, [])
    assert.deepEqual((await at('GET', `/projects/${elsewhere.id}/members`)).body.members, [])
  })
})
