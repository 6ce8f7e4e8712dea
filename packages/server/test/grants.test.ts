import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import type { Actor, Assignment, AssignmentTarget } from '../src/core/directory/assignments/assignment.ts'
import { grantRole, revokeRole } from '../src/core/directory/assignments/grant-role.ts'
import { checkGrant, listGrants } from '../src/core/directory/assignments/read-grants.ts'
import { deleteDomain } from '../src/core/directory/domains/domains.ts'
import { updateDomain } from '../src/core/directory/domains/update-domain.ts'
import { deleteGroup } from '../src/core/directory/groups/groups.ts'
import { deleteProject } from '../src/core/directory/projects/delete-project.ts'
import { anonymous } from '../src/core/kernel/caller.ts'
import { isDomainError } from '../src/core/kernel/domain-error.ts'
import { builders, groupActor, onDomain, onProject, onSystem, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { createTestCore, inDomain, type TestCore, unprivileged } from './test-core.ts'

const page = { limit: 1000 }

onEachDatabase('grants', (makePlace) => {
  let core: TestCore
  let make: ReturnType<typeof builders>
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    make = builders(core)
  })
  afterEach(() => core.close())

  const outcome = async (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'done',
      (thrown) => {
        assert.ok(isDomainError(thrown), thrown)
        return thrown.kind
      },
    )
  const listed = async (actor: Actor, target: AssignmentTarget, inherited = false) =>
    (await core.run(listGrants, { actor, target, inherited, page })).rows.map(({ id }) => id)

  test('every pair of actor and target: granted, checked, listed, revoked', async () => {
    const [roleId, other] = [await make.role(), await make.role()]
    const project = await make.project('default')
    const actors = [userActor(await make.user()), groupActor(await make.group())]
    const places: [AssignmentTarget, boolean][] = [
      [onProject(project), false],
      [onProject(project), true],
      [onDomain('default'), false],
      [onDomain('default'), true],
      [onSystem, false],
    ]
    for (const actor of actors)
      for (const [target, inherited] of places) {
        const grant = { actor, target, inherited, roleId }
        await assert.rejects(core.run(checkGrant, grant), { kind: 'not_found' })
        for (let i = 0; i < 2; i++) await core.run(grantRole, grant)
        await core.run(checkGrant, grant)
        await make.give(actor, other, target, inherited)
        assert.deepEqual(await listed(actor, target, inherited), [roleId, other])
        await core.run(revokeRole, grant)
        assert.deepEqual(await listed(actor, target, inherited), [other])
        await assert.rejects(core.run(checkGrant, grant), { kind: 'not_found' })
        await assert.rejects(core.run(revokeRole, grant), { kind: 'not_found' })
      }
    const events = await core.events()
    assert.equal(events.filter((kind) => kind === 'assignment.created').length, 20)
    assert.equal(events.filter((kind) => kind === 'assignment.deleted').length, 10)
  })

  test('an inherited grant and a direct one of the same role are separate', async () => {
    const [roleId, user] = [await make.role(), userActor(await make.user())]
    const target = onDomain('default')
    await make.give(user, roleId, target)
    assert.deepEqual(await listed(user, target, true), [])
    await make.give(user, roleId, target, true)
    await make.take(user, roleId, target)
    assert.deepEqual(await listed(user, target, true), [roleId])
  })

  test('20 concurrent equal grants all succeed, with one grant and one event', async () => {
    const [roleId, user] = [await make.role(), userActor(await make.user())]
    await Promise.all(Array.from({ length: 20 }, () => make.give(user, roleId, onSystem)))
    assert.deepEqual(await listed(user, onSystem), [roleId])
    assert.equal((await core.events()).filter((kind) => kind === 'assignment.created').length, 1)
    const taken = await Promise.all(
      Array.from({ length: 20 }, () => outcome(make.take(user, roleId, onSystem))),
    )
    assert.equal(taken.filter((how) => how === 'done').length, 1)
  })

  test('a list of grants is paged', async () => {
    const actor = userActor(await make.user())
    const roles = [await make.role(), await make.role(), await make.role()]
    for (const roleId of roles) await make.give(actor, roleId, onSystem)
    const list = (limit: number, after?: string) =>
      core.run(listGrants, {
        actor,
        target: onSystem,
        inherited: false,
        page: { limit, ...(after === undefined ? {} : { after }) },
      })
    const first = await list(2)
    assert.deepEqual([first.rows.map(({ id }) => id), first.more], [roles.slice(0, 2), true])
    const last = await list(2, roles[1])
    assert.deepEqual([last.rows.map(({ id }) => id), last.more], [roles.slice(2), false])
    await assert.rejects(list(2, 'x'), { kind: 'not_found' })
  })

  test('absent objects are not found by every caller; for inherited grants the rule is checked first', async () => {
    const [roleId, userId, groupId, project] = [
      await make.role(),
      await make.user(),
      await make.group(),
      await make.project('default'),
    ]
    const whole: Assignment = {
      actor: userActor(userId),
      target: onProject(project),
      roleId,
      inherited: false,
    }
    const broken: Assignment[] = [
      { ...whole, roleId: 'x' },
      { ...whole, roleId: '\0' },
      { ...whole, actor: userActor('x') },
      // The id of a group is not a user, and the other way round.
      { ...whole, actor: userActor(groupId) },
      { ...whole, actor: groupActor(userId) },
      { ...whole, target: onProject('x') },
      { ...whole, target: onDomain('x') },
      { ...whole, target: onDomain(project) },
      { ...whole, actor: userActor('x'), target: onSystem },
    ]
    for (const grant of broken)
      for (const operation of [grantRole, checkGrant, revokeRole]) {
        assert.equal(await outcome(core.run(operation as typeof grantRole, grant)), 'not_found')
        const stranger = await outcome(core.run(operation as typeof grantRole, grant, unprivileged))
        const goneActor = operation === revokeRole && grant.actor !== whole.actor
        assert.equal(stranger, goneActor ? 'forbidden' : 'not_found')
        assert.equal(
          await outcome(core.run(operation as typeof grantRole, grant, anonymous)),
          'unauthenticated',
        )
        if (grant.target.type === 'system') continue
        const inherited = { ...grant, inherited: true }
        assert.equal(await outcome(core.run(operation as typeof grantRole, inherited)), 'not_found')
        assert.equal(
          await outcome(core.run(operation as typeof grantRole, inherited, unprivileged)),
          'forbidden',
        )
      }
    assert.deepEqual(await core.store.reading.assignments.list({}), [])
  })

  test('a domain role can be granted on projects of that domain and on domains, never on the system', async () => {
    const elsewhere = await make.domain()
    const [own, foreign] = [await make.project('default'), await make.project(elsewhere)]
    const roleId = await make.role('local', 'default')
    for (const actor of [userActor(await make.user()), groupActor(await make.group())]) {
      await make.give(actor, roleId, onProject(own))
      await make.give(actor, roleId, onProject(own), true)
      await make.give(actor, roleId, onDomain('default'))
      await make.give(actor, roleId, onDomain('default'), true)
      for (const inherited of [false, true]) {
        await assert.rejects(make.give(actor, roleId, onProject(foreign), inherited), {
          kind: 'failed_precondition',
        })
        await assert.rejects(make.give(actor, roleId, onProject('default'), inherited), {
          kind: 'failed_precondition',
        })
      }
      await assert.rejects(make.give(actor, roleId, onSystem), { kind: 'invalid' })
    }
    await assert.rejects(make.give(userActor(await make.user()), await make.role(), onSystem, true), {
      kind: 'invalid',
    })
  })

  test('grants are deleted with their actors and targets; grants of a vanished actor can be revoked', async () => {
    const elsewhere = await make.domain()
    const [roleId, local] = [await make.role(), await make.role('l', elsewhere)]
    const [project, kept] = [await make.project('default'), await make.project('default')]
    const [userId, keeper] = [await make.user(), userActor(await make.user())]
    const groupId = await make.group()
    const inside = [userActor(await make.user(elsewhere)), groupActor(await make.group(elsewhere))]
    await make.give(keeper, roleId, onProject(kept))
    for (const target of [onProject(project), onSystem])
      for (const actor of [userActor(userId), groupActor(groupId)]) await make.give(actor, roleId, target)
    await make.give(keeper, roleId, onProject(project), true)
    for (const actor of inside) await make.give(actor, roleId, onProject(kept))
    await make.give(keeper, roleId, onDomain(elsewhere), true)
    await make.give(keeper, local, onDomain('default'))

    await core.run(deleteUser, { id: userId })
    await core.run(deleteGroup, { id: groupId })
    await core.run(deleteProject, { id: project })
    await core.run(updateDomain, { id: elsewhere, enabled: false })
    await core.run(deleteDomain, { id: elsewhere })
    assert.deepEqual(await core.store.reading.assignments.list({}), [
      { actor: keeper, target: onProject(kept), roleId, inherited: false },
    ])

    const left = { actor: userActor('gone'), target: onProject(kept), roleId, inherited: false }
    await core.store.transaction('serializable', (stores) => stores.assignments.insert(left))
    await assert.rejects(core.run(revokeRole, left, inDomain('default', 'manager', 'reader')), {
      kind: 'forbidden',
    })
    await core.run(revokeRole, left)
  })
})
