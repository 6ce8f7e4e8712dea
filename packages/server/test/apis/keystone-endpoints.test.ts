import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { adminPassword, startTestServer, type TestServer } from '../test-server.ts'

onEachDatabase('Identity v3: endpoints', (makePlace) => {
  let s: TestServer
  let service: string
  before(async () => {
    s = await startTestServer(await makePlace())
  })
  after(() => s.close())
  beforeEach(async () => {
    const body = { service: { type: 'compute', name: 'nova' } }
    service = (await s.call('POST', '/v3/services', { token: s.system, body })).body.service.id
  })
  const call = (method: string, path: string, body?: object) =>
    s.call(method, `/v3/endpoints${path}`, { token: s.system, body })
  const url = 'http://compute.example/v2/%(project_id)s'
  const create = (endpoint: object) =>
    call('POST', '', { endpoint: { service_id: service, interface: 'public', url, ...endpoint } })
  /** The endpoints of a service in the catalog of a token. */
  const shownTo = async (token: string, id = service) => {
    const { status, body } = await s.call('GET', '/v3/auth/tokens', { token, subject: token })
    assert.equal(status, 200)
    return body.token.catalog.find((entry: { id: string }) => entry.id === id)?.endpoints
  }

  test('create, show, update, delete', async () => {
    const made = await create({ region_id: 'RegionOne', name: 'n', description: null, colour: 'blue' })
    assert.equal(made.status, 201)
    const { id } = made.body.endpoint
    assert.deepEqual(made.body.endpoint, {
      id,
      service_id: service,
      interface: 'public',
      url,
      region: 'RegionOne',
      region_id: 'RegionOne',
      enabled: true,
      name: 'n',
      description: null,
      colour: 'blue',
      links: { self: `http://muster.test/v3/endpoints/${id}` },
    })
    assert.deepEqual((await call('GET', `/${id}`)).body, made.body)
    const changed = await call('PATCH', `/${id}`, { endpoint: { interface: 'admin', region_id: null } })
    assert.equal(changed.status, 200)
    assert.deepEqual(changed.body.endpoint, {
      ...made.body.endpoint,
      interface: 'admin',
      region: null,
      region_id: null,
    })
    assert.equal((await call('DELETE', `/${id}`)).status, 204)
    assert.equal((await call('GET', `/${id}`)).status, 404)
  })

  test('the legacy field region creates a missing region', async () => {
    const made = await create({ region: 'made-here' })
    assert.deepEqual(
      [made.status, made.body.endpoint.region, made.body.endpoint.region_id],
      [201, 'made-here', 'made-here'],
    )
    assert.equal((await s.call('GET', '/v3/regions/made-here', { token: s.system })).status, 200)
    const both = await create({ region: 'ignored', region_id: 'RegionOne' })
    assert.deepEqual([both.body.endpoint.region, both.body.endpoint.region_id], ['RegionOne', 'RegionOne'])
    assert.equal((await s.call('GET', '/v3/regions/ignored', { token: s.system })).status, 404)
    const path = `/${both.body.endpoint.id}`
    const moved = await call('PATCH', path, { endpoint: { region: 'later', region_id: null } })
    assert.equal(moved.body.endpoint.region_id, 'later')
    const kept = await call('PATCH', path, { endpoint: { region: null } })
    assert.equal(kept.body.endpoint.region_id, 'later')
  })

  test('the list is filtered and paged', async () => {
    for (const endpoint of [
      { interface: 'public', region: 'f' },
      { interface: 'admin', region: 'f' },
      { interface: 'internal' },
    ])
      await create(endpoint)
    const count = async (search: string) => (await call('GET', search)).body.endpoints.length
    assert.equal(await count(`?service_id=${service}`), 3)
    assert.equal(await count('?region_id=f'), 2)
    assert.equal(await count(`?service_id=${service}&interface=internal`), 1)
    assert.equal(await count(`?service_id=${service}&interface__contains=in`), 2)
    const page = await call('GET', `?service_id=${service}&limit=2`)
    const next = new URL(page.body.links.next)
    const rest = await s.call('GET', next.pathname + next.search, { token: s.system })
    assert.deepEqual([page.body.endpoints.length, rest.body.endpoints.length], [2, 1])
    assert.equal((await call('GET', '?interface=private')).status, 400)
    assert.equal((await call('GET', '?interface=public&interface=private')).status, 400)
    assert.equal((await call('GET', '?marker=none')).status, 404)
    assert.equal((await call('GET', '?region_id=%00&service_id=%00')).status, 400)
  })

  test('no input causes an internal error', async () => {
    for (const endpoint of [
      { service_id: 'none' },
      { service_id: null },
      { service_id: 'a\0' },
      { interface: 'private' },
      { interface: null },
      { url: '' },
      { url: 'compute' },
      { url: null },
      { url: `http://${'x'.repeat(219)}` },
      { url: 'http://a\0' },
      { url: 'http://h/$(nonexistent)s' },
      { url: 'http://h/$(project_id)' },
      { url: 'http://h/%2F' },
      { region_id: 'none' },
      { region_id: '' },
      { region: '' },
      { region: 'a\0' },
      { region: ['a'] },
      { enabled: 'true' },
      { enabled: null },
      { name: null },
      { description: 7 },
    ])
      assert.equal((await create(endpoint)).status, 400, JSON.stringify(endpoint))
    for (const body of [{}, { endpoint: {} }, { endpoint: { interface: 'public', url } }, { endpoint: [] }])
      assert.equal((await call('POST', '', body)).status, 400, JSON.stringify(body))
    const { id } = (await create({})).body.endpoint
    for (const endpoint of [{}, { id: 'other' }, { service_id: 'none' }, { region_id: 'none' }, { url: 'x' }])
      assert.equal((await call('PATCH', `/${id}`, { endpoint })).status, 400, JSON.stringify(endpoint))
    for (const wrong of ['none', 'x'.repeat(3000)]) {
      assert.equal((await call('GET', `/${wrong}`)).status, 404, wrong)
      assert.equal((await call('PATCH', `/${wrong}`, { endpoint: { enabled: true } })).status, 404, wrong)
      assert.equal((await call('DELETE', `/${wrong}`)).status, 404, wrong)
    }
  })

  test('a change appears in the catalog of an existing token on the very next request', async () => {
    const project = (await s.call('GET', '/v3/auth/tokens', { token: s.admin, subject: s.admin })).body.token
      .project.id
    assert.deepEqual(await shownTo(s.admin), [])
    const { id } = (await create({ region: 'seen', name: 'n' })).body.endpoint
    assert.deepEqual(await shownTo(s.admin), [
      {
        id,
        interface: 'public',
        region: 'seen',
        region_id: 'seen',
        url: `http://compute.example/v2/${project}`,
        name: 'n',
      },
    ])
    assert.deepEqual(await shownTo(s.system), [])
    await call('PATCH', `/${id}`, { endpoint: { url: 'http://h/%(broken' } })
    assert.deepEqual(await shownTo(s.admin), [])
    await call('PATCH', `/${id}`, { endpoint: { url: 'http://h/$(user_id)s' } })
    const [seen] = await shownTo(s.system)
    assert.match(seen.url, /^http:\/\/h\/[0-9a-f]{32}$/)
    await call('PATCH', `/${id}`, { endpoint: { enabled: false } })
    assert.deepEqual(await shownTo(s.admin), [])
    const path = `/v3/services/${service}`
    await s.call('PATCH', path, { token: s.system, body: { service: { enabled: false } } })
    assert.equal(await shownTo(s.admin), undefined)
    await s.call('PATCH', path, { token: s.system, body: { service: { enabled: true } } })
    assert.deepEqual(await shownTo(s.admin), [])
    await s.call('DELETE', path, { token: s.system })
    assert.equal(await shownTo(s.admin), undefined)
    assert.equal((await call('GET', `/${id}`)).status, 404)
  })

  test('GET /auth/catalog is the catalog of the token; a token without a project has none', async () => {
    await create({})
    const { status, body } = await s.call('GET', '/v3/auth/catalog', { token: s.admin })
    assert.equal(status, 200)
    const { token } = (await s.call('GET', '/v3/auth/tokens', { token: s.admin, subject: s.admin })).body
    assert.deepEqual(body.catalog, token.catalog)
    assert.equal((await s.call('GET', '/v3/auth/catalog', { token: s.system })).status, 403)
    const user = { name: 'admin', domain: { id: 'default' }, password: adminPassword }
    const unscoped = await s.signIn(user, 'unscoped')
    assert.equal((await s.call('GET', '/v3/auth/catalog', { token: unscoped })).status, 403)
    assert.equal((await s.call('GET', '/v3/auth/catalog')).status, 401)
  })

  test('requires a token', async () => {
    assert.equal((await s.call('GET', '/v3/endpoints')).status, 401)
    const endpoint = { service_id: service, interface: 'public', url }
    assert.equal((await s.call('POST', '/v3/endpoints', { body: { endpoint } })).status, 401)
  })
})
