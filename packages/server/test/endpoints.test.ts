import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { createEndpoint } from '../src/core/directory/catalog/create-endpoint.ts'
import { createRegion } from '../src/core/directory/catalog/create-region.ts'
import { createService } from '../src/core/directory/catalog/create-service.ts'
import { deleteEndpoint, getEndpoint, listEndpoints } from '../src/core/directory/catalog/endpoints.ts'
import { getRegion, listRegions } from '../src/core/directory/catalog/regions.ts'
import { deleteService } from '../src/core/directory/catalog/services.ts'
import { updateEndpoint } from '../src/core/directory/catalog/update-endpoint.ts'
import { updateService } from '../src/core/directory/catalog/update-service.ts'
import { anonymous } from '../src/core/kernel/caller.ts'
import { eq } from '../src/core/kernel/paging/list-query.ts'
import { onEachDatabase } from './databases.ts'
import { callerAs, createTestCore, inDomain, systemReader, type TestCore, unprivileged } from './test-core.ts'

const all = { where: [], page: { limit: 1000 } }
const url = 'http://compute.example/v2/$(project_id)s'

onEachDatabase('endpoints', (makePlace) => {
  let core: TestCore
  let serviceId: string
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    serviceId = (await core.run(createService, { type: 'compute', name: 'nova' })).id
  })
  afterEach(() => core.close())
  const endpoint = (more: Partial<Parameters<typeof createEndpoint.apply>[0]> = {}) =>
    core.run(createEndpoint, { serviceId, interface: 'public', url, ...more })

  test('an endpoint stores its fields and is enabled by default', async () => {
    await core.run(createRegion, { id: 'north' })
    const made = await endpoint({ region: { id: 'north' }, extra: { name: 'n' } })
    const { id, ...rest } = made
    assert.deepEqual(rest, {
      serviceId,
      interface: 'public',
      url,
      regionId: 'north',
      enabled: true,
      extra: { name: 'n' },
    })
    assert.deepEqual(await core.run(getEndpoint, { id }), made)
    assert.equal((await endpoint()).regionId, null)
    assert.equal((await core.events()).at(-1), 'endpoint.created')
  })

  test('an unknown service or region is a client error', async () => {
    const { id } = await endpoint()
    for (const wrong of ['none', '', '\0', '\ud800', 'x'.repeat(5000)]) {
      const region = { id: wrong }
      await assert.rejects(endpoint({ serviceId: wrong }), { kind: 'invalid', code: 'service_unknown' })
      await assert.rejects(endpoint({ region }), { kind: 'invalid', code: 'region_unknown' })
      await assert.rejects(core.run(updateEndpoint, { id, serviceId: wrong }), { code: 'service_unknown' })
      await assert.rejects(core.run(updateEndpoint, { id, region }), { code: 'region_unknown' })
    }
  })

  test('a region by name is created when missing, and otherwise unchanged', async () => {
    await core.run(createRegion, { id: 'north', description: 'kept' })
    assert.equal((await endpoint({ region: { id: 'north', make: true } })).regionId, 'north')
    assert.equal((await core.run(getRegion, { id: 'north' })).description, 'kept')
    const { id } = await endpoint({ region: { id: 'south', make: true } })
    assert.deepEqual(await core.run(getRegion, { id: 'south' }), {
      id: 'south',
      description: '',
      parentId: null,
      extra: {},
    })
    assert.equal(
      (await core.run(updateEndpoint, { id, region: { id: 'west', make: true } })).regionId,
      'west',
    )
    assert.equal((await core.run(updateEndpoint, { id, region: { id: null } })).regionId, null)
    for (const wrong of ['', 'a\0', 'x'.repeat(256)])
      await assert.rejects(endpoint({ region: { id: wrong, make: true } }), { kind: 'invalid' })
    assert.equal((await core.run(listRegions, all)).rows.length, 3)
    assert.equal((await core.events()).filter((kind) => kind === 'region.created').length, 3)
  })

  test('a rejected endpoint creates no region', async () => {
    await assert.rejects(endpoint({ serviceId: 'none', region: { id: 'south', make: true } }), {
      kind: 'invalid',
    })
    await assert.rejects(endpoint({ url: 'nothing', region: { id: 'south', make: true } }), {
      kind: 'invalid',
    })
    await assert.rejects(core.run(getRegion, { id: 'south' }), { kind: 'not_found' })
  })

  test('20 concurrent endpoints in one new region are all created', async () => {
    const region = { id: 'new', make: true }
    const made = await Promise.all(Array.from({ length: 20 }, () => endpoint({ region })))
    assert.equal(new Set(made.map(({ id }) => id)).size, 20)
    assert.equal((await core.events()).filter((kind) => kind === 'region.created').length, 1)
  })

  test('a URL needs a scheme, has a maximum length and, when new, only known placeholders', async () => {
    const { id } = await endpoint()
    const never = [
      '',
      'compute',
      ':rest',
      'http:',
      '$(user_id)s/v3',
      `http://${'x'.repeat(219)}`,
      'http://\0',
    ]
    for (const wrong of never) {
      await assert.rejects(endpoint({ url: wrong }), { kind: 'invalid' }, wrong)
      await assert.rejects(core.run(updateEndpoint, { id, url: wrong }), { kind: 'invalid' }, wrong)
    }
    for (const broken of ['http://h/$(nonexistent)s', 'http://h/%(project_id)d', 'http://h/%2F']) {
      await assert.rejects(endpoint({ url: broken }), { code: 'url_template_broken' })
      assert.equal((await core.run(updateEndpoint, { id, url: broken })).url, broken)
    }
    for (const right of [
      'urn:x',
      '$(public_endpoint)s/v3',
      'http://h/%(tenant_id)s/$(user_id)s',
      `http://${'x'.repeat(218)}`,
    ]) {
      const { id: made } = await endpoint({ url: right })
      assert.equal((await core.run(getEndpoint, { id: made, urlTemplate: true })).url, right)
    }
  })

  test('an update merges', async () => {
    const made = await endpoint({ region: { id: 'r', make: true }, extra: { x: 1, y: 2 } })
    const { id } = made
    const other = await core.run(createService, { type: 'image' })
    assert.deepEqual(await core.run(updateEndpoint, { id, interface: 'admin', extra: { y: 3 } }), {
      ...made,
      interface: 'admin',
      extra: { x: 1, y: 3 },
    })
    const moved = await core.run(updateEndpoint, { id, serviceId: other.id, enabled: false })
    assert.deepEqual([moved.serviceId, moved.enabled, moved.regionId], [other.id, false, 'r'])
    await assert.rejects(core.run(updateEndpoint, { id: 'none', url }), { code: 'endpoint_not_found' })
  })

  test('a deleted endpoint is not found', async () => {
    const { id } = await endpoint()
    await core.run(deleteEndpoint, { id })
    await assert.rejects(core.run(getEndpoint, { id }), { code: 'endpoint_not_found' })
    await assert.rejects(core.run(deleteEndpoint, { id }), { code: 'endpoint_not_found' })
    assert.equal((await core.events()).at(-1), 'endpoint.deleted')
  })

  test('concurrent creation of an endpoint and deletion of its service leave no endpoint without a service', async () => {
    for (let round = 0; round < 5; round++) {
      const { id } = await core.run(createService, { type: 'x' })
      const [made, deleted] = await Promise.allSettled([
        endpoint({ serviceId: id }),
        core.run(deleteService, { id }),
      ])
      if (made.status === 'rejected') assert.equal(made.reason.kind, 'invalid')
      if (deleted.status === 'rejected') assert.equal(deleted.reason.kind, 'failed_precondition')
      const left = await core.run(listEndpoints, { ...all, where: [eq('service_id', id)] })
      assert.equal(left.rows.length, deleted.status === 'fulfilled' ? 0 : 1)
    }
  })

  test('a list is paged and filtered', async () => {
    const { id: image } = await core.run(createService, { type: 'image' })
    for (const more of [
      { interface: 'public', region: { id: 'a', make: true } },
      { interface: 'admin', region: { id: 'a', make: true } },
      { interface: 'internal', region: { id: 'b', make: true } },
      { interface: 'public', serviceId: image },
    ] as const)
      await endpoint(more)
    const count = async (...where: Parameters<typeof listEndpoints.read>[0]['where']) =>
      (await core.run(listEndpoints, { ...all, where })).rows.length
    assert.equal(await count(eq('interface', 'public')), 2)
    assert.equal(await count(eq('interface', 'public'), eq('region_id', 'a')), 1)
    assert.equal(await count(eq('service_id', image)), 1)
    assert.equal(await count(eq('region_id', 'none')), 0)
    assert.equal(await count({ key: 'region_id', op: 'contains', value: 'b' }), 1)
    const first = await core.run(listEndpoints, { where: [], page: { limit: 3 } })
    assert.deepEqual([first.rows.length, first.more], [3, true])
    const rest = await core.run(listEndpoints, {
      where: [],
      page: { limit: 3, after: first.rows.at(-1)?.id ?? '' },
    })
    assert.deepEqual([rest.rows.map((row) => row.serviceId), rest.more], [[image], false])
    await assert.rejects(core.run(listEndpoints, { where: [], page: { limit: 3, after: 'none' } }), {
      code: 'marker_not_found',
    })
  })

  test('the catalog contains enabled services with their enabled endpoints, in a fixed order', async () => {
    const { id: hidden } = await core.run(createService, { type: 'hidden', enabled: false })
    const { id: empty } = await core.run(createService, { type: 'empty' })
    const shown = await endpoint({ extra: { name: 'n' } })
    const second = await endpoint({ interface: 'admin' })
    await endpoint({ enabled: false })
    await endpoint({ serviceId: hidden })
    await endpoint({ serviceId: empty, enabled: false })
    const { services } = await core.store.reading.catalog.read(undefined)
    assert.deepEqual(
      services.map(({ service, endpoints }) => [service.id, endpoints]),
      [
        [serviceId, [shown, second]],
        [empty, []],
      ],
    )
    await core.run(updateService, { id: serviceId, enabled: false })
    assert.deepEqual(
      (await core.store.reading.catalog.read(undefined)).services.map(({ service }) => service.id),
      [empty],
    )
  })

  test('permissions: readers of the system read endpoints, administrators change them', async () => {
    const { id } = await endpoint()
    assert.equal((await core.run(getEndpoint, { id }, systemReader)).id, id)
    assert.equal((await core.run(listEndpoints, all, systemReader)).rows.length, 1)
    const projectAdmin = callerAs({ roles: ['admin'] })
    await core.run(updateEndpoint, { id, enabled: false }, projectAdmin)
    await assert.rejects(core.run(updateEndpoint, { id, enabled: true }, systemReader), { kind: 'forbidden' })
    for (const caller of [
      unprivileged,
      inDomain('default', 'admin'),
      inDomain('default', 'manager', 'reader'),
    ]) {
      await assert.rejects(core.run(getEndpoint, { id }, caller), { kind: 'forbidden' })
      await assert.rejects(core.run(getEndpoint, { id: 'none' }, caller), { kind: 'forbidden' })
      await assert.rejects(core.run(listEndpoints, all, caller), { kind: 'forbidden' })
      await assert.rejects(core.run(deleteEndpoint, { id }, caller), { kind: 'forbidden' })
      const input = { serviceId: 'none', interface: 'public', url } as const
      await assert.rejects(core.run(createEndpoint, input, caller), { kind: 'forbidden' })
    }
    await assert.rejects(core.run(listEndpoints, all, anonymous), { kind: 'unauthenticated' })
    await core.run(deleteEndpoint, { id }, projectAdmin)
  })

  test('every change of the catalog invalidates it', async () => {
    const { id } = await endpoint({ region: { id: 'r', make: true } })
    await core.run(updateEndpoint, { id, enabled: false })
    await core.run(deleteEndpoint, { id })
    await core.run(updateService, { id: serviceId, name: 'x' })
    await core.run(deleteService, { id: serviceId })
    const events = await core.store.reading.events.list(0, 100)
    assert.equal(events.length, 7)
    for (const event of events) assert.deepEqual(event.invalidates, ['catalog'], event.kind)
  })
})
