import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { purgeUser } from '../src/core/accounts/deletion/purge-user.ts'
import { restoreUser } from '../src/core/accounts/deletion/restore-user.ts'
import type { AssignmentTarget } from '../src/core/directory/assignments/assignment.ts'
import { updateDomain } from '../src/core/directory/domains/update-domain.ts'
import { removeMember } from '../src/core/directory/groups/group-members.ts'
import { createUser } from '../src/core/directory/users/create-user.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import type { KnownCaller, Scope } from '../src/core/kernel/caller.ts'
import { isDomainError } from '../src/core/kernel/domain-error.ts'
import type { Settings } from '../src/core/kernel/settings.ts'
import { purgeExpiredDeliveries } from '../src/core/messaging/cleanup.ts'
import { createWebhook } from '../src/core/messaging/webhooks/create-webhook.ts'
import { listDeliveries, pingWebhook, redeliver } from '../src/core/messaging/webhooks/deliveries.ts'
import { updateWebhook } from '../src/core/messaging/webhooks/update-webhook.ts'
import { getWebhook, listWebhooks } from '../src/core/messaging/webhooks/webhooks.ts'
import { makeWebhookDispatcher, type WebhookDispatcher } from '../src/jobs/webhook-dispatcher.ts'
import { builders, groupActor, onDomain, onProject, onSystem, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { eventLogSettled } from './event-log-settled.ts'
import { type Receiver, startReceiver } from './receiver.ts'
import { callerAs, createTestCore, type TestCore } from './test-core.ts'

const day = 86_400_000

onEachDatabase('webhook creators', (makePlace) => {
  let core: TestCore
  let make: ReturnType<typeof builders>
  let receiver: Receiver
  let dispatcher: WebhookDispatcher
  let roles: Record<'admin' | 'manager', string>
  let domain: string
  let successor: KnownCaller
  const open = async (settings: Partial<Settings> = {}) => {
    core = await createTestCore(await makePlace(), settings)
    make = builders(core)
    roles = { admin: await make.role('admin'), manager: await make.role('manager') }
    domain = await make.domain()
    successor = callerAs({ userId: await make.user(), scope: { kind: 'system' }, roles: ['admin'] })
    await make.give(userActor(successor.userId), roles.admin, onSystem)
    receiver = await startReceiver()
    dispatcher = makeWebhookDispatcher({
      core: core.core,
      source: { api: 'webhooks', requestId: 'webhooks' },
      random: () => 0,
      onFailure: (error) => assert.fail(error),
    })
  }
  const close = async () => {
    await dispatcher.stop()
    await receiver.close()
    await core.close()
  }
  beforeEach(() => open())
  afterEach(close)

  const scopeOf = (target: AssignmentTarget): Scope =>
    target.type === 'system' ? { kind: 'system' } : { kind: 'domain', domainId: target.id }
  const maker = async (role: 'admin' | 'manager', target: AssignmentTarget): Promise<KnownCaller> => {
    const userId = await make.user(target.type === 'domain' ? target.id : 'default')
    await make.give(userActor(userId), roles[role], target)
    return callerAs({ userId, scope: scopeOf(target), roles: [role] })
  }
  const listen = async (caller: KnownCaller, path = '/hook') => {
    const input = { url: `${receiver.url}${path}`, kinds: ['user.created'] }
    return (await core.run(createWebhook, input, caller)).webhook
  }
  const show = (id: string) => core.run(getWebhook, { id })
  const pause = async (id: string) => (await show(id)).pausedBecause
  /** Records an event of the webhooks, and sends pending deliveries. */
  const happen = async (domainId = domain) => {
    const { id } = await core.run(createUser, {
      name: `told-${receiver.received.length}-${core.ports.newId()}`,
      domainId,
    })
    await round()
    return id
  }
  const round = async () => {
    await eventLogSettled(core.store)
    await dispatcher.round()
    await dispatcher.settled()
  }
  const subjects = () => receiver.received.map(({ body }) => JSON.parse(body).data.subject_id as string)
  const states = async (webhookId: string) =>
    (await core.run(listDeliveries, { webhookId, limit: 100 })).rows.map(({ state, attempts }) => [
      state,
      attempts,
    ])
  const rejected = (code: string) => (thrown: unknown) => isDomainError(thrown) && thrown.code === code

  test('S15: a webhook is paused when its creator is disabled: deliveries wait, and resume when another administrator changes it', async () => {
    const manager = await maker('manager', onDomain(domain))
    const { id, createdBy, pausedBecause } = await listen(manager)
    assert.deepEqual([createdBy, pausedBecause], [manager.userId, null])
    const first = await happen()
    await core.run(updateUser, { id: manager.userId, status: 'disabled' })
    const second = await happen()
    assert.deepEqual(subjects(), [first])
    assert.equal(await pause(id), 'maker_disabled')
    assert.equal((await show(id)).enabled, true)
    assert.deepEqual(
      (await core.run(listWebhooks, { limit: 10 })).rows.map((row) => row.pausedBecause),
      ['maker_disabled'],
    )
    assert.deepEqual((await states(id)).toSorted(), [
      ['delivered', 1],
      ['queued', 0],
    ])
    const delivered = (await core.run(listDeliveries, { webhookId: id, limit: 10, state: 'delivered' }))
      .rows[0]
    for (const work of [
      () => core.run(pingWebhook, { id }, successor),
      () => core.run(redeliver, { webhookId: id, id: delivered?.id ?? '' }, successor),
    ])
      await assert.rejects(work(), rejected('webhook_paused'))
    const taken = await core.run(updateWebhook, { id }, successor)
    assert.deepEqual([taken.createdBy, taken.pausedBecause], [successor.userId, null])
    await round()
    assert.deepEqual(subjects(), [first, second], 'pending deliveries are sent once')
    const third = await happen()
    assert.deepEqual(subjects(), [first, second, third])
  })

  test('S15: a webhook resumes by itself when its creator is authorized again', async () => {
    const manager = await maker('manager', onDomain(domain))
    const { id } = await listen(manager)
    const states: [reason: string, end: () => Promise<unknown>, back: () => Promise<unknown>][] = [
      [
        'maker_disabled',
        () => core.run(updateUser, { id: manager.userId, status: 'disabled' }),
        () => core.run(updateUser, { id: manager.userId, status: 'active' }),
      ],
      [
        'maker_disabled',
        () => core.run(updateDomain, { id: domain, enabled: false }),
        () => core.run(updateDomain, { id: domain, enabled: true }),
      ],
      [
        'maker_not_allowed',
        () => make.take(userActor(manager.userId), roles.manager, onDomain(domain)),
        () => make.give(userActor(manager.userId), roles.manager, onDomain(domain)),
      ],
    ]
    for (const [reason, end, back] of states) {
      const before = receiver.received.length
      await end()
      assert.equal(await pause(id), reason)
      await eventLogSettled(core.store)
      await happen()
      assert.equal(receiver.received.length, before, reason)
      await back()
      assert.equal(await pause(id), null)
      await round()
      assert.equal(receiver.received.length, before + 1, reason)
    }
  })

  test('S15: a deleted creator pauses its webhooks, also when it is restored without its roles or purged', async () => {
    const manager = await maker('manager', onDomain(domain))
    const next = await maker('manager', onDomain(domain))
    const { id } = await listen(manager)
    await core.run(deleteUser, { id: manager.userId })
    assert.equal(await pause(id), 'maker_deleted')
    await core.run(restoreUser, { id: manager.userId })
    assert.equal(await pause(id), 'maker_not_allowed')
    await core.run(purgeUser, { id: manager.userId })
    assert.equal(await pause(id), 'maker_deleted', 'the id stays, so that the webhook stays paused')
    await happen()
    assert.deepEqual(subjects(), [])
    await core.run(updateWebhook, { id }, next)
    await round()
    assert.equal(receiver.received.length, 1)
  })

  test('S15: any sufficient role of the creator counts: of the system, by a group, inherited, on another domain or none', async () => {
    const other = await make.domain()
    const project = await make.project(other)
    const cases: [name: string, actor: (userId: string) => Promise<unknown>, reason: string | null][] = [
      ['administrator of the system', (id) => make.give(userActor(id), roles.admin, onSystem), null],
      ['administrator of a project', (id) => make.give(userActor(id), roles.admin, onProject(project)), null],
      ['inherited', (id) => make.give(userActor(id), roles.admin, onDomain(other), true), null],
      [
        'administrator of another domain',
        (id) => make.give(userActor(id), roles.admin, onDomain(other)),
        'maker_not_allowed',
      ],
      [
        'manager of another domain',
        (id) => make.give(userActor(id), roles.manager, onDomain(other)),
        'maker_not_allowed',
      ],
      [
        'manager of the system',
        (id) => make.give(userActor(id), roles.manager, onSystem),
        'maker_not_allowed',
      ],
      [
        'manager inherited',
        (id) => make.give(userActor(id), roles.manager, onDomain(domain), true),
        'maker_not_allowed',
      ],
      ['nothing', async () => {}, 'maker_not_allowed'],
    ]
    const manager = await maker('manager', onDomain(domain))
    for (const [name, give, reason] of cases) {
      const userId = await make.user()
      await give(userId)
      const { id } = await listen(manager)
      await core.store.transaction('read committed', (stores) =>
        stores.webhooks.update(id, { createdBy: userId, updatedAt: core.now() }),
      )
      assert.equal(await pause(id), reason, name)
    }
    const member = await make.user()
    const group = await make.group('default', member)
    await make.give(groupActor(group), roles.manager, onDomain(domain))
    const byGroup = callerAs({
      userId: member,
      scope: { kind: 'domain', domainId: domain },
      roles: ['manager'],
    })
    const { id } = await listen(byGroup)
    assert.equal(await pause(id), null)
    await core.run(removeMember, { groupId: group, userId: member })
    assert.equal(await pause(id), 'maker_not_allowed')
  })

  test('S15: a paused webhook delays no other, and one creator pauses all of its webhooks', async () => {
    const [former, manager] = [
      await maker('manager', onDomain(domain)),
      await maker('manager', onDomain(domain)),
    ]
    await listen(former, '/former')
    await listen(former, '/former')
    await listen(manager, '/present')
    await make.take(userActor(former.userId), roles.manager, onDomain(domain))
    await happen()
    assert.deepEqual(
      receiver.received.map(({ path }) => path),
      ['/present'],
    )
  })

  test('S15: a trustee authorized by the trust alone creates a paused webhook: temporary authority does not persist in it', async () => {
    const trustee = await make.user()
    const caller = callerAs({
      userId: trustee,
      scope: { kind: 'domain', domainId: domain },
      roles: ['manager'],
    })
    const delegation = {
      kind: 'trust',
      trustId: 't',
      trustorId: successor.userId,
      trusteeId: trustee,
    } as const
    const { id, pausedBecause } = await listen({ ...caller, chain: { ...caller.chain, delegation } })
    assert.equal(pausedBecause, 'maker_not_allowed')
    await happen()
    assert.deepEqual(subjects(), [])
    assert.equal((await core.run(updateWebhook, { id }, successor)).pausedBecause, null)
  })

  test('S15: deliveries of a paused webhook are purged with the others', async () => {
    const manager = await maker('manager', onDomain(domain))
    const { id } = await listen(manager)
    await core.run(deleteUser, { id: manager.userId })
    await happen()
    core.advanceTime(29 * day)
    const late = await happen()
    core.advanceTime(2 * day)
    assert.equal(await core.run(purgeExpiredDeliveries, {}, { kind: 'operator' }), 1)
    await core.run(updateWebhook, { id }, successor)
    await round()
    assert.deepEqual(subjects(), [late])
  })

  test('S15: a webhook of an older version has no creator and delivers; the next change records one', async () => {
    const { id } = await listen(await maker('manager', onDomain(domain)))
    await core.store.db.q.updateTable('webhooks').set({ created_by: null }).execute()
    await happen()
    assert.equal(receiver.received.length, 1)
    assert.deepEqual([(await show(id)).createdBy, await pause(id)], [null, null])
    assert.equal((await core.run(updateWebhook, { id }, successor)).createdBy, successor.userId)
  })

  test('S15: with webhook_require_active_maker off, webhooks deliver whatever the state of their creator', async () => {
    await close()
    await open({ webhookRequireActiveMaker: false })
    const manager = await maker('manager', onDomain(domain))
    const { id } = await listen(manager)
    await core.run(deleteUser, { id: manager.userId })
    await happen()
    assert.equal(receiver.received.length, 1)
    assert.deepEqual([await pause(id), (await show(id)).createdBy], [null, manager.userId])
  })
})
