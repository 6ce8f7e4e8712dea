import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { type CreateGroup, createGroup } from '../src/core/directory/groups/create-group.ts'
import {
  addMember,
  checkMember,
  listMembers,
  removeMember,
} from '../src/core/directory/groups/group-members.ts'
import { deleteGroup, getGroup, listGroups, listUserGroups } from '../src/core/directory/groups/groups.ts'
import { updateGroup } from '../src/core/directory/groups/update-group.ts'
import { anonymous, type Caller } from '../src/core/kernel/caller.ts'
import { eq } from '../src/core/kernel/paging/list-query.ts'
import { builders, groupActor, onProject, onSystem, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { callerAs, createTestCore, inDomain, systemReader, type TestCore, unprivileged } from './test-core.ts'

const all = { where: [], page: { limit: 1000 } }

onEachDatabase('groups', (makePlace) => {
  let core: TestCore
  let make: ReturnType<typeof builders>
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    make = builders(core)
  })
  afterEach(() => core.close())

  const create = (input: Partial<CreateGroup> = {}, caller?: Caller) =>
    core.run(createGroup, { name: 'g', ...input }, caller)
  const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)
  const revoked = async () =>
    (await core.store.reading.revocations.list(undefined)).flatMap(({ userId }) => userId ?? [])

  test('a group stores its fields and is found again', async () => {
    const made = await create({ name: '  staff ', description: 'd', extra: { mail: ['a'] } })
    const { id } = made
    assert.deepEqual(made, {
      id,
      domainId: 'default',
      name: 'staff',
      description: 'd',
      managedBy: null,
      extra: { mail: ['a'] },
      createdAt: core.now(),
      updatedAt: core.now(),
    })
    assert.deepEqual(await core.run(getGroup, { id }), made)
    assert.equal((await create({ name: 'x' })).description, '')
    assert.equal((await create({ name: 'y', description: null })).description, null)
    assert.deepEqual(await core.events(), ['group.created', 'group.created', 'group.created'])
  })

  test('rejects invalid fields and stores nothing', async () => {
    const { id } = await create()
    await create({ name: 'other' })
    const created = [
      [{ name: 'g' }, 'conflict'],
      [{ name: ' \t' }, 'invalid'],
      [{ name: 'x'.repeat(65) }, 'invalid'],
      [{ name: 'a\0b' }, 'invalid'],
      [{ name: 'a\ud800' }, 'invalid'],
      [{ name: 'z', description: '\0' }, 'invalid'],
      [{ name: 'z', domainId: 'nowhere' }, 'not_found'],
    ] as const
    for (const [input, kind] of created) await assert.rejects(create(input), { kind }, JSON.stringify(input))
    const project = await make.project('default')
    await assert.rejects(create({ name: 'z', domainId: project }), { kind: 'not_found' })
    const updated = [
      [{ name: 'other' }, 'conflict'],
      [{ name: '' }, 'invalid'],
      [{ domainId: 'elsewhere' }, 'invalid'],
    ] as const
    for (const [input, kind] of updated)
      await assert.rejects(core.run(updateGroup, { id, ...input }), { kind }, JSON.stringify(input))
    assert.equal((await core.run(listGroups, all)).rows.length, 2)
    for (const missing of ['nobody', '', '\0', 'x'.repeat(100_000)])
      for (const operation of [getGroup, deleteGroup, updateGroup])
        await assert.rejects(core.run(operation as typeof getGroup, { id: missing }), { kind: 'not_found' })
  })

  test('the same name is free in another domain', async () => {
    const elsewhere = await make.domain()
    await create()
    assert.equal((await create({ domainId: elsewhere })).domainId, elsewhere)
  })

  test('of 20 concurrent creations of one name one succeeds', async () => {
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => create()))
    assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1)
    for (const one of tries) if (one.status === 'rejected') assert.equal(one.reason.kind, 'conflict')
  })

  test('an update merges and keeps other fields', async () => {
    const { id } = await create({ description: 'd', extra: { a: 1, b: 2 } })
    core.advanceTime(1000)
    const updated = await core.run(updateGroup, { id, name: 'new', domainId: 'default', extra: { b: null } })
    assert.deepEqual([updated.name, updated.description, updated.extra], ['new', 'd', { a: 1, b: null }])
    assert.equal(updated.updatedAt - updated.createdAt, 1000)
    assert.deepEqual(await core.run(getGroup, { id }), updated)
  })

  test('lists are paged and filtered; an unknown marker is not found', async () => {
    const made = []
    for (const name of ['a1', 'a2', 'b1', 'b2', 'b3']) made.push((await create({ name })).id)
    const first = await core.run(listGroups, { where: [], page: { limit: 2 } })
    assert.deepEqual([ids(first.rows), first.more], [made.slice(0, 2), true])
    const last = await core.run(listGroups, { where: [], page: { limit: 3, after: made[1] ?? '' } })
    assert.deepEqual([ids(last.rows), last.more], [made.slice(2), false])
    const some = await core.run(listGroups, {
      ...all,
      where: [{ key: 'name', op: 'startswith', value: 'b' }],
    })
    assert.deepEqual(ids(some.rows), made.slice(2))
    assert.deepEqual((await core.run(listGroups, { ...all, where: [eq('domain_id', 'nowhere')] })).rows, [])
    await assert.rejects(core.run(listGroups, { where: [], page: { limit: 3, after: 'nobody' } }), {
      kind: 'not_found',
    })
  })

  test('deleting a group deletes its memberships and grants, and invalidates tokens of members if it had grants', async () => {
    const [first, second, bystander] = [await make.user(), await make.user(), await make.user()]
    const idle = await make.group('default', first)
    await core.run(deleteGroup, { id: idle })
    assert.deepEqual(await revoked(), [])

    const granted = await make.group('default', first, second)
    const kept = await make.group('default', bystander)
    const [roleId, project] = [await make.role(), await make.project('default')]
    for (const target of [onProject(project), onSystem]) {
      await make.give(groupActor(granted), roleId, target)
      await make.give(groupActor(kept), roleId, target)
    }
    await core.run(deleteGroup, { id: granted })
    assert.deepEqual((await revoked()).sort(), [first, second].sort())
    assert.deepEqual(await core.store.reading.assignments.list({ actors: [groupActor(granted)] }), [])
    assert.equal((await core.store.reading.assignments.list({ actors: [groupActor(kept)] })).length, 2)
    assert.deepEqual((await core.run(listUserGroups, { ...all, userId: first })).rows, [])
    await assert.rejects(core.run(getGroup, { id: granted }), { kind: 'not_found' })
  })

  test('T35: a deleted user leaves no membership and no grant behind', async () => {
    const userId = await make.user()
    const groupId = await make.group('default', userId)
    const [roleId, project] = [await make.role(), await make.project('default')]
    for (const target of [onProject(project), onSystem]) await make.give(userActor(userId), roleId, target)
    await make.give(userActor(userId), roleId, onProject(project), true)
    await core.run(deleteUser, { id: userId })
    assert.deepEqual(await core.store.reading.assignments.list({ actors: [userActor(userId)] }), [])
    assert.deepEqual(await core.store.reading.groups.memberIds(groupId), [])
  })

  test('permissions: administrators all, readers of the system read, managers and readers of a domain in theirs', async () => {
    const elsewhere = await make.domain()
    const here = { group: await make.group(), user: await make.user() }
    const there = { group: await make.group(elsewhere), user: await make.user(elsewhere) }
    const can = async (work: () => Promise<unknown>) =>
      work().then(
        () => true,
        (error) => {
          assert.ok(error.kind === 'forbidden' || error.kind === 'unauthenticated', error)
          return false
        },
      )
    const sees = (caller: Caller, { group, user }: typeof here) =>
      can(async () => {
        await core.run(getGroup, { id: group }, caller)
        await core.run(listMembers, { ...all, groupId: group }, caller)
        await core.run(listUserGroups, { ...all, userId: user }, caller)
        await core.run(listGroups, all, caller)
      })
    const changes = (caller: Caller, { group, user }: typeof here) =>
      can(async () => {
        await core.run(updateGroup, { id: group, description: 'x' }, caller)
        await core.run(addMember, { groupId: group, userId: user }, caller)
        await core.run(removeMember, { groupId: group, userId: user }, caller)
        const { domainId } = await core.run(getGroup, { id: group })
        const { id } = await core.run(createGroup, { name: core.ports.newId(), domainId }, caller)
        await core.run(deleteGroup, { id }, caller)
      })
    const rows: readonly [string, Caller, string][] = [
      ['project admin', callerAs({ roles: ['admin', 'reader'] }), 'see see change change'],
      ['system reader', systemReader, 'see see - -'],
      ['domain manager', inDomain('default', 'manager', 'reader'), 'see - change -'],
      ['domain reader', inDomain('default', 'reader'), 'see - - -'],
      ['domain manager elsewhere', inDomain(elsewhere, 'manager', 'reader'), '- see - change'],
      ['project manager', callerAs({ roles: ['manager', 'member', 'reader'] }), '- - - -'],
      ['project member', unprivileged, '- - - -'],
      ['nobody', anonymous, '- - - -'],
    ]
    for (const [title, caller, expected] of rows) {
      const seen = [await sees(caller, here), await sees(caller, there)].map((yes) => (yes ? 'see' : '-'))
      const changed = [await changes(caller, here), await changes(caller, there)].map((yes) =>
        yes ? 'change' : '-',
      )
      assert.equal([...seen, ...changed].join(' '), expected, title)
    }
    // User and group must belong to the domain of the manager.
    const manager = inDomain('default', 'manager', 'reader')
    for (const [groupId, userId] of [
      [here.group, there.user],
      [there.group, here.user],
    ] as const)
      for (const operation of [addMember, checkMember, removeMember])
        await assert.rejects(core.run(operation as typeof addMember, { groupId, userId }, manager), {
          kind: 'forbidden',
        })
  })

  test('a user lists its own groups; callers without permission receive the same for absent groups', async () => {
    const userId = await make.user()
    const groupId = await make.group('default', userId)
    const self = callerAs({ userId })
    assert.deepEqual(ids((await core.run(listUserGroups, { ...all, userId }, self)).rows), [groupId])
    for (const caller of [self, inDomain('default', 'manager')])
      await assert.rejects(core.run(getGroup, { id: 'nothing' }, caller), { kind: 'forbidden' })
  })

  test('T21: with a domain-scoped token lists contain the rows of that domain alone', async () => {
    const elsewhere = await make.domain()
    const [here, there] = [await make.user(), await make.user(elsewhere)]
    const groupId = await make.group('default', here, there)
    const foreign = await make.group(elsewhere, here, there)
    const reader = inDomain('default', 'reader')
    assert.deepEqual(ids((await core.run(listGroups, all, reader)).rows), [groupId])
    assert.deepEqual(
      (await core.run(listGroups, { ...all, where: [eq('domain_id', elsewhere)] }, reader)).rows,
      [],
    )
    assert.deepEqual(ids((await core.run(listMembers, { ...all, groupId }, reader)).rows), [here])
    assert.deepEqual(ids((await core.run(listUserGroups, { ...all, userId: here }, reader)).rows), [groupId])
    assert.deepEqual(ids((await core.run(listUserGroups, { ...all, userId: here })).rows), [groupId, foreign])
  })
})
