import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { createDomain } from '../src/core/directory/domains/create-domain.ts'
import { createGroup } from '../src/core/directory/groups/create-group.ts'
import { createUser } from '../src/core/directory/users/create-user.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import type { Caller } from '../src/core/kernel/caller.ts'
import { anonymous } from '../src/core/kernel/caller.ts'
import { isDomainError } from '../src/core/kernel/domain-error.ts'
import { getEvent, type ListEvents, listEvents } from '../src/core/kernel/events/events.ts'
import type { Position } from '../src/core/kernel/paging/position.ts'
import { onEachDatabase, type Place } from './databases.ts'
import { eventLogSettled } from './event-log-settled.ts'
import {
  callerAs,
  createTestCore,
  inDomain,
  systemAdmin,
  systemReader,
  type TestCore,
  unprivileged,
} from './test-core.ts'

onEachDatabase('events', (makePlace) => {
  let place: Place
  let core: TestCore
  beforeEach(async () => {
    place = await makePlace()
    core = await createTestCore(place)
  })
  afterEach(() => core.close())

  const list = (more: Partial<ListEvents> = {}, caller: Caller = systemAdmin) =>
    core.run(listEvents, { descending: false, limit: 100, ...more }, caller)
  const kinds = async (more: Partial<ListEvents> = {}, caller?: Caller) => {
    await eventLogSettled(core.store)
    return (await list(more, caller)).rows.map(({ event }) => event.kind)
  }
  const sequences = async (more: Partial<ListEvents> = {}) =>
    (await list(more)).rows.map(({ event }) => event.sequence)
  const user = (name: string, domainId = 'default', caller?: Caller) =>
    core.run(createUser, { name, domainId }, caller)

  test('an event records actor, time, request and subject', async () => {
    const ann = await user('ann')
    await eventLogSettled(core.store)
    const { rows, more } = await list()
    assert.equal(more, false)
    assert.equal(rows.length, 1)
    const [{ event } = assert.fail()] = rows
    assert.deepEqual(event, {
      sequence: event.sequence,
      kind: 'user.created',
      at: core.now(),
      subject: { type: 'user', id: ann.id },
      actorId: systemAdmin.userId,
      domainId: 'default',
      face: 'test',
      requestId: 'req-test',
      invalidates: [],
      detail: {},
    })
    assert.deepEqual(await core.run(getEvent, { sequence: event.sequence }), event)
  })

  test('filters are exact, except for noun wildcards, and combine', async () => {
    const { id: other } = await core.run(createDomain, { name: 'other' })
    const someone = callerAs({ userId: 'a'.repeat(32), scope: { kind: 'system' }, roles: ['admin'] })
    const ann = await user('ann')
    core.advanceTime(1000)
    const moment = core.now()
    await core.run(updateUser, { id: ann.id, displayName: 'Ann' }, someone)
    const bob = await user('bob', other)
    core.advanceTime(1000)
    await core.run(createGroup, { name: 'group', domainId: other })
    assert.deepEqual(await kinds(), [
      'domain.created',
      'user.created',
      'user.updated',
      'user.created',
      'group.created',
    ])
    assert.deepEqual(await kinds({ kind: 'user.created' }), ['user.created', 'user.created'])
    assert.deepEqual(await kinds({ kind: 'user.*' }), ['user.created', 'user.updated', 'user.created'])
    assert.deepEqual(await kinds({ kind: 'use.*' }), [])
    assert.equal((await kinds({ kind: '*' })).length, 5)
    assert.deepEqual(await kinds({ subjectType: 'user', subjectId: ann.id }), [
      'user.created',
      'user.updated',
    ])
    assert.deepEqual(await kinds({ subjectId: bob.id }), ['user.created'])
    assert.deepEqual(await kinds({ subjectType: 'domain' }), ['domain.created'])
    assert.deepEqual(await kinds({ actorId: someone.userId }), ['user.updated'])
    assert.deepEqual(await kinds({ domainId: other, kind: 'user.*' }), ['user.created'])
    assert.deepEqual(await kinds({ since: moment }), ['user.updated', 'user.created', 'group.created'])
    assert.deepEqual(await kinds({ until: moment }), ['domain.created', 'user.created'])
    assert.deepEqual(await kinds({ since: moment, until: moment + 1 }), ['user.updated', 'user.created'])
    assert.deepEqual(await kinds({ since: moment + 1000 }), ['group.created'])
    assert.deepEqual(await kinds({ since: moment + 1001 }), [])
    assert.deepEqual(await kinds({ subjectId: 'x\0' }), [])
    for (const kind of [
      '',
      'user',
      'user.',
      '.created',
      'us*',
      '*.created',
      'user.created*',
      "' or 1=1",
      'a\0.b',
    ])
      await assert.rejects(list({ kind }), (thrown) => isDomainError(thrown, 'invalid'), kind)
  })

  test('time filters find old events, also when commands overlapped', async () => {
    const day = 86_400_000
    const append = (at: number, id: string) =>
      core.store.transaction('read committed', (stores) =>
        stores.events.append([
          {
            kind: 'test.timed',
            subject: { type: 'test', id },
            at,
            actorId: null,
            face: 'test',
            requestId: 'r',
          },
        ]),
      )
    const start = core.now()
    for (let n = 0; n < 20; n++) await append(start + n * day, String(n))
    await append(start + 5 * day - 60_000, 'late')
    for (let n = 20; n < 40; n++) await append(start + n * day, String(n))
    await eventLogSettled(core.store)
    const ids = async (more: Partial<ListEvents>) =>
      (await list({ ...more, kind: 'test.*' })).rows.map(({ event }) => event.subject.id)
    assert.deepEqual(await ids({ since: start + 7 * day, until: start + 9 * day }), ['7', '8'])
    assert.deepEqual(await ids({ since: start + 38 * day }), ['38', '39'])
    assert.deepEqual(await ids({ until: start + 2 * day }), ['0', '1'])
    assert.deepEqual(await ids({ until: start }), [])
    assert.deepEqual((await ids({ since: start })).length, 41)
  })

  test('pages have no gaps or repeats, in both directions, with and without filters', async () => {
    for (let n = 0; n < 7; n++) {
      const { id } = await user(`user-${n}`)
      if (n % 2) await core.run(updateUser, { id, displayName: 'x' })
    }
    await eventLogSettled(core.store)
    const walk = async (limit: number, more: Partial<ListEvents>) => {
      const seen: number[] = []
      for (let from: Position | undefined; ; ) {
        const page = await list({ ...more, limit, from })
        seen.push(...page.rows.map(({ event }) => event.sequence))
        from = page.rows.at(-1)?.at
        if (!page.more || !from) return seen
      }
    }
    for (const more of [{}, { kind: 'user.*' }, { kind: 'user.created' }, { domainId: 'default' }] as const) {
      const all = await sequences(more)
      assert.ok(all.length >= 7)
      for (const limit of [1, 2, 3, 100]) {
        assert.deepEqual(await walk(limit, more), all)
        assert.deepEqual(await walk(limit, { ...more, descending: true }), all.toReversed())
      }
    }
  })

  test('paging to the end misses no late commit', async () => {
    if (place.name === 'sqlite') return
    const writer = await place.open()
    const event = (id: string) => ({
      kind: 'test.followed',
      subject: { type: 'test', id },
      at: core.now(),
      actorId: null,
      face: 'test',
      requestId: 'req',
    })
    const gate = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    const late = writer.transaction('read committed', async (stores) => {
      await stores.events.append([event('late')])
      begun.resolve()
      await gate.promise
    })
    await begun.promise
    await core.store.transaction('read committed', (stores) => stores.events.append([event('early')]))
    const seen = async (more: Partial<ListEvents>) =>
      (await list({ kind: 'test.followed', ...more })).rows.map((row) => row.event.subject.id)
    assert.deepEqual(await seen({}), [], 'no event that an earlier one may still precede')
    assert.deepEqual(await seen({ descending: true }), ['early'])
    gate.resolve()
    await late
    await eventLogSettled(core.store)
    assert.deepEqual(await seen({}), ['late', 'early'])
    await writer.close()
  })

  test('a domain sees its own events, and nothing else', async () => {
    const { id: mine } = await core.run(createDomain, { name: 'mine' })
    await user('stranger')
    const own = await user('own', mine)
    await eventLogSettled(core.store)
    const foreign = (await list({ domainId: 'default' })).rows[0]?.event.sequence ?? 0
    const ownEvent = (await list({ subjectId: own.id })).rows[0]?.event.sequence ?? 0
    for (const roles of [
      ['manager', 'member', 'reader'],
      ['reader'],
      ['admin', 'manager', 'member', 'reader'],
    ]) {
      const caller = inDomain(mine, ...roles)
      for (const more of [{}, { domainId: mine }, { kind: '*' }])
        assert.deepEqual(
          (await list(more, caller)).rows.map(({ event }) => event.domainId),
          (await list({ domainId: mine })).rows.map(() => mine),
        )
      assert.deepEqual((await list({ domainId: 'default' }, caller)).rows, [])
      assert.equal((await core.run(getEvent, { sequence: ownEvent }, caller)).subject.id, own.id)
      for (const sequence of [foreign, 999_999])
        await assert.rejects(
          core.run(getEvent, { sequence }, caller),
          (thrown) => isDomainError(thrown, 'forbidden') || isDomainError(thrown, 'not_found'),
        )
    }
    assert.deepEqual(await kinds({ descending: true, limit: 1 }, systemReader), ['user.created'])
    for (const caller of [
      unprivileged,
      inDomain(mine, 'member'),
      callerAs({ roles: ['manager', 'reader'] }),
    ]) {
      await assert.rejects(list({}, caller), (thrown) => isDomainError(thrown, 'forbidden'))
      await assert.rejects(core.run(getEvent, { sequence: ownEvent }, caller), (thrown) =>
        isDomainError(thrown, 'forbidden'),
      )
    }
    await assert.rejects(list({}, anonymous), (thrown) => isDomainError(thrown, 'unauthenticated'))
  })
})
