import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { purgeUser } from '../src/core/accounts/deletion/purge-user.ts'
import { createDomain } from '../src/core/directory/domains/create-domain.ts'
import { deleteDomain } from '../src/core/directory/domains/domains.ts'
import { updateDomain } from '../src/core/directory/domains/update-domain.ts'
import { deleteProject } from '../src/core/directory/projects/delete-project.ts'
import { listEvents } from '../src/core/kernel/events/events.ts'
import { builders } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { createTestCore, inDomain, type TestCore } from './test-core.ts'

onEachDatabase('previously used ids', (makePlace) => {
  let core: TestCore
  let make: ReturnType<typeof builders>
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    make = builders(core)
  })
  afterEach(() => core.close())

  const create = (explicitId: string, name = 'again') => core.run(createDomain, { name, explicitId })
  const removeDomain = async (id: string) => {
    await core.run(updateDomain, { id, enabled: false })
    await core.run(deleteDomain, { id })
  }
  const rejected = { kind: 'conflict', code: 'id_taken' }

  test('S13: the id of a deleted domain cannot be reused, so that its events stay confidential', async () => {
    const id = 'd0'.repeat(16)
    await create(id, 'first')
    await make.user(id)
    await assert.rejects(create(id), rejected, 'while it exists')
    await removeDomain(id)
    await assert.rejects(create(id), rejected)
    const { rows } = await core
      .run(listEvents, { descending: true, limit: 100, domainId: id }, inDomain('e0'.repeat(16), 'manager'))
      .catch(() => ({ rows: [] }))
    assert.deepEqual(rows, [])
    assert.equal((await create('d1'.repeat(16))).id, 'd1'.repeat(16), 'an id that was never used')
  })

  test('S13: nor can the id of a project, a user or a group, deleted or not', async () => {
    const domain = await make.domain()
    const [project, user, purged, group] = [
      await make.project(domain),
      await make.user(domain),
      await make.user(domain),
      await make.group(domain),
    ]
    for (const id of [project, user, purged, group]) await assert.rejects(create(id), rejected)
    await core.run(deleteProject, { id: project })
    await core.run(deleteUser, { id: user })
    await core.run(purgeUser, { id: purged })
    for (const id of [project, user, purged]) await assert.rejects(create(id), rejected)
    await removeDomain(domain)
    for (const id of [project, user, group]) await assert.rejects(create(id), rejected, 'after its domain')
  })
})
