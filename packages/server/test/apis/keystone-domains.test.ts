import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

onEachDatabase('Identity v3: domains', (makePlace) => {
  let s: TestServer
  before(async () => {
    s = await startTestServer(await makePlace())
  })
  after(() => s.close())

  const call = (method: string, path: string, body?: object | string) =>
    s.call(method, `/v3/domains${path}`, { token: s.system, ...(body === undefined ? {} : { body }) })
  const asProject = (method: string, id: string, body?: object) =>
    s.call(method, `/v3/projects/${id}`, { token: s.system, ...(body === undefined ? {} : { body }) })
  const make = async (name: string, more: object = {}) => {
    const { status, body } = await call('POST', '', { domain: { name, ...more } })
    assert.equal(status, 201, JSON.stringify(body))
    return body.domain
  }

  test('create, show, update, disable, delete', async () => {
    const made = await make(' Acme ', { description: 'first', tags: ['t'], colour: 'blue' })
    assert.match(made.id, /^[0-9a-f]{32}$/)
    assert.deepEqual(made, {
      id: made.id,
      name: 'Acme',
      enabled: true,
      description: 'first',
      tags: ['t'],
      options: {},
      colour: 'blue',
      links: { self: `http://muster.test/v3/domains/${made.id}` },
    })
    const path = `/${made.id}`
    assert.deepEqual((await call('GET', path)).body, { domain: made })
    assert.equal((await call('HEAD', path)).status, 200)
    const changed = await call('PATCH', path, { domain: { description: null, colour: null } })
    assert.deepEqual(changed.body.domain, { ...made, description: '', colour: null })
    const rejected = await call('DELETE', path)
    assert.deepEqual([rejected.status, rejected.body.error.title], [403, 'Forbidden'])
    assert.equal((await call('PATCH', path, { domain: { enabled: false } })).status, 200)
    assert.equal((await call('DELETE', path)).status, 204)
    for (const method of ['GET', 'DELETE']) assert.equal((await call(method, path)).status, 404)
  })

  test('a domain is a project without domain and parent, with the same fields in both', async () => {
    const { id, links: _, ...words } = await make('Both', { size: 1 })
    const { project } = (await asProject('GET', id)).body
    assert.deepEqual(project, {
      ...words,
      id,
      domain_id: null,
      parent_id: null,
      is_domain: true,
      links: { self: `http://muster.test/v3/projects/${id}` },
    })
    await asProject('PATCH', id, { project: { ...project, name: 'Renamed' } })
    assert.equal((await call('GET', `/${id}`)).body.domain.name, 'Renamed')
    assert.equal((await asProject('DELETE', id)).status, 403)
    await asProject('PATCH', id, { project: { enabled: false } })
    assert.equal((await asProject('DELETE', id)).status, 204)
    assert.equal((await call('GET', `/${id}`)).status, 404)
    const other = (
      await s.call('POST', '/v3/projects', {
        token: s.system,
        body: { project: { name: 'As project', is_domain: true } },
      })
    ).body.project
    assert.equal((await call('GET', `/${other.id}`)).body.domain.name, 'As project')
  })

  test('a client-chosen id', async () => {
    const id = '0123456789abcdef'.repeat(2)
    const made = await make('Chosen', { explicit_domain_id: id })
    assert.deepEqual([made.id, 'explicit_domain_id' in made], [id, false])
    assert.equal((await call('POST', '', { domain: { name: 'Again', explicit_domain_id: id } })).status, 409)
    for (const wrong of ['default', '', 'A'.repeat(32), `${id}0`, `${id.slice(1)}\0`, 7, null, [id]]) {
      const answer = await call('POST', '', { domain: { name: 'Wrong', explicit_domain_id: wrong } })
      assert.equal(answer.status, 400, JSON.stringify(wrong))
    }
  })

  test('T42: a response can be sent back completely and keeps every field', async () => {
    const { id } = await make('Round trip', {
      description: 'kept',
      tags: ['b', 'a'],
      options: { immutable: false },
      nested: { list: [1, null] },
    })
    const read = (await call('GET', `/${id}`)).body
    assert.equal((await call('PATCH', `/${id}`, read)).status, 200)
    assert.deepEqual((await call('GET', `/${id}`)).body, read)
    for (const domain of [{ enabled: true }, { name: 'Round trip' }, { other: 1 }]) {
      const { body } = await call('PATCH', `/${id}`, { domain })
      assert.deepEqual(body.domain, { ...read.domain, ...('other' in body.domain ? { other: 1 } : {}) })
    }
    const project = (await asProject('GET', id)).body
    assert.equal((await asProject('PATCH', id, project)).status, 200)
    assert.deepEqual((await asProject('GET', id)).body, project)
  })

  test('T24: the id in the body must match the path', async () => {
    const [mine, other] = [await make('Mine'), await make('Other')]
    for (const id of [other.id, 'none', null, ['x']])
      assert.equal((await call('PATCH', `/${mine.id}`, { domain: { id, name: 'x' } })).status, 400)
    const answer = await call('PATCH', `/${mine.id}?domain_id=${other.id}`, {
      domain: { id: mine.id, description: 'by the path', domain_id: other.id, is_domain: false },
    })
    assert.deepEqual(answer.body.domain, { ...mine, description: 'by the path' })
    assert.deepEqual((await call('GET', `/${other.id}`)).body.domain, other)
  })

  test('statuses of invalid requests', async () => {
    const rows: [object | string, number][] = [
      [{}, 400],
      [{ domain: {} }, 400],
      [{ domain: [] }, 400],
      ['"domain"', 400],
      [{ domain: { name: ' ' } }, 400],
      [{ domain: { name: 7 } }, 400],
      [{ domain: { name: 'x'.repeat(65) } }, 400],
      [{ domain: { name: 'a\0b' } }, 400],
      [{ domain: { name: 'FEDERATED' } }, 400],
      [{ domain: { name: 'a', description: 'x'.repeat(256) } }, 400],
      [{ domain: { name: 'a', enabled: 'perhaps' } }, 400],
      [{ domain: { name: 'a', tags: {} } }, 400],
      [{ domain: { name: 'a', options: { immutable: 1 } } }, 400],
      [{ domain: { name: 'Default' } }, 409],
      [{ domain: { name: 'a', extra: 'x'.repeat(1_000_000) } }, 413],
    ]
    for (const [body, status] of rows)
      assert.equal((await call('POST', '', body)).status, status, JSON.stringify(body).slice(0, 99))
    for (const body of [{}, { domain: {} }, { domain: null }, { domain: { name: 'Federated' } }])
      assert.equal((await call('PATCH', '/default', body)).status, 400, JSON.stringify(body))
    const project = (await s.call('GET', '/v3/projects?name=admin', { token: s.system })).body.projects[0]
    for (const wrong of ['none', 'x'.repeat(3000), project.id]) {
      assert.equal((await call('GET', `/${wrong}`)).status, 404, wrong)
      assert.equal((await call('PATCH', `/${wrong}`, { domain: { name: 'x' } })).status, 404, wrong)
      assert.equal((await call('DELETE', `/${wrong}`)).status, 404, wrong)
    }
    assert.equal((await s.call('GET', '/v3/domains')).status, 401)
    assert.equal((await s.call('POST', '/v3/domains', { body: { domain: { name: 'a' } } })).status, 401)
  })

  test('immutable: one request to unlock, another to change', async () => {
    const { id } = await make('Locked', { options: { immutable: true } })
    const rows: [object, number][] = [
      [{ name: 'x' }, 403],
      [{ enabled: false }, 403],
      [{ options: { immutable: true } }, 403],
      [{ options: {} }, 403],
      [{ options: { immutable: false }, name: 'x' }, 403],
      [{ options: { immutable: false }, extra: 'x' }, 403],
      [{ options: { immutable: false } }, 200],
      [{ enabled: false, options: { immutable: true } }, 200],
    ]
    for (const [domain, status] of rows)
      assert.equal((await call('PATCH', `/${id}`, { domain })).status, status, JSON.stringify(domain))
    const locked = await call('DELETE', `/${id}`)
    assert.equal(locked.status, 403)
    assert.match(locked.body.error.message, /immutable/)
    await call('PATCH', `/${id}`, { domain: { options: { immutable: null } } })
    assert.equal((await call('DELETE', `/${id}`)).status, 204)
  })

  test('the list: filters and pages', async () => {
    for (const name of ['List one', 'List two', 'List three'])
      await make(name, { enabled: name !== 'List two' })
    const names = async (search: string) => {
      const { status, body } = await call('GET', search)
      assert.equal(status, 200, search)
      return body.domains.map(({ name }: { name: string }) => name).sort()
    }
    assert.deepEqual(await names('?name=List%20one'), ['List one'])
    assert.deepEqual(await names('?name__startswith=List&enabled=0'), ['List two'])
    assert.equal((await call('GET', '?name=%00')).status, 400)
    assert.deepEqual(await names('?name=admin'), [])
    const first = (await call('GET', '?name__startswith=List&limit=2')).body
    assert.equal(first.truncated, true)
    const rest = await s.call('GET', first.links.next.replace('http://muster.test', ''), { token: s.system })
    assert.deepEqual([first.domains.length, rest.body.domains.length, rest.body.links.next], [2, 1, null])
    assert.equal((await call('GET', '?marker=none')).status, 404)
    assert.equal((await call('GET', '?enabled=perhaps')).status, 400)
  })

  test('tokens of a deleted domain are invalid, and users of a domain may not change it', async () => {
    const { id } = await make('Mortal')
    const password = 'a long enough phrase'
    const user = { name: 'native', password, domain_id: id }
    const made = (await s.call('POST', '/v3/users', { token: s.system, body: { user } })).body.user
    const { store } = s.muster
    const roles = await Promise.all(['manager', 'reader'].map((name) => store.reading.roles.getByName(name)))
    for (const [role] of roles)
      await store.transaction('serializable', ({ assignments }) =>
        assignments.insert({
          actor: { type: 'user', id: made.id },
          target: { type: 'domain', id },
          roleId: role?.id ?? '',
          inherited: false,
        }),
      )
    const token = await s.signIn({ id: made.id, password }, { domain: { id } })
    const as = (method: string, path: string, body?: object) =>
      s.call(method, `/v3/domains${path}`, { token, ...(body === undefined ? {} : { body }) })
    assert.equal((await as('GET', `/${id}`)).body.domain.id, id)
    assert.deepEqual(
      (await as('GET', '')).body.domains.map((domain: { id: string }) => domain.id),
      [id],
    )
    assert.equal((await as('GET', '/default')).status, 403)
    assert.equal((await as('GET', '/none')).status, 403)
    assert.equal((await as('PATCH', `/${id}`, { domain: { name: 'x' } })).status, 403)
    assert.equal((await as('DELETE', `/${id}`)).status, 403)
    assert.equal((await as('POST', '', { domain: { name: 'x' } })).status, 403)

    await call('PATCH', `/${id}`, { domain: { enabled: false } })
    assert.equal((await as('GET', `/${id}`)).status, 401)
    await call('PATCH', `/${id}`, { domain: { enabled: true } })
    assert.equal((await as('GET', `/${id}`)).status, 200)
    await call('PATCH', `/${id}`, { domain: { enabled: false } })
    assert.equal((await call('DELETE', `/${id}`)).status, 204)
    assert.equal((await as('GET', '')).status, 401)
    assert.equal((await s.call('GET', `/v3/users/${made.id}`, { token: s.system })).status, 404)
  })
})
