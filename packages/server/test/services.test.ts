import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { createEndpoint } from '../src/core/directory/catalog/create-endpoint.ts'
import { createService } from '../src/core/directory/catalog/create-service.ts'
import { listEndpoints } from '../src/core/directory/catalog/endpoints.ts'
import { deleteService, getService, listServices } from '../src/core/directory/catalog/services.ts'
import { updateService } from '../src/core/directory/catalog/update-service.ts'
import { anonymous } from '../src/core/kernel/caller.ts'
import { eq } from '../src/core/kernel/paging/list-query.ts'
import { onEachDatabase } from './databases.ts'
import { callerAs, createTestCore, inDomain, systemReader, type TestCore, unprivileged } from './test-core.ts'

const all = { where: [], page: { limit: 1000 } }

onEachDatabase('services', (makePlace) => {
  let core: TestCore
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
  })
  afterEach(() => core.close())

  test('a service stores its fields and is enabled by default', async () => {
    const made = await core.run(createService, {
      type: 'compute',
      name: 'nova',
      description: 'vms',
      extra: { a: 1 },
    })
    const { id, ...rest } = made
    assert.deepEqual(rest, {
      type: 'compute',
      name: 'nova',
      description: 'vms',
      enabled: true,
      extra: { a: 1 },
    })
    assert.deepEqual(await core.run(getService, { id }), made)
    const bare = await core.run(createService, { type: 'compute', enabled: false })
    assert.deepEqual([bare.name, bare.description, bare.enabled], ['', null, false])
    assert.deepEqual(await core.events(), ['service.created', 'service.created'])
  })

  test('rejects invalid fields', async () => {
    const rows = [
      { type: '' },
      { type: 'x'.repeat(256) },
      { type: 'a\0' },
      { type: 'a', name: 'x'.repeat(256) },
      { type: 'a', name: '\0' },
      { type: 'a', description: '\ud800' },
    ]
    for (const input of rows) await assert.rejects(core.run(createService, input), { kind: 'invalid' })
    const { id } = await core.run(createService, { type: 'a' })
    await assert.rejects(core.run(updateService, { id, type: '' }), { kind: 'invalid' })
    for (const missing of ['none', '\0', 'x'.repeat(5000)]) {
      await assert.rejects(core.run(getService, { id: missing }), { code: 'service_not_found' })
      await assert.rejects(core.run(updateService, { id: missing, type: 'b' }), { code: 'service_not_found' })
    }
    await assert.rejects(core.run(deleteService, { id: 'none' }), { code: 'service_not_found' })
  })

  test('an update merges', async () => {
    const made = await core.run(createService, {
      type: 'a',
      name: 'n',
      description: 'd',
      extra: { x: 1, y: 2 },
    })
    const { id } = made
    assert.deepEqual(await core.run(updateService, { id, enabled: false, extra: { y: 3 } }), {
      ...made,
      enabled: false,
      extra: { x: 1, y: 3 },
    })
    const changed = await core.run(updateService, { id, type: 'b', name: '', description: null })
    assert.deepEqual([changed.type, changed.name, changed.description], ['b', '', null])
  })

  test('deleting a service deletes its endpoints', async () => {
    const [a, b] = [
      await core.run(createService, { type: 'a' }),
      await core.run(createService, { type: 'b' }),
    ]
    for (const { id: serviceId } of [a, a, b])
      await core.run(createEndpoint, { serviceId, interface: 'public', url: 'http://h' })
    await core.run(deleteService, { id: a.id })
    const left = await core.run(listEndpoints, all)
    assert.deepEqual(
      left.rows.map(({ serviceId }) => serviceId),
      [b.id],
    )
    assert.equal((await core.events()).at(-1), 'service.deleted')
  })

  test('service names need not be unique', async () => {
    await core.run(createService, { type: 'a', name: 'same' })
    await core.run(createService, { type: 'a', name: 'same' })
    assert.equal((await core.run(listServices, { ...all, where: [eq('name', 'same')] })).rows.length, 2)
  })

  test('a list is paged and filtered by type and name', async () => {
    for (const [type, name] of [
      ['compute', 'nova'],
      ['image', 'glance'],
      ['compute', 'other'],
      ['network', ''],
    ] as const)
      await core.run(createService, { type, name })
    const names = async (where: Parameters<typeof listServices.read>[0]['where']) =>
      (await core.run(listServices, { ...all, where })).rows.map(({ name }) => name)
    assert.deepEqual(await names([eq('type', 'compute')]), ['nova', 'other'])
    assert.deepEqual(await names([eq('type', 'compute'), eq('name', 'other')]), ['other'])
    assert.deepEqual(await names([{ key: 'name', op: 'icontains', value: 'AN' }]), ['glance'])
    assert.deepEqual(await names([eq('name', '\0')]), [])
    const first = await core.run(listServices, { where: [], page: { limit: 3 } })
    assert.equal(first.more, true)
    const rest = await core.run(listServices, {
      where: [],
      page: { limit: 3, after: first.rows.at(-1)?.id ?? '' },
    })
    assert.deepEqual([rest.rows.map(({ type }) => type), rest.more], [['network'], false])
    await assert.rejects(core.run(listServices, { where: [], page: { limit: 3, after: 'none' } }), {
      code: 'marker_not_found',
    })
  })

  test('permissions: readers of the system read services, administrators change them', async () => {
    const { id } = await core.run(createService, { type: 'a' })
    assert.equal((await core.run(getService, { id }, systemReader)).id, id)
    assert.equal((await core.run(listServices, all, systemReader)).rows.length, 1)
    const projectAdmin = callerAs({ roles: ['admin'] })
    await core.run(updateService, { id, name: 'x' }, projectAdmin)
    await assert.rejects(core.run(updateService, { id, name: 'x' }, systemReader), { kind: 'forbidden' })
    for (const caller of [
      unprivileged,
      inDomain('default', 'admin'),
      inDomain('default', 'manager', 'reader'),
    ]) {
      await assert.rejects(core.run(getService, { id }, caller), { kind: 'forbidden' })
      await assert.rejects(core.run(getService, { id: 'none' }, caller), { kind: 'forbidden' })
      await assert.rejects(core.run(listServices, all, caller), { kind: 'forbidden' })
      await assert.rejects(core.run(createService, { type: 'b' }, caller), { kind: 'forbidden' })
      await assert.rejects(core.run(deleteService, { id }, caller), { kind: 'forbidden' })
    }
    await assert.rejects(core.run(listServices, all, anonymous), { kind: 'unauthenticated' })
    await core.run(deleteService, { id }, projectAdmin)
  })
})
