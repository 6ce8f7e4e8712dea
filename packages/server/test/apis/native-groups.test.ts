import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { type Native, nativeClient, problemOf } from '../native.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'

onEachDatabase('groups at the native API', (makePlace) => {
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
  const newGroup = async (more: object = {}, secret = n.admin): Promise<Called['body']> => {
    const made = await at('POST', '/groups', { name: `group-${++count}`, ...more }, { secret })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    return made.body
  }

  test('creates, shows, changes and deletes a group', async () => {
    const made = await at('POST', '/groups', { name: 'crew', description: 'Rowers' })
    assert.equal(made.status, 201)
    const { id, created_at, updated_at, ...rest } = made.body
    assert.deepEqual(rest, {
      domain_id: 'default',
      name: 'crew',
      description: 'Rowers',
      managed_by: null,
    })
    assert.equal(updated_at, created_at)
    assert.ok(String(made.headers['location']).endsWith(`/api/v1/groups/${id}`))
    const read = await at('GET', `/groups/${id}`)
    assert.deepEqual(read.body, made.body)
    assert.equal(read.headers['etag'], made.headers['etag'])

    const changed = await at('PATCH', `/groups/${id}`, { name: 'team', description: null })
    assert.deepEqual([changed.body.name, changed.body.description], ['team', null])
    assert.equal((await at('DELETE', `/groups/${id}`)).status, 204)
    expect(await at('GET', `/groups/${id}`), 404, 'group_not_found')
    expect(await at('PATCH', `/groups/${id}`, {}), 404, 'group_not_found')
    expect(await at('DELETE', `/groups/${id}`), 404, 'group_not_found')
  })

  test('a change with an old entity tag is 412, also within the same millisecond', async () => {
    const { id } = await newGroup()
    const etag = String((await at('GET', `/groups/${id}`)).headers['etag'])
    const change = (headers: Record<string, string>) =>
      at('PATCH', `/groups/${id}`, { description: `change ${++count}` }, { headers })
    const first = await change({ 'if-match': etag })
    assert.equal(first.status, 200)
    assert.notEqual(first.headers['etag'], etag)
    expect(await change({ 'if-match': etag }), 412, 'version_changed')
    assert.equal((await change({ 'if-match': String(first.headers['etag']) })).status, 200)
    assert.equal((await change({ 'if-match': '*' })).status, 200)
    const read = await at('GET', `/groups/${id}`)
    const headers = { 'if-none-match': String(read.headers['etag']) }
    assert.equal((await at('GET', `/groups/${id}`, undefined, { headers })).status, 304)
  })

  test('a name is unique in its domain, ignoring case', async () => {
    const { name } = await newGroup()
    expect(await at('POST', '/groups', { name: name.toUpperCase() }), 409, 'group_name_taken')
    const other = await newGroup()
    expect(await at('PATCH', `/groups/${other.id}`, { name }), 409, 'group_name_taken')
    const { id: domain_id } = await n.newDomain()
    await newGroup({ name, domain_id })
  })

  test('invalid requests are 400 and name the field', async () => {
    for (const [body, pointer] of [
      [{}, '/name'],
      [{ name: ' ' }, '/name'],
      [{ name: 'x'.repeat(65) }, '/name'],
      [{ name: 'x', extra: 1 }, '/extra'],
      [{ name: 'x', domain_id: 'none' }, '/domain_id'],
    ] as const) {
      const answer = await at('POST', '/groups', body)
      assert.equal(answer.status, 400, JSON.stringify(answer.body))
      assert.equal(answer.body.errors[0].pointer, pointer)
    }
    assert.equal((await at('GET', '/groups?colour=red')).status, 400)
  })

  test('lists groups in pages by id, of one domain or by name', async () => {
    const { id: domain_id, secret } = await n.newDomain()
    const made = []
    for (let i = 0; i < 5; i++) made.push(await newGroup({ domain_id }, secret))
    const ids = made.map(({ id }) => id).sort()
    const first = await at('GET', `/groups?domain_id=${domain_id}&limit=3`)
    assert.deepEqual(
      first.body.groups.map(({ id }: { id: string }) => id),
      ids.slice(0, 3),
    )
    // A cursor stays valid when its row is deleted.
    await at('DELETE', `/groups/${ids[2]}`)
    const next = `/groups?domain_id=${domain_id}&limit=3&cursor=${first.body.next_cursor}`
    const second = await at('GET', next)
    assert.deepEqual(
      second.body.groups.map(({ id }: { id: string }) => id),
      ids.slice(3),
    )
    assert.equal(second.body.next_cursor, null)
    expect(await at('GET', `/groups?cursor=${first.body.next_cursor}`), 400, 'cursor_invalid')
    const left = made.find(({ id }) => id !== ids[2])
    const named = await at('GET', `/groups?domain_id=${domain_id}&name=${left?.name}`)
    assert.deepEqual(named.body.groups, [left])
    // A caller with a domain scope sees that domain only.
    const own = await at('GET', '/groups', undefined, { secret })
    assert.equal(own.body.groups.length, 4)
    const foreign = await at('GET', '/groups?domain_id=default', undefined, { secret })
    assert.deepEqual(foreign.body.groups, [])
  })

  test('search finds groups by a part of their name, ignoring case, in pages', async () => {
    for (const name of ['Sea trials', 'deep SEA', 'sky', '50%_sea']) await newGroup({ name })
    const find = async (text: string) => {
      const { body } = await at('GET', `/groups?search=${encodeURIComponent(text)}`)
      return body.groups.map(({ name }: { name: string }) => name).sort()
    }
    assert.deepEqual(await find('sea'), ['50%_sea', 'Sea trials', 'deep SEA'])
    assert.deepEqual(await find('%_'), ['50%_sea'])
    assert.deepEqual(await find('no such group'), [])
    const first = await at('GET', '/groups?search=sea&limit=2')
    const rest = await at('GET', `/groups?search=sea&cursor=${first.body.next_cursor}`)
    assert.deepEqual([first.body.groups.length, rest.body.groups.length], [2, 1])
    expect(await at('GET', '/groups?search=a&search=b'), 400, 'request_invalid')
  })

  test('N21: adds, lists and removes members', async () => {
    const { id } = await newGroup()
    const users = [await n.newUser(), await n.newUser(), await n.newUser()]
    const ids = users.map((user) => user.id).sort()
    const [removed, ...left] = ids
    for (const userId of ids) assert.equal((await at('PUT', `/groups/${id}/members/${userId}`)).status, 204)
    assert.equal((await at('PUT', `/groups/${id}/members/${removed}`)).status, 204)
    const first = await at('GET', `/groups/${id}/members?limit=2`)
    assert.deepEqual(
      first.body.users.map((user: { id: string }) => user.id),
      ids.slice(0, 2),
    )
    const { next_cursor: cursor } = first.body
    const second = await at('GET', `/groups/${id}/members?limit=2&cursor=${cursor}`)
    assert.deepEqual(
      second.body.users.map((user: { id: string }) => user.id),
      ids.slice(2),
    )
    const other = await newGroup()
    expect(await at('GET', `/groups/${other.id}/members?cursor=${cursor}`), 400, 'cursor_invalid')

    assert.equal((await at('DELETE', `/groups/${id}/members/${removed}`)).status, 204)
    expect(await at('DELETE', `/groups/${id}/members/${removed}`), 404, 'member_not_found')
    expect(await at('PUT', `/groups/${id}/members/none`), 404, 'user_not_found')
    expect(await at('PUT', `/groups/none/members/${removed}`), 404, 'group_not_found')
    expect(await at('GET', '/groups/none/members'), 404, 'group_not_found')
    expect(await at('GET', '/users/none/groups'), 404, 'user_not_found')
    const groupsOf = async (userId = '') => (await at('GET', `/users/${userId}/groups`)).body.groups
    assert.deepEqual(await groupsOf(removed), [])
    assert.deepEqual(
      (await groupsOf(left[0])).map((group: { id: string }) => group.id),
      [id],
    )
  })

  test('users list their own groups; others need a role on the domain, and learn nothing', async () => {
    const { id } = await newGroup()
    const user = await n.newUser()
    await at('PUT', `/groups/${id}/members/${user.id}`)
    const secret = await n.signIn(user.username, user.password)
    const own = await at('GET', `/users/${user.id}/groups`, undefined, { secret })
    assert.deepEqual(
      own.body.groups.map((group: { id: string }) => group.id),
      [id],
    )
    const { secret: foreign } = await n.newDomain()
    for (const caller of [secret, foreign])
      for (const [method, path, body] of [
        ['GET', '/groups/*', undefined],
        ['PATCH', '/groups/*', {}],
        ['DELETE', '/groups/*', undefined],
        ['GET', '/groups/*/members', undefined],
        ['PUT', `/groups/*/members/${user.id}`, undefined],
        ['DELETE', `/groups/*/members/${user.id}`, undefined],
      ] as const)
        for (const groupId of [id, 'none'])
          expect(
            await at(method, path.replace('*', groupId), body, { secret: caller }),
            403,
            'forbidden_by_rule',
          )
  })

  test('a manager adds no member to a group with more authority than the manager', async () => {
    const { id: domain_id, secret } = await n.newDomain()
    const { id } = await newGroup({ domain_id }, secret)
    const { id: userId } = await n.newUser({ domain_id })
    const { roles } = (await s.call('GET', '/v3/roles?name=admin', { token: s.admin })).body
    await s.call('PUT', `/v3/system/groups/${id}/roles/${roles[0].id}`, { token: s.system })
    for (const [method, path, body] of [
      ['PUT', `/groups/${id}/members/${userId}`, undefined],
      ['PATCH', `/groups/${id}`, { name: 'other' }],
      ['DELETE', `/groups/${id}`, undefined],
    ] as const)
      expect(await at(method, path, body, { secret }), 403, 'administrator_protected')
  })

  test('a repeated request with the same Idempotency-Key creates one group', async () => {
    const headers = { 'idempotency-key': 'one group' }
    const make = () => at('POST', '/groups', { name: 'only once' }, { headers })
    const [first, second] = [await make(), await make()]
    assert.deepEqual([first.status, second.status], [201, 201])
    assert.equal(first.body.id, second.body.id)
  })
})
