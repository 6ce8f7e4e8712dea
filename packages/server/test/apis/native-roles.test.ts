import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { type Native, nativeClient, problemOf } from '../native.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'

onEachDatabase('roles at the native API', (makePlace) => {
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
  const newRole = async (more: object = {}): Promise<Called['body']> => {
    const made = await at('POST', '/roles', { name: `role-${++count}`, ...more })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    return made.body
  }

  test('N21: creates, shows, changes and deletes a role', async () => {
    const made = await at('POST', '/roles', { name: 'auditor', description: 'Reads logs' })
    assert.equal(made.status, 201)
    const { id, created_at, updated_at, ...rest } = made.body
    assert.deepEqual(rest, {
      domain_id: null,
      name: 'auditor',
      description: 'Reads logs',
      immutable: false,
    })
    assert.equal(updated_at, created_at)
    assert.ok(String(made.headers['location']).endsWith(`/api/v1/roles/${id}`))
    assert.deepEqual((await at('GET', `/roles/${id}`)).body, made.body)
    const changed = await at('PATCH', `/roles/${id}`, { name: 'inspector', description: null })
    assert.deepEqual([changed.body.name, changed.body.description], ['inspector', null])
    assert.equal((await at('DELETE', `/roles/${id}`)).status, 204)
    expect(await at('GET', `/roles/${id}`), 404, 'role_not_found')
    expect(await at('PATCH', `/roles/${id}`, {}), 404, 'role_not_found')
    expect(await at('DELETE', `/roles/${id}`), 404, 'role_not_found')
  })

  test('a change with an old entity tag is 412', async () => {
    const { id } = await newRole()
    const etag = String((await at('GET', `/roles/${id}`)).headers['etag'])
    const change = () =>
      at('PATCH', `/roles/${id}`, { description: `change ${++count}` }, { headers: { 'if-match': etag } })
    assert.equal((await change()).status, 200)
    expect(await change(), 412, 'version_changed')
  })

  test('an immutable role changes only after a request that clears it alone, with its entity tag', async () => {
    const { id } = await newRole({ immutable: true })
    expect(await at('PATCH', `/roles/${id}`, { name: 'other' }), 403, 'role_immutable')
    expect(await at('PATCH', `/roles/${id}`, { immutable: false, name: 'other' }), 403, 'role_immutable')
    expect(await at('DELETE', `/roles/${id}`), 403, 'role_immutable')
    const headers = { 'if-match': String((await at('GET', `/roles/${id}`)).headers['etag']) }
    const cleared = await at('PATCH', `/roles/${id}`, { immutable: false }, { headers })
    assert.equal(cleared.body.immutable, false)
    assert.equal((await at('DELETE', `/roles/${id}`)).status, 204)
  })

  test('lists the global roles, or those of one domain, in pages', async () => {
    const { id: domain_id } = await n.newDomain()
    const own = await newRole({ domain_id })
    const named = await at('GET', `/roles?domain_id=${domain_id}`)
    assert.deepEqual(named.body.roles, [own])
    const all: string[] = []
    for (let cursor = ''; ; ) {
      const { body } = await at('GET', `/roles?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)
      for (const role of body.roles) {
        assert.equal(role.domain_id, null)
        all.push(role.id)
      }
      if (body.next_cursor === null) break
      cursor = body.next_cursor
    }
    assert.deepEqual(all, [...new Set(all)].sort())
    const reader = (await at('GET', '/roles?name=reader')).body.roles
    assert.equal(reader.length, 1)
    assert.ok(all.includes(reader[0].id))
  })

  test('a name is unique, and invalid fields are named', async () => {
    const { name } = await newRole()
    expect(await at('POST', '/roles', { name }), 409, 'role_name_taken')
    for (const [body, pointer] of [
      [{}, '/name'],
      [{ name: ' ' }, '/name'],
      [{ name: '..' }, '/name'],
      [{ name: 'a\u0007b' }, '/name'],
      [{ name: 'x', options: {} }, '/options'],
    ] as const) {
      const answer = await at('POST', '/roles', body)
      assert.equal(answer.status, 400, JSON.stringify(answer.body))
      assert.equal(answer.body.errors[0].pointer, pointer)
    }
  })

  test('managers of a domain see the roles that they may grant, and change none', async () => {
    const { secret } = await n.newDomain()
    const { id } = await newRole()
    const { roles } = (await at('GET', '/roles?name=member', undefined, { secret })).body
    assert.equal((await at('GET', `/roles/${roles[0].id}`, undefined, { secret })).status, 200)
    for (const roleId of [id, 'none']) {
      expect(await at('GET', `/roles/${roleId}`, undefined, { secret }), 403, 'forbidden_by_rule')
      expect(await at('PATCH', `/roles/${roleId}`, {}, { secret }), 403, 'forbidden_by_rule')
      expect(await at('DELETE', `/roles/${roleId}`, undefined, { secret }), 403, 'forbidden_by_rule')
    }
    expect(await at('POST', '/roles', { name: 'mine' }, { secret }), 403, 'forbidden_by_rule')
    const { secret: user } = await n.newUser().then(async (made) => ({
      secret: await n.signIn(made.username, made.password),
    }))
    expect(await at('GET', '/roles', undefined, { secret: user }), 403, 'forbidden_by_rule')
  })
})
