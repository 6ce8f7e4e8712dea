import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

onEachDatabase('Identity v3: regions', (makePlace) => {
  let s: TestServer
  before(async () => {
    s = await startTestServer(await makePlace())
  })
  after(() => s.close())
  const create = (region: object) => s.call('POST', '/v3/regions', { token: s.system, body: { region } })

  test('create, show, update, delete', async () => {
    const made = await create({ id: 'north', description: 'd', zone: { a: 1 }, links: {} })
    assert.equal(made.status, 201)
    assert.deepEqual(made.body.region, {
      id: 'north',
      description: 'd',
      parent_region_id: null,
      zone: { a: 1 },
      links: { self: 'http://muster.test/v3/regions/north' },
    })
    assert.deepEqual((await s.call('GET', '/v3/regions/north', { token: s.admin })).body, made.body)
    const changed = await s.call('PATCH', '/v3/regions/north', {
      token: s.admin,
      body: { region: { id: 'north', description: null, zone: null } },
    })
    assert.deepEqual(
      [changed.status, changed.body.region.description, changed.body.region.zone],
      [200, '', null],
    )
    assert.equal((await s.call('HEAD', '/v3/regions/north', { token: s.admin })).status, 200)
    assert.deepEqual(
      [
        (await s.call('DELETE', '/v3/regions/north', { token: s.admin })).status,
        await status('GET', 'north'),
      ],
      [204, 404],
    )
  })
  const status = async (method: string, id: string, body?: object) =>
    (await s.call(method, `/v3/regions/${encodeURIComponent(id)}`, { token: s.system, body })).status

  test('an empty body creates a region with a generated id', async () => {
    for (const region of [{}, { id: '' }, { id: null }]) {
      const { status, body } = await create(region)
      assert.equal(status, 201)
      assert.match(body.region.id, /^[0-9a-f]{32}$/)
    }
  })

  test('PUT creates a region with the id of the path and never replaces one', async () => {
    const id = 'Région/ä 1'
    assert.equal(await status('PUT', id, { region: { description: 'x' } }), 201)
    assert.equal(await status('PUT', id, { region: {} }), 409)
    assert.equal(await status('PUT', 'other', { region: { id: 'another' } }), 400)
    assert.equal(await status('PUT', 'x'.repeat(256), { region: {} }), 400)
    assert.equal(await status('PUT', 'x'.repeat(255), { region: { id: 'x'.repeat(255) } }), 201)
    const shown = await s.call('GET', `/v3/regions/${encodeURIComponent(id)}`, { token: s.system })
    assert.equal(shown.body.region.description, 'x')
    assert.equal(shown.body.region.links.self, `http://muster.test/v3/regions/${encodeURIComponent(id)}`)
  })

  test('the tree: unknown parents 404, cycles 400, recursive deletion 204, endpoints 403', async () => {
    assert.equal((await create({ id: 'a' })).status, 201)
    assert.equal((await create({ id: 'b', parent_region_id: 'a' })).status, 201)
    assert.equal((await create({ id: 'b' })).status, 409)
    assert.equal((await create({ id: 'c', parent_region_id: 'none' })).status, 404)
    assert.equal(await status('PATCH', 'a', { region: { parent_region_id: 'b' } }), 400)
    assert.equal(await status('PATCH', 'a', { region: { parent_region_id: 'a' } }), 400)
    assert.equal(await status('PATCH', 'a', { region: { parent_region_id: 'none' } }), 404)
    const barred = await s.call('DELETE', '/v3/regions/RegionOne', { token: s.system })
    assert.equal(barred.status, 403)
    assert.match(barred.body.error.message, /RegionOne/)
    assert.equal(await status('DELETE', 'a'), 204)
    assert.equal(await status('GET', 'b'), 404)
  })

  test('the list accepts its own query parameters and rejects others', async () => {
    await create({ id: 'p' })
    for (const id of ['p1', 'p2', 'p3']) await create({ id, parent_region_id: 'p' })
    const page = await s.call('GET', '/v3/regions?parent_region_id=p&limit=2', { token: s.admin })
    assert.deepEqual(
      page.body.regions.map(({ id }: { id: string }) => id),
      ['p1', 'p2'],
    )
    const next = new URL(page.body.links.next)
    const rest = await s.call('GET', next.pathname + next.search, { token: s.admin })
    assert.deepEqual(
      rest.body.regions.map(({ id }: { id: string }) => id),
      ['p3'],
    )
    assert.equal(rest.body.links.next, null)
    for (const search of ['name=x', 'parent_region_id__contains=p', 'limit=x', 'limit=0', 'limit=-1'])
      assert.equal((await s.call('GET', `/v3/regions?${search}`, { token: s.admin })).status, 400, search)
    assert.equal((await s.call('GET', '/v3/regions?marker=none', { token: s.admin })).status, 404)
  })

  test('no input causes an internal error', async () => {
    for (const region of [
      [],
      null,
      'x',
      { id: 7 },
      { id: 'a\0' },
      { id: '\ud800' },
      { id: {} },
      { description: [] },
      { description: 'x'.repeat(256) },
      { parent_region_id: '' },
      { parent_region_id: ['a'] },
    ])
      assert.equal((await s.call('POST', '/v3/regions', { token: s.system, body: { region } })).status, 400)
    for (const body of ['{', '[]', '{}', '{"region":', 'null', '"x"'])
      assert.equal((await s.call('POST', '/v3/regions', { token: s.system, body })).status, 400, body)
    assert.equal((await create({ description: 'x'.repeat(1_000_000) })).status, 413)
    for (const id of ['none', 'x'.repeat(3000), '💥', '%'])
      for (const [method, body] of [
        ['GET', undefined],
        ['PATCH', { region: { description: 'x' } }],
        ['DELETE', undefined],
      ] as const)
        assert.equal(await status(method, id, body), 404, `${method} ${id}`)
    assert.equal(await status('PATCH', 'RegionOne', { region: {} }), 400)
    assert.equal(await status('PATCH', 'RegionOne', { region: { id: 'other' } }), 400)
  })

  test('S1: 401 without a token, whatever the body', async () => {
    for (const [method, path, body] of [
      ['GET', '/v3/regions', undefined],
      ['GET', '/v3/regions/RegionOne', undefined],
      ['POST', '/v3/regions', { region: {} }],
      ['PUT', '/v3/regions/x', { region: {} }],
      ['DELETE', '/v3/regions/RegionOne', undefined],
    ] as const)
      assert.equal((await s.call(method, path, { body })).status, 401, path)
    assert.equal((await s.call('POST', '/v3/regions', { body: { region: { id: 7 } } })).status, 401)
  })
})
