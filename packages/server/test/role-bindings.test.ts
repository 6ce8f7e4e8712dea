import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import {
  changeRoleBinding,
  createRoleBinding,
  deleteRoleBinding,
} from '../src/core/directory/role-bindings/bind-role.ts'
import { getRoleBinding, listRoleBindings } from '../src/core/directory/role-bindings/role-bindings.ts'
import { builders, onProject, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { callerAs, createTestCore, inDomain, type TestCore } from './test-core.ts'

onEachDatabase('role bindings', (makePlace) => {
  let core: TestCore
  let b: ReturnType<typeof builders>
  let domainId: string
  let space: string
  let below: string
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    b = builders(core)
    domainId = await b.domain()
    space = await b.project(domainId, await b.project(domainId))
    below = await b.project(domainId, space)
  })
  afterEach(() => core.close())

  const manager = () => inDomain(domainId, 'manager', 'member', 'reader')

  test('are one per user and project, and store their start', async () => {
    const [userId, one, two] = [
      await b.user(domainId),
      await b.role('one', domainId),
      await b.role('two', domainId),
    ]
    const place = { userId, projectId: space }
    const made = await core.run(createRoleBinding, { ...place, roleId: one }, manager())
    assert.deepEqual(made, { ...place, roleId: one, depth: 2, createdAt: core.now(), updatedAt: core.now() })
    for (const roleId of [one, two])
      await assert.rejects(core.run(createRoleBinding, { ...place, roleId }, manager()), {
        kind: 'conflict',
        code: 'role_binding_exists',
      })
    core.advanceTime(5000)
    const changed = await core.run(changeRoleBinding, { ...place, roleId: two }, manager())
    assert.deepEqual(changed, { ...made, roleId: two, updatedAt: core.now() })
    core.advanceTime(5000)
    assert.deepEqual(await core.run(changeRoleBinding, { ...place, roleId: two }, manager()), changed)
    assert.deepEqual(await core.run(getRoleBinding, place, manager()), changed)
    await core.run(deleteRoleBinding, place, manager())
    for (const requested of [
      () => core.run(getRoleBinding, place, manager()),
      () => core.run(changeRoleBinding, { ...place, roleId: one }, manager()),
      () => core.run(deleteRoleBinding, place, manager()),
    ])
      await assert.rejects(requested(), { kind: 'not_found', code: 'role_binding_not_found' })
  })

  test('include grants of other APIs on projects; of several the first counts, and all are deleted', async () => {
    const userId = await b.user(domainId)
    const roles = [await b.role('one', domainId), await b.role('two', domainId)].sort()
    for (const role of roles) await b.give(userActor(userId), role, onProject(space))
    const place = { userId, projectId: space }
    assert.equal((await core.run(getRoleBinding, place, manager())).roleId, roles[0])
    const { rows } = await core.run(listRoleBindings, { depth: 2, limit: 10 }, manager())
    assert.deepEqual(
      rows.map(({ roleId }) => roleId),
      [roles[0]],
    )
    await core.run(deleteRoleBinding, place, manager())
    assert.deepEqual(await core.store.reading.assignments.list({ actors: [userActor(userId)] }), [])
  })

  test('T16: managers bind roles of their domain; global and membership roles are restricted', async () => {
    const place = { userId: await b.user(domainId), projectId: space }
    const [own, theirs, everywhere, member, admin] = [
      await b.role('own', domainId),
      await b.role('own', await b.domain()),
      await b.role('everywhere'),
      await b.role('member'),
      await b.role('admin'),
    ]
    const bind = (roleId: string, caller = manager()) =>
      core.run(createRoleBinding, { ...place, roleId }, caller)
    await assert.rejects(bind(everywhere), { kind: 'forbidden', code: 'role_binding_forbidden' })
    await assert.rejects(bind(theirs), { kind: 'not_found' })
    for (const role of [member, admin]) await assert.rejects(bind(role), { code: 'role_not_custom' })
    await assert.rejects(bind(own, inDomain(domainId, 'member', 'reader')), { kind: 'forbidden' })
    await bind(everywhere, inDomain(domainId, 'admin'))
    for (const requested of [
      () => core.run(changeRoleBinding, { ...place, roleId: own }, manager()),
      () => core.run(deleteRoleBinding, place, manager()),
    ])
      await assert.rejects(requested(), { kind: 'forbidden', code: 'role_binding_forbidden' })
    assert.equal((await core.run(getRoleBinding, place, manager())).roleId, everywhere)
  })

  test('T31: are visible to readers of the domain and to the bound user', async () => {
    const userId = await b.user(domainId)
    const place = { userId, projectId: space }
    await core.run(createRoleBinding, { ...place, roleId: await b.role('own', domainId) }, manager())
    const self = callerAs({ userId, userDomainId: domainId, scope: { kind: 'unscoped' } })
    for (const caller of [inDomain(domainId, 'reader'), self])
      assert.equal((await core.run(getRoleBinding, place, caller)).userId, userId)
    const elsewhere = await b.domain()
    await assert.rejects(core.run(getRoleBinding, place, inDomain(elsewhere, 'manager', 'reader')), {
      kind: 'not_found',
    })
    await assert.rejects(core.run(listRoleBindings, { depth: 2, limit: 10 }, self), { kind: 'forbidden' })
    const { rows } = await core.run(listRoleBindings, { depth: 2, limit: 10 }, inDomain(elsewhere, 'reader'))
    assert.deepEqual(rows, [])
  })

  test('are listed by project depth, with pages', async () => {
    const people = [await b.user(domainId), await b.user(domainId), await b.user(domainId)]
    const [roleId, member] = [await b.role('own', domainId), await b.role('member')]
    for (const userId of people) {
      await b.give(userActor(userId), member, onProject(space))
      await b.give(userActor(userId), roleId, onProject(space))
    }
    const [first = ''] = people
    await b.give(userActor(first), roleId, onProject(below))
    const list = (more: object) => core.run(listRoleBindings, { depth: 2, limit: 2, ...more }, manager())
    const page = await list({})
    assert.deepEqual([page.rows.length, page.more], [2, true])
    const last = page.rows.at(-1) ?? assert.fail()
    const rest = await list({ after: { userId: last.userId, projectId: last.projectId } })
    assert.deepEqual([rest.rows.length, rest.more], [1, false])
    assert.deepEqual(
      [...page.rows, ...rest.rows].map(({ userId }) => userId),
      people.toSorted(),
    )
    assert.deepEqual(
      (await list({ depth: 3 })).rows.map(({ userId, projectId }) => [userId, projectId]),
      [[first, below]],
    )
    assert.equal((await list({ userId: first })).rows.length, 1)
  })
})
