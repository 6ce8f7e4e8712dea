import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import {
  addMember,
  checkMember,
  listMembers,
  removeMember,
} from '../src/core/directory/groups/group-members.ts'
import { listUserGroups } from '../src/core/directory/groups/groups.ts'
import { builders } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { createTestCore, type TestCore } from './test-core.ts'

const all = { where: [], page: { limit: 1000 } }

onEachDatabase('group members', (makePlace) => {
  let core: TestCore
  let make: ReturnType<typeof builders>
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    make = builders(core)
  })
  afterEach(() => core.close())

  const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)
  const revoked = async () =>
    (await core.store.reading.revocations.list(undefined)).flatMap(({ userId }) => userId ?? [])

  test('membership: added, checked, listed both ways, removed', async () => {
    const [first, second, outsider] = [await make.user(), await make.user(), await make.user()]
    const groupId = await make.group()
    for (const userId of [first, second, second]) await core.run(addMember, { groupId, userId })
    await core.run(checkMember, { groupId, userId: first })
    await assert.rejects(core.run(checkMember, { groupId, userId: outsider }), { kind: 'not_found' })
    assert.deepEqual(ids((await core.run(listMembers, { ...all, groupId })).rows), [first, second])
    assert.deepEqual(ids((await core.run(listUserGroups, { ...all, userId: first })).rows), [groupId])
    assert.deepEqual((await core.run(listUserGroups, { ...all, userId: outsider })).rows, [])
    await core.run(removeMember, { groupId, userId: first })
    assert.deepEqual(ids((await core.run(listMembers, { ...all, groupId })).rows), [second])
    for (const userId of [first, outsider])
      await assert.rejects(core.run(removeMember, { groupId, userId }), { kind: 'not_found' })
    assert.deepEqual((await core.events()).slice(-3), [
      'group.member_added',
      'group.member_added',
      'group.member_removed',
    ])
  })

  test('unknown groups and unknown users are rejected', async () => {
    const userId = await make.user()
    const groupId = await make.group()
    for (const input of [
      { groupId, userId: 'nobody' },
      { groupId: 'nothing', userId },
      { groupId: '\0', userId },
    ])
      for (const operation of [addMember, removeMember, checkMember])
        await assert.rejects(core.run(operation as typeof addMember, input), { kind: 'not_found' })
    await core.run(deleteUser, { id: userId })
    await assert.rejects(core.run(addMember, { groupId, userId }), { kind: 'not_found' })
  })

  test('20 concurrent additions of one member all succeed, with one membership and one event', async () => {
    const userId = await make.user()
    const groupId = await make.group()
    await Promise.all(Array.from({ length: 20 }, () => core.run(addMember, { groupId, userId })))
    assert.equal((await core.run(listMembers, { ...all, groupId })).rows.length, 1)
    assert.equal((await core.events()).filter((kind) => kind === 'group.member_added').length, 1)
  })

  test('members are listed with pages and filters', async () => {
    const members = [await make.user(), await make.user(), await make.user()]
    const groupId = await make.group('default', ...members)
    const first = await core.run(listMembers, { groupId, where: [], page: { limit: 2 } })
    assert.deepEqual([ids(first.rows), first.more], [members.slice(0, 2), true])
    const last = await core.run(listMembers, {
      groupId,
      where: [],
      page: { limit: 2, after: members[1] ?? '' },
    })
    assert.deepEqual([ids(last.rows), last.more], [members.slice(2), false])
    const named = await core.run(listMembers, {
      ...all,
      groupId,
      where: [{ key: 'name', op: 'endswith', value: '-2' }],
    })
    assert.deepEqual(ids(named.rows), members.slice(1, 2))
    const groups = [groupId, await make.group('default', ...members), await make.group('default', ...members)]
    const userId = members[0] ?? ''
    const page = await core.run(listUserGroups, { userId, where: [], page: { limit: 1, after: groupId } })
    assert.deepEqual([ids(page.rows), page.more], [groups.slice(1, 2), true])
    for (const operation of [
      () => core.run(listMembers, { groupId, where: [], page: { limit: 2, after: 'x' } }),
      () => core.run(listUserGroups, { userId, where: [], page: { limit: 2, after: 'x' } }),
    ])
      await assert.rejects(operation(), { kind: 'not_found' })
  })

  test('removing a member invalidates its tokens, adding one does not', async () => {
    const userId = await make.user()
    const groupId = await make.group('default', userId)
    assert.deepEqual(await revoked(), [])
    await core.run(removeMember, { groupId, userId })
    assert.deepEqual(await revoked(), [userId])
  })
})
