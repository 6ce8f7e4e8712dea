import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

onEachDatabase('Identity v3: services', (makePlace) => {
  let s: TestServer
  before(async () => {
    s = await startTestServer(await makePlace())
  })
  after(() => s.close())
  const create = (service: object) => s.call('POST', '/v3/services', { token: s.system, body: { service } })
  const call = (method: string, path: string, body?: object) =>
    s.call(method, `/v3/services${path}`, { token: s.system, body })

  test('create, show, update, delete', async () => {
    const made = await create({
      type: 'compute',
      name: 'nova',
      description: 'vms',
      colour: 'blue',
      id: 'mine',
    })
    assert.equal(made.status, 201)
    const { id } = made.body.service
    assert.match(id, /^[0-9a-f]{32}$/)
    assert.deepEqual(made.body.service, {
      id,
      type: 'compute',
      name: 'nova',
      description: 'vms',
      colour: 'blue',
      enabled: true,
      links: { self: `http://muster.test/v3/services/${id}` },
    })
    assert.deepEqual((await call('GET', `/${id}`)).body, made.body)
    const changed = await call('PATCH', `/${id}`, {
      service: { enabled: false, description: null, colour: null },
    })
    assert.equal(changed.status, 200)
    const { description: _, ...kept } = made.body.service
    assert.deepEqual(changed.body.service, { ...kept, enabled: false, colour: null })
    assert.equal((await call('DELETE', `/${id}`)).status, 204)
    assert.equal((await call('GET', `/${id}`)).status, 404)
    assert.equal((await call('DELETE', `/${id}`)).status, 404)
  })

  test('a service without a name has an empty one', async () => {
    assert.equal((await create({ type: 'x' })).body.service.name, '')
  })

  test('the list is filtered by type and name, and paged', async () => {
    for (const name of ['one', 'two', 'three']) await create({ type: 'many', name })
    const names = async (search: string) => {
      const { status, body } = await call('GET', search)
      assert.equal(status, 200)
      return body.services.map(({ name }: { name: string }) => name)
    }
    assert.deepEqual(await names('?name=two'), ['two'])
    assert.deepEqual(
      await names('?type=many&name__startswith=t&unknown=x'),
      await names('?name__icontains=T&type=many'),
    )
    assert.deepEqual((await names('?type=many')).sort(), ['one', 'three', 'two'])
    const page = await call('GET', '?type=many&limit=2')
    assert.equal(page.body.services.length, 2)
    assert.equal(page.body.truncated, true)
    const next = new URL(page.body.links.next)
    const rest = await s.call('GET', next.pathname + next.search, { token: s.system })
    assert.equal(rest.body.services.length, 1)
    assert.equal((await call('GET', '?marker=none')).status, 404)
    assert.equal((await call('GET', '?marker=%00')).status, 400)
    assert.equal((await call('GET', '?name=%00')).status, 400)
    assert.equal((await call('GET', '?limit=a')).status, 400)
  })

  test('no input causes an internal error, and enabled is a boolean', async () => {
    for (const service of [
      {},
      [],
      { type: '' },
      { type: null },
      { type: 'x'.repeat(256) },
      { type: 'a\0' },
      { type: 'a', name: '' },
      { type: 'a', name: null },
      { type: 'a', name: 'x'.repeat(256) },
      { type: 'a', description: {} },
      { type: 'a', enabled: 'true' },
      { type: 'a', enabled: null },
      { type: 'a', enabled: 1 },
    ])
      assert.equal((await create(service)).status, 400, JSON.stringify(service))
    const { id } = (await create({ type: 'x', odd: ['\u0001', '\ud800'] })).body.service
    assert.deepEqual((await call('GET', `/${id}`)).body.service.odd, ['\u0001', '\ud800'])
    for (const service of [{}, { enabled: 'False' }, { id: 'other' }, { type: '' }])
      assert.equal((await call('PATCH', `/${id}`, { service })).status, 400, JSON.stringify(service))
    assert.equal((await call('PATCH', `/${id}`, { service: { id, name: 'x' } })).status, 200)
    for (const wrong of ['none', 'x'.repeat(3000), '%F0%9F%92%A5']) {
      assert.equal((await call('GET', `/${wrong}`)).status, 404, wrong)
      assert.equal((await call('PATCH', `/${wrong}`, { service: { name: 'x' } })).status, 404, wrong)
      assert.equal((await call('DELETE', `/${wrong}`)).status, 404, wrong)
    }
  })

  test('requires a token', async () => {
    assert.equal((await s.call('GET', '/v3/services')).status, 401)
    assert.equal((await s.call('POST', '/v3/services', { body: { service: { type: 'x' } } })).status, 401)
  })
})
