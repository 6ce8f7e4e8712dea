import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { type Native, nativeClient, problemOf } from '../native.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'

onEachDatabase('role assignments at the native API', (makePlace) => {
  let s: TestServer
  let n: Native
  const roles: Record<string, string> = {}
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
    for (const role of (await at('GET', '/roles?limit=1000')).body.roles) roles[role.name] = role.id
  })
  after(() => s.close())

  const at = (method: string, path: string, body?: unknown, secret = n.admin) =>
    n.call(method, path, { secret, body })
  const expect = (answer: Called, status: number, code: string) => {
    assert.equal(answer.status, status, JSON.stringify(answer.body))
    assert.equal(problemOf(answer), code)
  }
  const done = async (answer: Promise<Called>): Promise<Called['body']> => {
    const { status, body } = await answer
    assert.ok(status < 300, JSON.stringify(body))
    return body
  }
  let count = 0
  const newGroup = async (more: object = {}) =>
    (await done(at('POST', '/groups', { name: `group-${++count}`, ...more }))).id as string
  const newProject = async (more: object = {}) =>
    (await done(at('POST', '/projects', { name: `project-${++count}`, ...more }))).id as string
  const list = async (query: string, secret?: string) =>
    (await done(at('GET', `/role-assignments?${query}`, undefined, secret))).role_assignments

  test('grants and revokes roles of users and groups on the system, a domain and a project', async () => {
    const [user, group, project] = [await n.newUser(), await newGroup(), await newProject()]
    for (const [actor, ids] of [
      [`/users/${user.id}`, { user_id: user.id, group_id: null }],
      [`/groups/${group}`, { user_id: null, group_id: group }],
    ] as const)
      for (const [scope, shown, inherited] of [
        ['system', { type: 'system', id: null }, false],
        ['domain:default', { type: 'domain', id: 'default' }, false],
        ['domain:default', { type: 'domain', id: 'default' }, true],
        [`project:${project}`, { type: 'project', id: project }, false],
        [`project:${project}`, { type: 'project', id: project }, true],
      ] as const) {
        const path = `${actor}/roles/${roles['reader']}?scope=${scope}&inherited=${inherited}`
        const query = `${ids.user_id ? `user_id=${ids.user_id}` : `group_id=${ids.group_id}`}&scope=${scope}`
        // Repeated: idempotent.
        for (let i = 0; i < 2; i++) assert.equal((await at('PUT', path)).status, 204)
        assert.deepEqual(await list(`${query}&inherited=${inherited}`), [
          { role_id: roles['reader'], ...ids, scope: shown, inherited, source: null },
        ])
        assert.equal((await at('DELETE', path)).status, 204)
        assert.deepEqual(await list(query), [])
        expect(await at('DELETE', path), 404, 'role_assignment_not_found')
      }
  })

  test('N21: an effective role is listed with its reason', async () => {
    const user = await n.newUser()
    const [group, parent] = [await newGroup(), await newProject()]
    const child = await newProject({ parent_id: parent })
    await done(at('PUT', `/groups/${group}/members/${user.id}`))
    await done(at('PUT', `/users/${user.id}/roles/${roles['reader']}?scope=project:${child}`))
    await done(at('PUT', `/groups/${group}/roles/${roles['reader']}?scope=project:${child}`))
    await done(at('PUT', `/users/${user.id}/roles/${roles['reader']}?scope=project:${parent}&inherited=true`))
    await done(at('PUT', `/users/${user.id}/roles/${roles['reader']}?scope=domain:default&inherited=true`))
    await done(at('PUT', `/users/${user.id}/roles/${roles['member']}?scope=project:${child}`))
    const rows = await list(
      `user_id=${user.id}&role_id=${roles['reader']}&scope=project:${child}&effective=true`,
    )
    const direct = { group_id: null, inherited_from: null, implied_by: null }
    const key = (row: { source: object }) => JSON.stringify(row.source)
    assert.deepEqual(
      rows.map(key).sort(),
      [
        direct,
        { ...direct, group_id: group },
        { ...direct, inherited_from: { type: 'project', id: parent } },
        { ...direct, inherited_from: { type: 'domain', id: 'default' } },
        { ...direct, implied_by: roles['member'] },
      ]
        .map((source) => JSON.stringify(source))
        .sort(),
    )
    for (const row of rows) {
      assert.deepEqual([row.user_id, row.group_id, row.scope.id], [user.id, null, child])
      assert.equal(row.inherited, row.source.inherited_from !== null)
    }
  })

  test('lists in pages, stored and effective', async () => {
    const user = await n.newUser()
    for (const name of ['reader', 'member', 'manager'])
      for (const project of [await newProject(), await newProject()])
        await done(at('PUT', `/users/${user.id}/roles/${roles[name]}?scope=project:${project}`))
    for (const query of [`user_id=${user.id}`, `user_id=${user.id}&effective=true`]) {
      const whole = await list(`${query}&limit=1000`)
      assert.ok(whole.length >= 6)
      const paged: unknown[] = []
      for (let cursor = ''; ; ) {
        const more = cursor === '' ? '' : `&cursor=${cursor}`
        const body = await done(at('GET', `/role-assignments?${query}&limit=4${more}`))
        paged.push(...body.role_assignments)
        if (body.next_cursor === null) break
        cursor = body.next_cursor
      }
      assert.deepEqual(paged, whole)
    }
    const first = await done(at('GET', `/role-assignments?user_id=${user.id}&limit=1`))
    const other = `/role-assignments?user_id=${user.id}&effective=true&cursor=${first.next_cursor}`
    expect(await at('GET', other), 400, 'cursor_invalid')
  })

  test('invalid parameters are named', async () => {
    const user = await n.newUser()
    const grant = `/users/${user.id}/roles/${roles['reader']}`
    for (const [method, path, parameter] of [
      ['GET', '/role-assignments?scope=galaxy', 'scope'],
      ['GET', '/role-assignments?scope=domain:', 'scope'],
      ['GET', '/role-assignments?user_id=', 'user_id'],
      ['GET', '/role-assignments?user_id=a&group_id=b', 'group_id'],
      ['GET', '/role-assignments?effective=yes', 'effective'],
      ['PUT', grant, 'scope'],
      ['PUT', `${grant}?scope=domain:default&inherited=1`, 'inherited'],
      ['DELETE', grant, 'scope'],
      ['DELETE', `${grant}?scope=system&scope=system`, 'scope'],
    ] as const) {
      const answer = await at(method, path)
      expect(answer, 400, 'request_invalid')
      assert.equal(answer.body.errors[0].parameter, parameter)
    }
    expect(await at('GET', '/role-assignments?group_id=a&effective=true'), 400, 'effective_of_group')
    expect(await at('GET', '/role-assignments?user_id=none&effective=true'), 404, 'user_not_found')
    expect(await at('PUT', `${grant}?scope=system&inherited=true`), 400, 'system_not_inherited')
    expect(await at('PUT', `${grant}?scope=domain:none`), 404, 'domain_not_found')
    expect(await at('PUT', `${grant}?scope=project:none`), 404, 'project_not_found')
    expect(await at('PUT', `/users/${user.id}/roles/none?scope=system`), 404, 'role_not_found')
    expect(await at('PUT', `/users/none/roles/${roles['reader']}?scope=system`), 404, 'user_not_found')
    expect(await at('PUT', `/groups/none/roles/${roles['reader']}?scope=system`), 404, 'group_not_found')
  })

  test('managers grant manager, member and reader in their domain alone', async () => {
    const { id: domain_id, secret } = await n.newDomain()
    const [user, group] = [await n.newUser({ domain_id }), await newGroup({ domain_id })]
    const [own, foreign] = [await newProject({ domain_id }), await newProject()]
    const outsider = await n.newUser()
    const put = (actor: string, role = '', scope = '') =>
      at('PUT', `${actor}/roles/${role}?scope=${scope}`, undefined, secret)
    for (const actor of [`/users/${user.id}`, `/groups/${group}`]) {
      for (const name of ['manager', 'member', 'reader'])
        for (const scope of [`domain:${domain_id}`, `project:${own}`])
          assert.equal((await put(actor, roles[name], scope)).status, 204)
      for (const [role, scope] of [
        [roles['admin'], `domain:${domain_id}`],
        [roles['admin'], 'system'],
        [roles['reader'], 'system'],
        [roles['reader'], 'domain:default'],
        [roles['reader'], `project:${foreign}`],
        // What is missing looks the same.
        [roles['reader'], 'project:none'],
        ['none', `domain:${domain_id}`],
      ] as const)
        expect(await put(actor, role, scope), 403, 'forbidden_by_rule')
    }
    for (const id of [outsider.id, 'none'])
      expect(await put(`/users/${id}`, roles['reader'], `domain:${domain_id}`), 403, 'forbidden_by_rule')
    const seen = await list('limit=1000', secret)
    assert.ok(seen.length > 0)
    for (const { scope } of seen) assert.ok([domain_id, own].includes(scope.id))
    const plain = await n.signIn(outsider.username, outsider.password)
    expect(await at('GET', '/role-assignments', undefined, plain), 403, 'forbidden_by_rule')
  })

  test('N21: an API key grants within its delegated roles alone', async () => {
    const { id: domain_id, secret, userId } = await n.newDomain()
    await done(at('PATCH', `/users/${userId}`, { developer: true }))
    const [user, group] = [await n.newUser({ domain_id }), await newGroup({ domain_id })]
    const keyWith = async (name: string) => {
      const body = { name, scope: { type: 'domain', id: domain_id }, roles: [{ name }] }
      return (await done(at('POST', '/api-keys', body, secret))).secret as string
    }
    const [manager, reader] = [await keyWith('manager'), await keyWith('reader')]
    const requests = [
      ['PUT', `/users/${user.id}/roles/${roles['reader']}?scope=domain:${domain_id}`],
      ['PUT', `/groups/${group}/members/${user.id}`],
      ['DELETE', `/groups/${group}/members/${user.id}`],
    ] as const
    for (const [method, path] of requests)
      expect(await at(method, path, undefined, reader), 403, 'forbidden_by_rule')
    for (const [method, path] of requests)
      assert.equal((await at(method, path, undefined, manager)).status, 204)
    const admin = `/users/${user.id}/roles/${roles['admin']}?scope=domain:${domain_id}`
    expect(await at('PUT', admin, undefined, manager), 403, 'forbidden_by_rule')
    assert.equal((await list(`user_id=${user.id}`, reader)).length, 1)
  })

  test('a granted role works in the next request', async () => {
    const { id: domain_id } = await n.newDomain()
    const user = await n.newUser({ domain_id })
    const project = await newProject({ domain_id })
    await done(at('PUT', `/users/${user.id}/roles/${roles['reader']}?scope=domain:${domain_id}`))
    const secret = await n.signIn(user.username, user.password, domain_id)
    assert.equal((await at('GET', `/projects/${project}`, undefined, secret)).status, 200)
    await done(at('DELETE', `/users/${user.id}/roles/${roles['reader']}?scope=domain:${domain_id}`))
    assert.ok([401, 403].includes((await at('GET', `/projects/${project}`, undefined, secret)).status))
  })
})
