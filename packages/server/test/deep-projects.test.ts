import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findDeepProjects } from '../src/core/directory/limits/find-deep-projects.ts'
import { createProject } from '../src/core/directory/projects/create-project.ts'
import { operator } from '../src/core/kernel/caller.ts'
import { onEachDatabase } from './databases.ts'
import { createTestCore } from './test-core.ts'

onEachDatabase('projects that the enforcement model of limits does not allow', (makePlace) => {
  test('are found in the model strict_two_level only', async () => {
    const core = await createTestCore(await makePlace())
    let parentId: string | undefined
    const ids: string[] = []
    for (const name of ['one', 'two', 'three', 'four']) {
      parentId = (await core.run(createProject, { name, domainId: 'default', parentId })).id
      ids.push(parentId)
    }
    const found = (limit: number) => core.run(findDeepProjects, { limit }, operator)
    assert.deepEqual(await found(10), [])
    Object.assign(core.ports.settings, { limitModel: 'strict_two_level' })
    assert.deepEqual(await found(10), ids.slice(2))
    assert.deepEqual(await found(1), ids.slice(2, 3))
    await assert.rejects(core.run(findDeepProjects, { limit: 1 }), { code: 'operator_only' })
    await core.close()
  })
})
