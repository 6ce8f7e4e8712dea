import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

onEachDatabase('Identity v3: groups', (makePlace) => {
  let s: TestServer
  before(async () => {
    s = await startTestServer(await makePlace())
  })
  after(() => s.close())

  const call = (method: string, path: string, body?: unknown) =>
    s.call(method, `/v3${path}`, { token: s.system, body })
  const status = async (method: string, path: string, body?: unknown) =>
    (await call(method, path, body)).status
  const group = async (name: string, more: object = {}) =>
    (await call('POST', '/groups', { group: { name, ...more } })).body.group
  const user = async (name: string, more: object = {}) =>
    (await call('POST', '/users', { user: { name, ...more } })).body.user

  test('create, show, update, delete', async () => {
    const made = await call('POST', '/groups', {
      group: { name: ' staff ', description: null, team: { a: 1 } },
    })
    assert.equal(made.status, 201)
    const { id } = made.body.group
    assert.match(id, /^[0-9a-f]{32}$/)
    assert.deepEqual(made.body.group, {
      id,
      name: 'staff',
      domain_id: 'default',
      description: null,
      team: { a: 1 },
      links: { self: `http://muster.test/v3/groups/${id}` },
    })
    assert.deepEqual((await call('GET', `/groups/${id}`)).body, made.body)
    const changed = await call('PATCH', `/groups/${id}`, { group: { id, name: 'people', description: 'd' } })
    assert.deepEqual(
      [changed.status, changed.body.group],
      [200, { ...made.body.group, name: 'people', description: 'd' }],
    )
    assert.equal(await status('HEAD', `/groups/${id}`), 200)
    assert.equal(await status('DELETE', `/groups/${id}`), 204)
    for (const method of ['GET', 'HEAD', 'DELETE']) assert.equal(await status(method, `/groups/${id}`), 404)
    assert.equal(await status('PATCH', `/groups/${id}`, { group: { name: 'x' } }), 404)
  })

  test('T42: a response can be sent back and changes nothing', async () => {
    const made = await group('round trip', { description: 'd', extra: { a: [1] } })
    const back = await call('PATCH', `/groups/${made.id}`, { group: made })
    assert.deepEqual([back.status, back.body.group], [200, made])
  })

  test('S1: invalid bodies are 400, and 401 without a token; duplicate names 409, unknown domains 404', async () => {
    const { id } = await group('taken')
    const bodies: unknown[] = [
      {},
      { group: {} },
      { group: [] },
      { group: 'x' },
      { group: null },
      { group: { name: 1 } },
      { group: { name: '' } },
      { group: { name: 'x'.repeat(65) } },
      { group: { name: 'x', description: 7 } },
      { group: { name: 'x', domain_id: null } },
      [],
      'not json',
    ]
    for (const body of bodies) {
      assert.equal(await status('POST', '/groups', body), 400, JSON.stringify(body))
      assert.equal((await s.call('POST', '/v3/groups', { body })).status, 401, JSON.stringify(body))
    }
    for (const name of [' ', 'a\u0000b', '\ud800'])
      assert.equal(await status('POST', '/groups', { group: { name } }), 400)
    assert.equal(await status('POST', '/groups', { group: { name: 'x'.repeat(1_000_000) } }), 413)
    assert.equal((await s.call('POST', '/v3/groups', { body: { group: { name: 'x' } } })).status, 401)
    assert.equal(await status('POST', '/groups', { group: { name: 'taken' } }), 409)
    assert.equal(await status('POST', '/groups', { group: { name: 'x', domain_id: 'nowhere' } }), 404)
    assert.equal(await status('PATCH', `/groups/${id}`, { group: {} }), 400)
    assert.equal(await status('PATCH', `/groups/${id}`, { group: { id: 'other' } }), 400)
    assert.equal(await status('PATCH', `/groups/${id}`, { group: { domain_id: 'other' } }), 400)
  })

  test('lists: filters, pages, links', async () => {
    const made: string[] = []
    for (const name of ['list-a', 'list-b', 'list-c']) made.push((await group(name)).id)
    made.sort()
    const ids = async (query: string) =>
      (await call('GET', `/groups?${query}`)).body.groups.map((one: { id: string }) => one.id)
    assert.deepEqual(await ids('name__startswith=list-'), made)
    assert.equal((await ids('name=list-b')).length, 1)
    assert.deepEqual(await ids('domain_id=nowhere'), [])
    assert.equal(await status('GET', '/groups?name=%00'), 400)
    const first = await call('GET', '/groups?name__startswith=list-&limit=2')
    assert.deepEqual(first.body.links, {
      self: 'http://muster.test/v3/groups?name__startswith=list-&limit=2',
      next: `http://muster.test/v3/groups?name__startswith=list-&limit=2&marker=${made[1]}`,
      previous: null,
    })
    assert.deepEqual(await ids(`name__startswith=list-&limit=2&marker=${made[1]}`), made.slice(2))
    assert.equal(await status('GET', '/groups?marker=nothing'), 404)
    assert.equal(await status('GET', '/groups?limit=x'), 400)
    assert.equal(await status('HEAD', '/groups'), 200)
  })

  test('members: PUT twice, GET and HEAD, both lists, DELETE', async () => {
    const [{ id: groupId }, { id: userId }] = [await group('members'), await user('member')]
    const path = `/groups/${groupId}/users/${userId}`
    assert.equal(await status('GET', path), 404)
    assert.deepEqual([await status('PUT', path), await status('PUT', path)], [204, 204])
    assert.deepEqual([await status('GET', path), await status('HEAD', path)], [204, 204])
    const members = await call('GET', `/groups/${groupId}/users?enabled=1&name=member&domain_id=default`)
    assert.deepEqual(
      members.body.users.map((one: { id: string }) => one.id),
      [userId],
    )
    assert.equal(members.body.users[0].links.self, `http://muster.test/v3/users/${userId}`)
    assert.deepEqual((await call('GET', `/groups/${groupId}/users?enabled=no`)).body.users, [])
    const groups = await call('GET', `/users/${userId}/groups`)
    assert.deepEqual([groups.body.groups[0].id, groups.body.groups[0].membership_expires_at], [groupId, null])
    assert.deepEqual((await call('GET', `/users/${userId}/groups?name=other`)).body.groups, [])
    assert.deepEqual([await status('DELETE', path), await status('DELETE', path)], [204, 404])
    for (const missing of [`/groups/${groupId}/users/nobody`, `/groups/nothing/users/${userId}`])
      for (const method of ['GET', 'HEAD', 'PUT', 'DELETE']) assert.equal(await status(method, missing), 404)
    for (const missing of [
      '/groups/nothing/users',
      '/users/nobody/groups',
      '/groups/%00',
      '/users/%00/groups',
    ])
      assert.ok([400, 404].includes(await status('GET', missing)), missing)
  })

  test('a member who is removed signs in again; the owner of a token lists its own groups', async () => {
    const [{ id: groupId }, { id: userId }] = [
      await group('leaving'),
      await user('leaver', { password: 'secret secret' }),
    ]
    const path = `/groups/${groupId}/users/${userId}`
    await status('PUT', path)
    const token = await s.signIn({ id: userId, password: 'secret secret' })
    const own = await s.call('GET', `/v3/users/${userId}/groups`, { token })
    assert.deepEqual([own.status, own.body.groups.length], [200, 1])
    for (const other of ['/v3/groups', `/v3/groups/${groupId}`, `/v3${path}`])
      assert.equal((await s.call('GET', other, { token })).status, 403)
    assert.equal(await status('DELETE', path), 204)
    assert.equal((await s.call('GET', `/v3/users/${userId}/groups`, { token })).status, 401)
  })
})
