import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

onEachDatabase('Identity v3: role assignments', (makePlace) => {
  let s: TestServer
  let [user, group, parent, child, prior, implied, local] = ['', '', '', '', '', '', '']
  before(async () => {
    s = await startTestServer(await makePlace())
    const made = async (path: string, noun: string, body: object): Promise<string> =>
      (await call('POST', path, { [noun]: body })).body[noun].id
    user = await made('/users', 'user', { name: 'u' })
    group = await made('/groups', 'group', { name: 'g' })
    parent = await made('/projects', 'project', { name: 'p' })
    child = await made('/projects', 'project', { name: 'c', parent_id: parent })
    prior = await made('/roles', 'role', { name: 'prior' })
    implied = await made('/roles', 'role', { name: 'implied' })
    local = await made('/roles', 'role', { name: 'local', domain_id: 'default' })
    for (const path of [
      `/groups/${group}/users/${user}`,
      `/roles/${prior}/implies/${implied}`,
      `/projects/${parent}/users/${user}/roles/${implied}`,
      `/domains/default/users/${user}/roles/${local}`,
      `/OS-INHERIT/projects/${parent}/groups/${group}/roles/${prior}/inherited_to_projects`,
      `/system/groups/${group}/roles/${prior}`,
    ])
      assert.ok([201, 204].includes((await call('PUT', path)).status), path)
  })
  after(() => s.close())

  const call = (method: string, path: string, body?: unknown) =>
    s.call(method, `/v3${path}`, { token: s.system, body })
  const list = async (query: string) => {
    const { status, body } = await call('GET', `/role_assignments?${query}`)
    assert.equal(status, 200, query)
    assert.deepEqual(body.links, {
      self: `http://muster.test/v3/role_assignments?${query}`,
      next: null,
      previous: null,
    })
    return body.role_assignments
  }
  const v3 = (path: string) => `http://muster.test/v3${path}`

  test('direct assignments link to their grants', async () => {
    assert.deepEqual(await list(`user.id=${user}&scope.project.id=${parent}`), [
      {
        role: { id: implied },
        user: { id: user },
        scope: { project: { id: parent } },
        links: { assignment: v3(`/projects/${parent}/users/${user}/roles/${implied}`) },
      },
    ])
    assert.deepEqual(await list(`user.id=${user}&scope.domain.id=default`), [
      {
        role: { id: local },
        user: { id: user },
        scope: { domain: { id: 'default' } },
        links: { assignment: v3(`/domains/default/users/${user}/roles/${local}`) },
      },
    ])
    assert.deepEqual(await list(`group.id=${group}&scope.OS-INHERIT:inherited_to=projects`), [
      {
        role: { id: prior },
        group: { id: group },
        scope: { project: { id: parent }, 'OS-INHERIT:inherited_to': 'projects' },
        links: {
          assignment: v3(
            `/OS-INHERIT/projects/${parent}/groups/${group}/roles/${prior}/inherited_to_projects`,
          ),
        },
      },
    ])
    assert.deepEqual(await list(`group.id=${group}&scope.system=all`), [
      {
        role: { id: prior },
        group: { id: group },
        scope: { system: { all: true } },
        links: { assignment: v3(`/system/groups/${group}/roles/${prior}`) },
      },
    ])
  })

  test('effective assignments link to their sources', async () => {
    const rows = await list(`effective&user.id=${user}&scope.project.id=${child}`)
    const scope = { project: { id: child }, 'OS-INHERIT:inherited_to': 'projects' }
    const links = {
      assignment: v3(`/OS-INHERIT/projects/${parent}/groups/${group}/roles/${prior}/inherited_to_projects`),
      membership: v3(`/groups/${group}/users/${user}`),
    }
    assert.deepEqual(rows, [
      { role: { id: prior }, user: { id: user }, scope, links },
      {
        role: { id: implied },
        user: { id: user },
        scope,
        links: { ...links, prior_role: v3(`/prior_role/${implied}/implies/${prior}`) },
      },
    ])
    assert.equal((await list(`effective=0&user.id=${user}&scope.project.id=${child}`)).length, 0)
    assert.equal((await list(`effective=false&user.id=${user}&role.id=${implied}`)).length, 2)
    assert.equal((await list(`effective&scope.system=all&user.id=${user}`)).length, 2)
    assert.deepEqual(await list(`effective&user.id=${user}&scope.domain.id=default`), [])
    assert.equal(
      (await list(`effective&include_subtree&scope.project.id=${parent}&user.id=${user}`)).length,
      3,
    )
  })

  test('include_names adds names and domains', async () => {
    const domain = { id: 'default', name: 'Default' }
    const [row] = await list(`include_names&user.id=${user}&scope.project.id=${parent}`)
    assert.deepEqual(
      [row.role, row.user, row.scope.project],
      [
        { id: implied, name: 'implied' },
        { id: user, name: 'u', domain },
        { id: parent, name: 'p', domain },
      ],
    )
    const [onDomain] = await list(`include_names=true&user.id=${user}&scope.domain.id=default`)
    assert.deepEqual([onDomain.role, onDomain.scope.domain], [{ id: local, name: 'local', domain }, domain])
    const [ofGroup] = await list(`include_names&group.id=${group}&scope.system=all`)
    assert.deepEqual(
      [ofGroup.group, ofGroup.scope],
      [{ id: group, name: 'g', domain }, { system: { all: true } }],
    )
  })

  test('without a limit and a marker the list is complete', async () => {
    const all = (await call('GET', '/role_assignments')).body.role_assignments
    assert.ok(all.length > 5)
    assert.deepEqual(await list('effective=0'), all)
    assert.equal((await call('HEAD', '/role_assignments')).status, 200)
    assert.deepEqual(await list('scope.system=some'), all)
  })

  test('contradictory queries are 400, unknown ids match nothing, callers without permission receive 403', async () => {
    for (const query of [
      `user.id=${user}&group.id=${group}`,
      `scope.project.id=${parent}&scope.domain.id=default`,
      `scope.project.id=${parent}&scope.system=all`,
      'scope.domain.id=default&scope.system=all',
      'include_subtree',
      'include_subtree=true&scope.domain.id=default',
      `effective&group.id=${group}`,
      'effective&scope.domain.id=default&scope.OS-INHERIT:inherited_to=projects',
      'user.id=',
      'scope.project.id=',
      'role.id=%00',
    ])
      assert.equal((await call('GET', `/role_assignments?${query}`)).status, 400, query)
    for (const query of ['user.id=x', 'scope.domain.id=%F0%9F%98%80', 'group.id=x&group.id=y'])
      assert.deepEqual(await list(query), [], query)
    for (const query of [
      'include_subtree&scope.project.id=x',
      'effective&user.id=x',
      'effective&scope.project.id=x',
    ])
      assert.equal((await call('GET', `/role_assignments?${query}`)).status, 404, query)
    assert.equal((await s.call('GET', '/v3/role_assignments')).status, 401)
    await call('PATCH', `/users/${user}`, { user: { password: 'secret secret' } })
    const token = await s.signIn({ id: user, password: 'secret secret' })
    assert.equal((await s.call('GET', `/v3/role_assignments?user.id=${user}`, { token })).status, 403)
  })
})
