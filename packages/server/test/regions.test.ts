import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { createEndpoint } from '../src/core/directory/catalog/create-endpoint.ts'
import { createRegion } from '../src/core/directory/catalog/create-region.ts'
import { createService } from '../src/core/directory/catalog/create-service.ts'
import { deleteRegion, getRegion, listRegions } from '../src/core/directory/catalog/regions.ts'
import { updateRegion } from '../src/core/directory/catalog/update-region.ts'
import { anonymous } from '../src/core/kernel/caller.ts'
import { eq } from '../src/core/kernel/paging/list-query.ts'
import { onEachDatabase } from './databases.ts'
import { callerAs, createTestCore, inDomain, systemReader, type TestCore, unprivileged } from './test-core.ts'

const all = { where: [], page: { limit: 1000 } }
const projectAdmin = callerAs({ roles: ['admin'] })

onEachDatabase('regions', (makePlace) => {
  let core: TestCore
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
  })
  afterEach(() => core.close())
  const region = (id: string, parentId?: string) => core.run(createRegion, { id, parentId })
  const endpointIn = async (regionId: string) => {
    const { id: serviceId } = await core.run(createService, { type: 'compute' })
    return core.run(createEndpoint, {
      serviceId,
      interface: 'public',
      url: 'http://h',
      region: { id: regionId },
    })
  }
  const ids = async () => (await core.run(listRegions, all)).rows.map(({ id }) => id)

  test('a region stores its id, text and attributes', async () => {
    await region('north')
    const made = await core.run(createRegion, {
      id: 'north/1 ü',
      description: 'one',
      parentId: 'north',
      extra: { a: [1, null] },
    })
    assert.deepEqual(made, {
      id: 'north/1 ü',
      description: 'one',
      parentId: 'north',
      extra: { a: [1, null] },
    })
    assert.deepEqual(await core.run(getRegion, { id: 'north/1 ü' }), made)
    assert.deepEqual(await core.events(), ['region.created', 'region.created'])
  })

  test('a missing or empty id is generated; a missing description is empty', async () => {
    const made = [
      await core.run(createRegion, {}),
      await core.run(createRegion, { id: '', description: null, parentId: null }),
    ]
    for (const { id, description, parentId } of made) {
      assert.match(id, /^[0-9a-f]{32}$/)
      assert.equal(description, '')
      assert.equal(parentId, null)
    }
  })

  test('rejects invalid fields', async () => {
    await region('north')
    const rows = [
      [{ id: 'north' }, 'conflict'],
      [{ id: 'a', parentId: 'nowhere' }, 'not_found'],
      [{ id: 'a', parentId: 'a' }, 'not_found'],
      [{ id: 'a', parentId: '\0' }, 'not_found'],
      [{ id: 'x'.repeat(256) }, 'invalid'],
      [{ id: 'a\0' }, 'invalid'],
      [{ id: 'a', description: 'x'.repeat(256) }, 'invalid'],
      [{ id: 'a', description: '\ud800' }, 'invalid'],
    ] as const
    for (const [input, kind] of rows)
      await assert.rejects(core.run(createRegion, input), { kind }, JSON.stringify(input))
    assert.deepEqual(await ids(), ['north'])
  })

  test('an update merges, and null clears parent and description', async () => {
    await region('north')
    await core.run(createRegion, { id: 'a', description: 'one', parentId: 'north', extra: { x: 1, y: 2 } })
    const changed = await core.run(updateRegion, { id: 'a', extra: { y: 3 } })
    assert.deepEqual(changed, { id: 'a', description: 'one', parentId: 'north', extra: { x: 1, y: 3 } })
    assert.deepEqual(await core.run(updateRegion, { id: 'a', description: null, parentId: null }), {
      ...changed,
      description: '',
      parentId: null,
    })
    assert.deepEqual(await core.run(updateRegion, { id: 'a' }), {
      ...changed,
      description: '',
      parentId: null,
    })
    await assert.rejects(core.run(updateRegion, { id: 'none', description: 'x' }), {
      code: 'region_not_found',
    })
    await assert.rejects(core.run(updateRegion, { id: 'a', parentId: 'none' }), { code: 'region_not_found' })
  })

  test('a region is never below itself', async () => {
    await region('a')
    await region('b', 'a')
    await region('c', 'b')
    for (const parentId of ['a', 'b', 'c'])
      await assert.rejects(core.run(updateRegion, { id: 'a', parentId }), {
        kind: 'invalid',
        code: 'region_cycle',
      })
    await core.run(updateRegion, { id: 'c', parentId: 'a' })
    assert.equal((await core.run(getRegion, { id: 'c' })).parentId, 'a')
  })

  test('two concurrent moves do not create a cycle', async () => {
    for (let round = 0; round < 5; round++) {
      const [a, b] = [`a${round}`, `b${round}`]
      await region(a)
      await region(b)
      const moves = await Promise.allSettled([
        core.run(updateRegion, { id: a, parentId: b }),
        core.run(updateRegion, { id: b, parentId: a }),
      ])
      assert.deepEqual(moves.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    }
  })

  test('20 concurrent regions of one id: one is created', async () => {
    const made = await Promise.allSettled(Array.from({ length: 20 }, () => region('same')))
    assert.equal(made.filter(({ status }) => status === 'fulfilled').length, 1)
    for (const one of made) if (one.status === 'rejected') assert.equal(one.reason.kind, 'conflict')
  })

  test('deleting a region deletes those below it', async () => {
    await region('a')
    await region('b', 'a')
    await region('c', 'b')
    await region('d')
    await core.run(deleteRegion, { id: 'a' })
    assert.deepEqual(await ids(), ['d'])
    assert.equal((await core.events()).filter((kind) => kind === 'region.deleted').length, 3)
    await assert.rejects(core.run(deleteRegion, { id: 'a' }), { code: 'region_not_found' })
  })

  test('an endpoint in it or below prevents the deletion', async () => {
    await region('a')
    await region('b', 'a')
    await region('c', 'b')
    await endpointIn('c')
    for (const id of ['a', 'b', 'c'])
      await assert.rejects(core.run(deleteRegion, { id }), { kind: 'failed_precondition' })
    assert.deepEqual(await ids(), ['a', 'b', 'c'])
  })

  test('of a concurrent endpoint and deletion of its region one succeeds', async () => {
    const { id: serviceId } = await core.run(createService, { type: 'compute' })
    for (let round = 0; round < 5; round++) {
      const id = `r${round}`
      await region(id)
      const [made, deleted] = await Promise.allSettled([
        core.run(createEndpoint, { serviceId, interface: 'public', url: 'http://h', region: { id } }),
        core.run(deleteRegion, { id }),
      ])
      assert.notEqual(made.status, deleted.status)
      if (made.status === 'rejected') assert.equal(made.reason.kind, 'invalid')
      if (deleted.status === 'rejected') assert.equal(deleted.reason.kind, 'failed_precondition')
    }
  })

  test('a list is paged and filtered by parent', async () => {
    for (const id of ['e', 'd', 'c', 'b', 'a']) await region(id)
    await region('f', 'a')
    const first = await core.run(listRegions, { where: [], page: { limit: 4 } })
    assert.deepEqual([first.rows.map(({ id }) => id), first.more], [['a', 'b', 'c', 'd'], true])
    const rest = await core.run(listRegions, { where: [], page: { limit: 4, after: 'd' } })
    assert.deepEqual([rest.rows.map(({ id }) => id), rest.more], [['e', 'f'], false])
    const below = await core.run(listRegions, { ...all, where: [eq('parent_region_id', 'a')] })
    assert.deepEqual(
      below.rows.map(({ id }) => id),
      ['f'],
    )
    for (const after of ['none', '\0'])
      await assert.rejects(core.run(listRegions, { where: [], page: { limit: 4, after } }), {
        code: 'marker_not_found',
      })
  })

  test('permissions: every token reads regions, only administrators of system or project change them', async () => {
    await region('a')
    for (const caller of [systemReader, unprivileged, inDomain('default', 'reader'), callerAs({})]) {
      assert.equal((await core.run(getRegion, { id: 'a' }, caller)).id, 'a')
      assert.equal((await core.run(listRegions, all, caller)).rows.length, 1)
      await assert.rejects(core.run(createRegion, { id: 'b' }, caller), { kind: 'forbidden' })
      await assert.rejects(core.run(updateRegion, { id: 'a', description: 'x' }, caller), {
        kind: 'forbidden',
      })
      await assert.rejects(core.run(deleteRegion, { id: 'a' }, caller), { kind: 'forbidden' })
      await assert.rejects(core.run(deleteRegion, { id: 'none' }, caller), { kind: 'forbidden' })
    }
    for (const role of ['admin', 'manager'])
      await assert.rejects(core.run(createRegion, { id: 'b' }, inDomain('default', role)), {
        kind: 'forbidden',
      })
    await assert.rejects(core.run(listRegions, all, anonymous), { kind: 'unauthenticated' })
    await core.run(updateRegion, { id: 'a', description: 'x' }, projectAdmin)
    await core.run(deleteRegion, { id: 'a' }, projectAdmin)
  })
})
