import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { accessibleScopesOf } from '../src/core/directory/assignments/accessible-scopes.ts'
import {
  listOwnDomains,
  listOwnProjects,
  listUserProjects,
} from '../src/core/directory/assignments/list-accessible-scopes.ts'
import type { ProjectFilterKey } from '../src/core/directory/projects/project-store.ts'
import { updateProject } from '../src/core/directory/projects/update-project.ts'
import { anonymous, type Caller } from '../src/core/kernel/caller.ts'
import { eq, type ListQuery } from '../src/core/kernel/paging/list-query.ts'
import { builders, groupActor, onDomain, onProject, onSystem, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { callerAs, createTestCore, inDomain, systemReader, type TestCore, unprivileged } from './test-core.ts'

const all = { where: [], page: { limit: 1000 } }

onEachDatabase('accessible projects', (makePlace) => {
  let core: TestCore
  let make: ReturnType<typeof builders>
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    make = builders(core)
  })
  afterEach(() => core.close())

  const projects = async (userId: string, input: ListQuery<ProjectFilterKey> = all, caller?: Caller) =>
    (await core.run(listUserProjects, { ...input, userId }, caller)).rows.map(({ id }) => id)

  test('lists projects of direct, group and inherited roles, and no others', async () => {
    const elsewhere = await make.domain()
    const top = await make.project('default')
    const below = await make.project('default', top)
    const [direct, viaGroup, foreign] = [
      await make.project('default'),
      await make.project('default'),
      await make.project(elsewhere),
    ]
    const unreached = await make.project('default')
    const userId = await make.user()
    const [roleId, groupId] = [await make.role(), await make.group('default', userId)]
    const user = userActor(userId)
    assert.deepEqual(await projects(userId), [])
    await make.give(user, roleId, onProject(direct))
    await make.give(groupActor(groupId), roleId, onProject(viaGroup))
    await make.give(user, roleId, onProject(top), true)
    await make.give(groupActor(groupId), roleId, onDomain(elsewhere), true)
    // Neither of these gives access to a project.
    await make.give(user, roleId, onDomain('default'))
    await make.give(user, roleId, onSystem)
    const expected = [direct, viaGroup, below, foreign].sort()
    assert.deepEqual((await projects(userId)).toSorted(), expected)
    assert.ok(!expected.includes(top) && !expected.includes(unreached))
    const self = callerAs({ userId, scope: { kind: 'unscoped' } })
    assert.deepEqual((await core.run(listOwnProjects, all, self)).rows.map(({ id }) => id).sort(), expected)
    assert.deepEqual(
      (await core.run(listOwnDomains, all, self)).rows.map(({ id }) => id),
      ['default'],
    )
  })

  test('a domain role counts for its implied roles', async () => {
    const [project, userId, local] = [
      await make.project('default'),
      await make.user(),
      await make.role('l', 'default'),
    ]
    await make.give(userActor(userId), local, onProject(project))
    await make.give(userActor(userId), local, onDomain('default'))
    const self = callerAs({ userId })
    assert.deepEqual(await projects(userId), [])
    assert.deepEqual((await core.run(listOwnDomains, all, self)).rows, [])
    await make.imply(local, await make.role())
    assert.deepEqual(await projects(userId), [project])
    assert.equal((await core.run(listOwnDomains, all, self)).rows.length, 1)
  })

  test('includes disabled projects, with filters and pages', async () => {
    const top = await make.project('default')
    const made = [
      await make.project('default', top),
      await make.project('default', top),
      await make.project('default', top),
    ]
    const [userId, roleId] = [await make.user(), await make.role()]
    await make.give(userActor(userId), roleId, onProject(top), true)
    await core.run(updateProject, { id: made[1] ?? '', enabled: false })
    const ids = made.toSorted()
    assert.deepEqual(await projects(userId), ids)
    assert.deepEqual(await projects(userId, { ...all, where: [eq('enabled', false)] }), [made[1]])
    assert.deepEqual(await projects(userId, { ...all, where: [eq('domain_id', 'nowhere')] }), [])
    const first = await core.run(listUserProjects, { userId, where: [], page: { limit: 2 } })
    assert.deepEqual([first.rows.map(({ id }) => id), first.more], [ids.slice(0, 2), true])
    assert.deepEqual(
      await projects(userId, { where: [], page: { limit: 2, after: ids[1] ?? '' } }),
      ids.slice(2),
    )
    const beyond = { where: [], page: { limit: 2, after: 'x' } }
    await assert.rejects(projects(userId, beyond), { kind: 'not_found' })
    for (const operation of [listOwnProjects, listOwnDomains])
      await assert.rejects(core.run(operation, beyond, callerAs({ userId })), { kind: 'not_found' })
  })

  test('permissions: the user itself, readers of its domain, administrators', async () => {
    const userId = await make.user()
    const elsewhere = await make.domain()
    for (const caller of [
      callerAs({ userId }),
      inDomain('default', 'reader'),
      systemReader,
      callerAs({ roles: ['admin'] }),
    ])
      assert.deepEqual(await projects(userId, all, caller), [])
    for (const caller of [unprivileged, inDomain('default'), inDomain(elsewhere, 'reader')])
      await assert.rejects(projects(userId, all, caller), { kind: 'forbidden' })
    await assert.rejects(projects('unknown', all, unprivileged), { kind: 'forbidden' })
    await assert.rejects(projects('unknown'), { kind: 'not_found' })
    for (const operation of [listOwnProjects, listOwnDomains])
      await assert.rejects(core.run(operation, all, anonymous), { kind: 'unauthenticated' })
  })

  test('the number of store queries does not grow with the number of grants', async () => {
    const requested = async (userId: string) => {
      let count = 0
      const counted = <T extends object>(store: T): T =>
        new Proxy(store, {
          get: (target, key) => {
            count++
            return Reflect.get(target, key)
          },
        })
      const { assignments, groups, roles } = core.store.reading
      await accessibleScopesOf(userId, {
        stores: { assignments: counted(assignments), groups: counted(groups), roles: counted(roles) },
        now: core.now(),
      })
      return count
    }
    const userId = await make.user()
    const roleId = await make.role()
    await make.give(userActor(userId), roleId, onProject(await make.project('default')))
    const before = await requested(userId)
    for (let i = 0; i < 10; i++) {
      await make.give(
        userActor(userId),
        await make.role(),
        onProject(await make.project('default')),
        i % 2 === 0,
      )
      await make.give(
        groupActor(await make.group('default', userId)),
        roleId,
        onDomain('default'),
        i % 2 === 0,
      )
    }
    assert.equal(await requested(userId), before)
  })
})
