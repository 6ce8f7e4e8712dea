import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import {
  deleteBulkJob,
  getBulkJob,
  listBulkErrors,
  listBulkJobs,
} from '../src/core/accounts/bulk-jobs/bulk-jobs.ts'
import type { CreateBulkJob } from '../src/core/accounts/bulk-jobs/create-bulk-job.ts'
import { type BulkLine, longestRun } from '../src/core/accounts/bulk-jobs/run-bulk-job.ts'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { inviteUser } from '../src/core/accounts/invitations/invite-user.ts'
import { getUser } from '../src/core/directory/users/get-user.ts'
import type { Caller, Delegation, KnownCaller } from '../src/core/kernel/caller.ts'
import { builders, groupActor, onDomain, onSystem, userActor } from './builders.ts'
import { bulkJobFixtures } from './bulk-job-fixtures.ts'
import { onEachDatabase } from './databases.ts'
import { invited } from './invited-fixtures.ts'
import { callerAs, createTestCore, inDomain, systemAdmin, type TestCore } from './test-core.ts'

onEachDatabase('bulk jobs', (makePlace) => {
  let core: TestCore
  let make: ReturnType<typeof builders>
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    make = builders(core)
  })
  afterEach(() => core.close())

  const people = async (count: number, domainId = 'default') => {
    const ids: string[] = []
    for (let n = 0; n < count; n++) ids.push(await make.user(domainId))
    return ids
  }
  const { create, ofIds, start, run, countsOf, code } = bulkJobFixtures(() => core)
  const statuses = async (ids: readonly string[]) =>
    Promise.all(ids.map(async (id) => (await core.store.reading.users.get(id))?.status))
  test('N23: disable, enable and delete do the same as the single request, and a repeat changes nothing', async () => {
    const ids = await people(3)
    for (const [action, status] of [
      ['disable', 'disabled'],
      ['enable', 'active'],
      ['delete', undefined],
    ] as const)
      for (const counts of [
        [3, 3, 0, 0],
        [3, 0, 3, 0],
      ]) {
        const { id } = await create(ofIds(action, ids))
        assert.deepEqual(await run(id), { end: 'done', counts, wrong: [] }, action)
        assert.deepEqual(await statuses(ids), [status, status, status])
        const job = await core.run(getBulkJob, { id })
        assert.deepEqual([job.state, job.stoppedBy, job.total], ['done', null, 3])
        assert.equal(await code(start(id)), 'bulk_job_done')
      }
    const events = await core.events()
    const count = (kind: string) => events.filter((one) => one === kind).length
    assert.deepEqual(
      ['user.updated', 'user.deleted', 'bulk_job.created', 'bulk_job.done'].map(count),
      [6, 3, 6, 6],
    )
  })

  test('N23: a role is granted to and revoked from each user, and no-ops count as unchanged', async () => {
    const ids = await people(3)
    const [roleId, domain] = [await make.role('reader'), onDomain('default')]
    await make.give(userActor(ids[0] ?? ''), roleId, domain)
    const role = { roleId, target: domain, inherited: false }
    const granted = await create(ofIds('grant_role', ids, { role }))
    assert.deepEqual((await run(granted.id)).counts, [3, 2, 1, 0])
    const held = async () => {
      const all = await Promise.all(
        ids.map((id) => core.store.reading.assignments.has({ ...role, actor: userActor(id) })),
      )
      return all.filter(Boolean).length
    }
    assert.equal(await held(), 3)
    await make.take(userActor(ids[1] ?? ''), roleId, domain)
    const revoked = await create(ofIds('revoke_role', ids, { role }))
    assert.deepEqual((await run(revoked.id)).counts, [3, 2, 1, 0])
    assert.equal(await held(), 0)
  })

  test('N23: users are added to and removed from a group, and no-ops count as unchanged', async () => {
    const ids = await people(3)
    const groupId = await make.group('default', ids[0] ?? '')
    const isMember = async () =>
      Promise.all(ids.map((id) => core.store.reading.groups.hasMember(groupId, id)))
    const added = await create(ofIds('add_to_group', [...ids, 'no user'], { groupId }))
    assert.deepEqual((await run(added.id)).counts, [4, 2, 1, 1])
    assert.deepEqual(await isMember(), [true, true, true])
    const removed = await create(ofIds('remove_from_group', ids.slice(1), { groupId }))
    assert.deepEqual((await run(removed.id)).counts, [2, 2, 0, 0])
    const again = await create(ofIds('remove_from_group', ids.slice(1), { groupId }))
    assert.deepEqual((await run(again.id)).counts, [2, 0, 2, 0])
    assert.deepEqual(await isMember(), [true, false, false])
  })

  test('N23: a job for a group needs the right to its members, also those with more authority than the caller', async () => {
    const ids = await people(1)
    const groupId = await make.group('default')
    const manager = inDomain('default', 'manager')
    const reader = inDomain('default', 'reader')
    assert.equal(await code(create(ofIds('add_to_group', ids, { groupId }), reader)), 'forbidden_by_rule')
    assert.equal(await code(create(ofIds('add_to_group', ids, { groupId: 'no group' }))), 'group_not_found')
    const job = await create(ofIds('add_to_group', ids, { groupId }), manager)
    assert.deepEqual((await run(job.id, { caller: manager })).counts, [1, 1, 0, 0])
    const administrators = await make.group('default')
    await make.give(groupActor(administrators), await make.role('admin'), onSystem)
    const more = await create(ofIds('add_to_group', ids, { groupId: administrators }), manager)
    assert.deepEqual((await run(more.id, { caller: manager })).wrong, ['administrator_protected'])
  })

  test('N23: users are invited by email, and invited users receive their invitation again, expired or not', async () => {
    const emails = ['ann@example.com', 'no-address', 'bob@example.com']
    const first = await create({ action: 'invite', users: { source: 'emails', list: emails } })
    const { counts, wrong } = await run(first.id)
    assert.deepEqual([counts, wrong], [[3, 2, 0, 1], ['email_malformed']])
    const again = await create({ action: 'invite', users: { source: 'emails', list: emails.slice(0, 1) } })
    assert.deepEqual((await run(again.id)).counts, [1, 0, 1, 0])
    const guests = await Promise.all(
      ['ann@example.com', 'bob@example.com'].map(
        async (email) => (await core.run(inviteUser, { email, mode: 'email_link' })).user.id,
      ),
    )
    await invited(core.store, guests[1] ?? '', core.now() - 1)
    const [member] = await people(1)
    const before = (await core.sentEmails()).length
    const resent = await create(ofIds('invite', [...guests, member ?? '']))
    const second = await run(resent.id)
    assert.deepEqual([second.counts, second.wrong], [[3, 2, 0, 1], ['user_not_invited']])
    assert.equal((await core.sentEmails()).length - before, 2)
    assert.deepEqual(await statuses(guests), ['invited', 'invited'])
  })

  test('N23: a filter is evaluated during the run, in the order of ids', async () => {
    const ids = await people(120)
    const filter = "username LIKE 'user-%'"
    const { id } = await create({ action: 'disable', users: { source: 'filter', filter } })
    assert.deepEqual(await run(id, { limit: 7 }), { end: 'limit_reached', counts: [7, 7, 0, 0], wrong: [] })
    assert.deepEqual((await statuses(ids)).filter((status) => status === 'disabled').length, 7)
    assert.deepEqual((await run(id)).counts, [120, 120, 0, 0])
    assert.deepEqual(new Set(await statuses(ids)), new Set(['disabled']))
  })

  test('N23: an interrupted run continues where it was: every user is handled exactly once', async () => {
    const ids = await people(6)
    const { id } = await create(ofIds('delete', [...ids.slice(0, 3), 'nobody', ...ids.slice(3)]))
    // The first line belongs to another user: the run ends like that of a killed process.
    const dead = await start(id)
    assert.equal((await dead.next()).value?.kind, 'wrong')
    const between = await core.run(getBulkJob, { id })
    assert.deepEqual([between.state, countsOf(between)], ['running', [4, 3, 0, 1]])
    assert.deepEqual(await run(id), { end: 'done', counts: [7, 6, 0, 1], wrong: [] })
    const rest: BulkLine[] = []
    for await (const line of dead) rest.push(line)
    assert.deepEqual(
      rest.map((line) => line.kind === 'stopped' && line.code),
      ['bulk_job_taken_over'],
    )
    assert.equal((await core.events()).filter((kind) => kind === 'user.deleted').length, 6)
    const { rows } = await core.run(listBulkErrors, { id, limit: 10, after: 0 })
    assert.deepEqual(
      rows.map(({ row, userId, code: why }) => [row, userId, why]),
      [[4, 'nobody', 'user_not_found']],
    )
  })

  test('N23: a run without progress is shown as stopped, and deleting a job stops its run', async () => {
    const ids = await people(3)
    const { id } = await create(ofIds('disable', ['nobody', ...ids]))
    const silent = await start(id, { now: () => 0 })
    await silent.next()
    core.advanceTime(200_000)
    const job = await core.run(getBulkJob, { id })
    assert.deepEqual([job.state, job.stoppedBy], ['stopped', 'sender_silent'])
    await core.run(deleteBulkJob, { id })
    const rest: BulkLine[] = []
    for await (const line of silent) rest.push(line)
    const last = rest.at(-1)
    assert.equal(last?.kind === 'stopped' && last.code, 'bulk_job_taken_over')
    assert.deepEqual(await statuses(ids), ['active', 'active', 'active'])
    assert.equal(await code(core.run(getBulkJob, { id })), 'bulk_job_not_found')
  })

  test('N23: one run is bounded in time, and the next one continues', async () => {
    const ids = await people(4)
    const { id } = await create(ofIds('disable', ids))
    let clock = 0
    const now = () => (clock += longestRun / 3)
    const first = await run(id, { now })
    assert.equal(first.end, 'time_over')
    assert.ok(Number(first.counts[0]) > 0 && Number(first.counts[0]) < 4, `${first.counts}`)
    assert.deepEqual((await run(id)).counts, [4, 4, 0, 0])
  })

  test('N23: an administrator among the users of a manager is an error for that user and changes nothing', async () => {
    const [ordinary = '', root = '', last = ''] = await people(3)
    await make.give(userActor(root), await make.role('admin'), onSystem)
    const manager = inDomain('default', 'manager')
    for (const action of ['disable', 'delete'] as const) {
      const { id } = await create(ofIds(action, [ordinary, root, last]), manager)
      const { end, counts, wrong } = await run(id, { caller: manager })
      assert.deepEqual([end, counts, wrong], ['done', [3, 2, 0, 1], ['administrator_protected']])
      assert.equal((await core.run(getUser, { id: root })).status, 'active')
    }
  })

  test('N23: users of another domain are reported as unknown users, even for an administrator', async () => {
    const [other, mine] = [await make.domain(), await make.domain()]
    const [theirs = ''] = await people(1, other)
    const manager = inDomain(mine, 'manager')
    for (const [caller, why] of [
      [systemAdmin, 'user_not_found'],
      [manager, 'forbidden_by_rule'],
    ] as const)
      for (const action of ['enable', 'disable', 'delete', 'invite'] as const) {
        const { id } = await create(ofIds(action, [theirs, 'nobody'], { domainId: mine }), caller)
        const { counts, wrong } = await run(id, { caller })
        assert.deepEqual(
          [counts, wrong],
          [
            [2, 0, 0, 2],
            [why, why],
          ],
          action,
        )
      }
    assert.equal((await core.run(getUser, { id: theirs })).status, 'active')
    const foreign = ofIds('disable', [theirs], { domainId: other })
    assert.equal(await code(create(foreign, manager)), 'forbidden_by_rule')
    const { id } = await create(foreign)
    for (const operation of [getBulkJob, deleteBulkJob])
      assert.equal(await code(core.run(operation as typeof getBulkJob, { id }, manager)), 'forbidden_by_rule')
    assert.equal(await code(start(id, { caller: manager })), 'forbidden_by_rule')
    const { rows } = await core.run(listBulkJobs, { limit: 100, domainId: other }, manager)
    assert.ok(rows.every(({ domainId }) => domainId === mine))
  })

  test('N23: losing the right stops the job, with the current user neither counted nor changed', async () => {
    const ids = await people(5)
    const manager = inDomain('default', 'manager')
    const { id } = await create(ofIds('disable', ids), manager)
    let requested = 0
    const caller = () => (++requested > 4 ? inDomain('default', 'reader') : manager)
    const { end, counts, wrong } = await run(id, { caller })
    assert.deepEqual([end, counts, wrong], ['forbidden_by_rule', [2, 2, 0, 0], []])
    const job = await core.run(getBulkJob, { id })
    assert.deepEqual([job.state, job.stoppedBy], ['stopped', 'forbidden_by_rule'])
    assert.deepEqual((await run(id, { caller: manager })).counts, [5, 5, 0, 0])
  })

  test('N23: a job for an action that the caller may not perform is rejected, whatever other rights it has', async () => {
    const ids = await people(1)
    const role = { roleId: await make.role('admin'), target: onSystem, inherited: false }
    const manager = inDomain('default', 'manager')
    assert.equal(await code(create(ofIds('grant_role', ids, { role }), manager)), 'forbidden_by_rule')
    assert.equal(await code(create(ofIds('grant_role', ids, { role }))), 'ok')
    assert.equal(
      await code(create(ofIds('disable', ids), inDomain('default', 'reader'))),
      'forbidden_by_rule',
    )
    const gone = { ...role, roleId: 'no role' }
    assert.equal(await code(create(ofIds('grant_role', ids, { role: gone }))), 'role_not_found')
  })

  test('N23: only its creator runs a job, and a job created with delegated credentials needs the same credentials', async () => {
    const ids = await people(2)
    const own = callerAs({
      userId: 'a'.repeat(32),
      scope: { kind: 'domain', domainId: 'default' },
      roles: ['manager'],
    })
    const by = (delegation: Delegation): KnownCaller => ({ ...own, chain: { ...own.chain, delegation } })
    const trust = by({ kind: 'trust', trustId: 't', trustorId: own.userId, trusteeId: 'b' })
    const key = by({ kind: 'application_credential', id: 'k', unrestricted: false })
    const otherKey = by({ kind: 'application_credential', id: 'l', unrestricted: false })
    const another = 'bulk_job_of_another_caller'
    const cases: readonly (readonly [Caller, readonly (readonly [Caller, string])[]])[] = [
      [
        own,
        [
          [systemAdmin, another],
          [inDomain('default', 'manager'), another],
          [trust, 'ok'],
        ],
      ],
      [
        trust,
        [
          [own, another],
          [key, another],
          [trust, 'ok'],
        ],
      ],
      [
        key,
        [
          [own, another],
          [otherKey, another],
          [key, 'ok'],
        ],
      ],
    ]
    for (const [creator, runners] of cases) {
      const { id } = await create(ofIds('disable', ids), creator)
      for (const [caller, expected] of runners) assert.equal(await code(run(id, { caller })), expected)
    }
  })

  test('N23: delegated credentials in a job have their usual restrictions: not to the delegator, nor beyond their roles', async () => {
    const [trustor = '', other = ''] = await people(2)
    const caller = (...roles: string[]): KnownCaller => {
      const known = callerAs({ userId: trustor, scope: { kind: 'domain', domainId: 'default' }, roles })
      const delegation = { kind: 'trust', trustId: 't', trustorId: trustor, trusteeId: 'b' } as const
      return { ...known, chain: { ...known.chain, delegation } }
    }
    assert.equal(await code(create(ofIds('delete', [other]), caller('reader'))), 'forbidden_by_rule')
    const single = await code(core.run(deleteUser, { id: trustor, sparingSelf: true }, caller('manager')))
    const { id } = await create(ofIds('delete', [trustor, other]), caller('manager'))
    const { counts, wrong } = await run(id, { caller: caller('manager') })
    assert.deepEqual([counts, wrong], [[2, 1, 0, 1], [single]])
    assert.deepEqual(await statuses([trustor, other]), ['active', undefined])
  })

  test('N23: a job never disables or deletes its caller', async () => {
    const [self = '', other = ''] = await people(2)
    const caller = callerAs({
      userId: self,
      scope: { kind: 'domain', domainId: 'default' },
      roles: ['manager'],
    })
    for (const [action, why] of [
      ['disable', 'self_disabling'],
      ['delete', 'self_deletion'],
    ] as const) {
      const { id } = await create(ofIds(action, [self, other]), caller)
      const { counts, wrong } = await run(id, { caller })
      assert.deepEqual([counts, wrong], [[2, 1, 0, 1], [why]])
    }
  })

  test('N23: a list is bounded, without duplicates and valid, and the fields match the action', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, n) => `user-${n}`)
    const role = { roleId: await make.role(), target: onDomain('default'), inherited: false }
    const cases: readonly (readonly [CreateBulkJob, string])[] = [
      [ofIds('enable', many(10_001)), 'users_count'],
      [ofIds('enable', []), 'users_count'],
      [ofIds('enable', ['a', 'a']), 'users_repeated'],
      [ofIds('enable', ['a\0b']), 'text_unstorable'],
      [ofIds('enable', ['\ud800']), 'text_unstorable'],
      [ofIds('enable', ['x'.repeat(256)]), 'text_too_long'],
      [ofIds('enable', ['a'], { role }), 'role_not_wanted'],
      [ofIds('grant_role', ['a']), 'role_missing'],
      [ofIds('enable', ['a'], { groupId: 'g' }), 'group_not_wanted'],
      [ofIds('add_to_group', ['a']), 'group_missing'],
      [{ action: 'enable', users: { source: 'emails', list: ['a@example.com'] } }, 'emails_not_wanted'],
      [ofIds('enable', ['a'], { domainId: 'nowhere' }), 'domain_not_found'],
      [ofIds('enable', many(10_000)), 'ok'],
    ]
    for (const [job, expected] of cases) assert.equal(await code(create(job)), expected)
    const hostile = ["'; drop table users; --", '../../v3/users', '%', '__proto__', '𠮷'.repeat(255)]
    const { id } = await create(ofIds('delete', hostile))
    assert.deepEqual(new Set((await run(id)).wrong), new Set(['user_not_found']))
  })
})
