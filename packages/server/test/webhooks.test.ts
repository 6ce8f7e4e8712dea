import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { Webhook as Verifier } from 'standardwebhooks'
import type { AssignmentTarget } from '../src/core/directory/assignments/assignment.ts'
import { createDomain } from '../src/core/directory/domains/create-domain.ts'
import { createUser } from '../src/core/directory/users/create-user.ts'
import type { Caller, KnownCaller, Scope } from '../src/core/kernel/caller.ts'
import { anonymous } from '../src/core/kernel/caller.ts'
import { isDomainError } from '../src/core/kernel/domain-error.ts'
import { makeCore } from '../src/core/kernel/executor.ts'
import { allRules } from '../src/core/kernel/rules/defaults/all.ts'
import { makeRuleBook } from '../src/core/kernel/rules/rule-book.ts'
import { purgeExpiredDeliveries } from '../src/core/messaging/cleanup.ts'
import { maxAttempts } from '../src/core/messaging/retry/backoff.ts'
import { type CreateWebhook, createWebhook } from '../src/core/messaging/webhooks/create-webhook.ts'
import { listDeliveries, pingWebhook, redeliver } from '../src/core/messaging/webhooks/deliveries.ts'
import { rotateWebhookSecret } from '../src/core/messaging/webhooks/rotate-webhook-secret.ts'
import { updateWebhook } from '../src/core/messaging/webhooks/update-webhook.ts'
import type { DeliveryState } from '../src/core/messaging/webhooks/webhook.ts'
import { deleteWebhook, getWebhook, listWebhooks } from '../src/core/messaging/webhooks/webhooks.ts'
import { makeWebhookDispatcher, type WebhookDispatcher } from '../src/jobs/webhook-dispatcher.ts'
import type { OpenStore } from '../src/store/engine/open-store.ts'
import { builders, onDomain, onSystem, userActor } from './builders.ts'
import { onEachDatabase, type Place } from './databases.ts'
import { eventLogSettled } from './event-log-settled.ts'
import { type Received, type Receiver, startReceiver } from './receiver.ts'
import {
  callerAs,
  createTestCore,
  inDomain,
  systemAdmin,
  systemReader,
  type TestCore,
  unprivileged,
} from './test-core.ts'

const source = { api: 'webhooks', requestId: 'webhooks' }
const hour = 3_600_000
const day = 24 * hour

onEachDatabase('webhooks', (makePlace) => {
  let place: Place
  let testCore: TestCore
  let receiver: Receiver
  let dispatcher: WebhookDispatcher
  let make: ReturnType<typeof builders>
  let administrator: KnownCaller
  const troubles: Error[] = []
  beforeEach(async () => {
    place = await makePlace()
    testCore = await createTestCore(place)
    make = builders(testCore)
    administrator = await maker('admin', onSystem, { kind: 'system' })
    receiver = await startReceiver()
    troubles.length = 0
    dispatcher = dispatcherOf(testCore)
  })
  afterEach(async () => {
    assert.deepEqual(troubles, [])
    await dispatcher.stop()
    await receiver.close()
    await testCore.close()
  })

  const dispatcherOf = ({ core }: Pick<TestCore, 'core'>) =>
    makeWebhookDispatcher({ core, source, random: () => 0, onFailure: (error) => troubles.push(error) })
  /** A dispatcher of another process, with the same clock. */
  const another = (store: OpenStore) =>
    dispatcherOf({
      core: makeCore({ store, rules: makeRuleBook(allRules), ports: testCore.ports, onInvalidate: () => {} }),
    })
  const round = async (by = dispatcher) => {
    await eventLogSettled(testCore.store)
    await by.round()
    await by.settled()
  }
  /** A caller that is a user with the role in the domain: a webhook needs a creator. */
  const maker = async (role: string, target: AssignmentTarget, scope: Scope): Promise<KnownCaller> => {
    const known = (await testCore.store.reading.roles.getByName(role)).find(
      ({ domainId }) => domainId === null,
    )
    const userId = await make.user()
    await make.give(userActor(userId), known?.id ?? (await make.role(role)), target)
    return callerAs({ userId, scope, roles: [role] })
  }
  const managerOf = (domainId: string) => maker('manager', onDomain(domainId), { kind: 'domain', domainId })
  const listen = async (more: Partial<CreateWebhook> = {}, caller: Caller = administrator) => {
    const { webhook, secret } = await testCore.run(
      createWebhook,
      { url: `${receiver.url}/hook`, kinds: ['user.*'], ...more },
      caller,
    )
    return { ...webhook, secret }
  }
  const user = (name: string, domainId = 'default') => testCore.run(createUser, { name, domainId })
  const deliveries = async (webhookId: string, state?: DeliveryState) =>
    (await testCore.run(listDeliveries, { webhookId, state, limit: 100 })).rows
  const states = async (webhookId: string) => (await deliveries(webhookId)).map(({ state }) => state)
  const verify = (secret: string, { headers, body }: Received) => {
    // The library uses the system clock; the signature covers the sent body.
    const dated = new Verifier(secret)
    const signature = dated.sign(
      headers['webhook-id'] ?? '',
      new Date(Number(headers['webhook-timestamp']) * 1000),
      body,
    )
    return (headers['webhook-signature'] ?? '').split(' ').includes(signature)
  }
  const subjects = () => receiver.received.map(({ body }) => JSON.parse(body).data.subject_id as string)
  const rejected = (thrown: unknown, code: string) => isDomainError(thrown) && thrown.code === code

  test('an event is delivered once, with a signature that the published library verifies', async () => {
    const { id, secret } = await listen()
    assert.match(secret, /^whsec_[A-Za-z0-9+/]+={0,2}$/)
    const ann = await user('ann')
    await round()
    await round()
    const [reported, ...rest] = receiver.received
    assert.ok(reported)
    assert.deepEqual(rest, [])
    assert.equal(reported.path, '/hook')
    assert.equal(reported.headers['content-type'], 'application/json')
    const message = JSON.parse(reported.body)
    const event = await testCore.store.reading.events.get(message.data.sequence)
    assert.deepEqual(message, {
      type: 'user.created',
      timestamp: new Date(testCore.now()).toISOString(),
      data: {
        sequence: event?.sequence,
        kind: 'user.created',
        occurred_at: new Date(testCore.now()).toISOString(),
        subject_type: 'user',
        subject_id: ann.id,
        actor_id: systemAdmin.userId,
        domain_id: 'default',
        face: 'test',
        request_id: 'req-test',
        detail: {},
      },
    })
    assert.ok(verify(secret, reported))
    assert.ok(!verify(`whsec_${Buffer.alloc(32, 1).toString('base64')}`, reported))
    assert.ok(!verify(secret, { ...reported, body: `${reported.body} ` }))
    const [delivery] = await deliveries(id)
    assert.equal(delivery?.id, reported.headers['webhook-id'])
    assert.equal(delivery?.state, 'delivered')
    assert.equal(delivery?.lastStatus, 204)
    assert.equal(delivery?.attempts, 1)
  })

  test('the published library verifies a message like a receiver', async () => {
    const { secret } = await listen()
    testCore.advanceTime(Date.now() - testCore.now())
    await user('ann')
    await round()
    const [reported] = receiver.received
    assert.ok(reported)
    assert.deepEqual(new Verifier(secret).verify(reported.body, reported.headers), JSON.parse(reported.body))
    assert.throws(() => new Verifier(secret).verify(reported.body.replace('user', 'uzer'), reported.headers))
  })

  test('a webhook receives later events alone, of the kinds it names', async () => {
    await user('before')
    const all = await listen({ kinds: ['*'], url: `${receiver.url}/all` })
    await listen({ kinds: ['user.updated', 'group.*'], url: `${receiver.url}/some` })
    const later = await user('later')
    await round()
    assert.deepEqual(
      receiver.received.map(({ path, body }) => [path, JSON.parse(body).type]).sort(),
      [
        ['/all', 'user.created'],
        ['/all', 'webhook.created'],
      ],
      'not its own creation',
    )
    assert.ok(subjects().includes(later.id))
    assert.equal((await deliveries(all.id)).length, 2)
  })

  test('a failed attempt is repeated under the same id, with growing delays, until accepted', async () => {
    const { id, secret } = await listen()
    receiver.react(500)
    await user('ann')
    await round()
    await round()
    assert.equal(receiver.received.length, 1, 'not at once')
    let [delivery] = await deliveries(id)
    assert.equal(delivery?.state, 'queued')
    assert.equal(delivery?.lastStatus, 500)
    assert.equal(delivery?.lastError, 'The receiver answered 500.')
    assert.ok(delivery?.nextAttemptAt && delivery.nextAttemptAt > testCore.now())
    testCore.advanceTime(delivery.nextAttemptAt - testCore.now() - 1)
    await round()
    assert.equal(receiver.received.length, 1)
    receiver.react(200)
    testCore.advanceTime(1)
    await round()
    const [first, second] = receiver.received
    assert.ok(first && second)
    assert.equal(first.body, second.body)
    assert.equal(first.headers['webhook-id'], second.headers['webhook-id'])
    assert.notEqual(first.headers['webhook-timestamp'], second.headers['webhook-timestamp'])
    assert.ok(verify(secret, second))
    ;[delivery] = await deliveries(id)
    assert.deepEqual([delivery?.state, delivery?.attempts, delivery?.lastError], ['delivered', 2, null])
  })

  test('T78: an undeliverable event becomes a dead letter that can be listed and sent again', async () => {
    const { id } = await listen()
    receiver.react((response) => response.writeHead(503).end('out of \u0000order\u001b[31m\r\nX: y'))
    await user('ann')
    for (let attempt = 0; attempt < maxAttempts + 2; attempt++) {
      await round()
      testCore.advanceTime(30 * day)
    }
    assert.equal(receiver.received.length, maxAttempts)
    const [dead, ...rest] = await deliveries(id, 'dead')
    assert.ok(dead)
    assert.deepEqual(rest, [])
    assert.equal(dead.nextAttemptAt, null)
    assert.equal(dead.response, 'out of  order [31m X: y', 'control characters of the receiver are removed')
    assert.deepEqual(await deliveries(id, 'queued'), [])
    receiver.react(204)
    const again = await testCore.run(redeliver, { webhookId: id, id: dead.id })
    assert.deepEqual([again.state, again.attempts], ['queued', 0])
    await round()
    assert.equal(receiver.received.length, maxAttempts + 1)
    assert.deepEqual(await states(id), ['delivered'])
    await testCore.run(redeliver, { webhookId: id, id: dead.id })
    await round()
    assert.equal(receiver.received.length, maxAttempts + 2, 'delivered ones are included')
    assert.equal(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size, 1)
  })

  test('410 disables the webhook: nothing more is queued or sent until it is enabled', async () => {
    const { id } = await listen()
    receiver.react(410)
    await user('ann')
    await round()
    const gone = await testCore.run(getWebhook, { id })
    assert.deepEqual([gone.enabled, gone.disabledReason], [false, 'gone'])
    assert.deepEqual(await states(id), ['dead'])
    assert.ok((await testCore.events()).includes('webhook.disabled'))
    await user('bob')
    testCore.advanceTime(day)
    await round()
    await assert.rejects(testCore.run(pingWebhook, { id }), (thrown) => rejected(thrown, 'webhook_disabled'))
    const [dead] = await deliveries(id)
    await assert.rejects(testCore.run(redeliver, { webhookId: id, id: dead?.id ?? '' }), (thrown) =>
      rejected(thrown, 'webhook_disabled'),
    )
    assert.equal(receiver.received.length, 1)
    receiver.react(204)
    const back = await testCore.run(updateWebhook, { id, enabled: true }, administrator)
    assert.deepEqual([back.enabled, back.disabledReason], [true, null])
    const carl = await user('carl')
    await round()
    assert.deepEqual(subjects().slice(1), [carl.id], 'events in between are not delivered')
  })

  test('a redirect is a response like any other, and is not followed', async () => {
    const { id } = await listen()
    receiver.react((response) => response.writeHead(302, { location: `${receiver.url}/else` }).end())
    await user('ann')
    await round()
    assert.deepEqual(
      receiver.received.map(({ path }) => path),
      ['/hook'],
    )
    const [delivery] = await deliveries(id)
    assert.deepEqual([delivery?.state, delivery?.lastStatus], ['queued', 302])
  })

  test('during secret rotation both secrets sign, and afterwards the new one alone', async () => {
    const { id, secret: old } = await listen()
    const { secret: fresh } = await testCore.run(rotateWebhookSecret, { id, overlap: 3600 })
    assert.notEqual(old, fresh)
    await user('ann')
    await round()
    testCore.advanceTime(hour)
    await user('bob')
    await round()
    const [during, after] = receiver.received
    assert.ok(during && after)
    assert.deepEqual([verify(old, during), verify(fresh, during)], [true, true])
    assert.deepEqual([verify(old, after), verify(fresh, after)], [false, true])
    const { secret: newest } = await testCore.run(rotateWebhookSecret, { id, overlap: 0 })
    await user('carl')
    await round()
    const [, , now] = receiver.received
    assert.ok(now)
    assert.deepEqual([verify(fresh, now), verify(newest, now)], [false, true])
    for (const overlap of [-1, 0.5, 604_801, Number.NaN])
      await assert.rejects(testCore.run(rotateWebhookSecret, { id, overlap }), (thrown) =>
        rejected(thrown, 'overlap_invalid'),
      )
    for (let i = 0; i < 4; i++) await testCore.run(rotateWebhookSecret, { id })
    await assert.rejects(testCore.run(rotateWebhookSecret, { id }), (thrown) =>
      rejected(thrown, 'webhook_secrets_limit'),
    )
  })

  test('T30: stored and returned data contains no secret in the clear', async () => {
    const { id, secret } = await listen()
    const { secret: fresh } = await testCore.run(rotateWebhookSecret, { id })
    await user('ann')
    await round()
    const { q } = testCore.store.db
    const kept = JSON.stringify([
      await q.selectFrom('webhooks').selectAll().execute(),
      await q.selectFrom('webhook_deliveries').selectAll().execute(),
      await q
        .selectFrom('events')
        .selectAll()
        .execute()
        .then((rows) => rows.map(({ detail }) => detail)),
      await testCore.run(getWebhook, { id }),
    ])
    for (const one of [secret, fresh]) assert.ok(!kept.includes(one.slice(6, 40)))
    assert.ok(!kept.includes('whsec_'))
  })

  test('a receiver that does not respond delays no other', async () => {
    const slow = await listen({ url: `${receiver.url}/slow` })
    await listen({ url: `${receiver.url}/quick` })
    let release: () => void = () => {}
    const gate = new Promise<void>((resolve) => {
      release = resolve
    })
    receiver.react((response) => void gate.then(() => response.writeHead(204).end()), '/slow')
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await user(name)
    await eventLogSettled(testCore.store)
    await dispatcher.round()
    await receiver.have(8)
    const count = (path: string) => receiver.received.filter((one) => one.path === path).length
    assert.equal(count('/slow'), 4, 'it has only its share')
    while (count('/quick') < 6) {
      await dispatcher.round()
      // Lets the sockets proceed.
      await new Promise(setImmediate)
    }
    assert.equal(count('/slow'), 4)
    release()
    await dispatcher.settled()
    await round()
    assert.deepEqual(await states(slow.id), Array(6).fill('delivered'))
  })

  test('several nodes dispatch each event once, and send each delivery once', async () => {
    const { id } = await listen()
    const store = place.name === 'sqlite' ? testCore.store : await place.open()
    const other = another(store)
    for (let i = 0; i < 30; i++) await user(`told-${i}`)
    await eventLogSettled(testCore.store)
    for (let i = 0; i < 12; i++) {
      await Promise.all([dispatcher.round(), other.round()])
      await Promise.all([dispatcher.settled(), other.settled()])
    }
    assert.equal(receiver.received.length, 30)
    assert.equal(new Set(subjects()).size, 30)
    assert.deepEqual(await states(id), Array(30).fill('delivered'))
    await other.stop()
    if (store !== testCore.store) await store.close()
  })

  test('work of a process that was killed is taken over: nothing is lost or dispatched twice', async () => {
    const { id } = await listen()
    let closing: () => void = () => {}
    receiver.react((response) => {
      closing = () => response.destroy()
    })
    await user('ann')
    const dying = another(testCore.store)
    await eventLogSettled(testCore.store)
    await dying.round()
    await receiver.have(1)
    await user('bob')
    // Simulates a kill: the result is not recorded, and the lease remains.
    receiver.react(204)
    await round()
    assert.equal(receiver.received.length, 2, 'the claimed one is skipped, the other sent')
    testCore.advanceTime(60_001)
    await round()
    assert.equal(receiver.received.length, 3)
    assert.deepEqual(await states(id), ['delivered', 'delivered'])
    // The late result of the first attempt does not change the recorded result of the second.
    closing()
    await dying.settled()
    assert.deepEqual(await states(id), ['delivered', 'delivered'])
    await dying.stop()
  })

  test('shutdown returns running attempts, and the next process repeats them', async () => {
    const { id } = await listen()
    receiver.react(() => {})
    await user('ann')
    await eventLogSettled(testCore.store)
    await dispatcher.round()
    await receiver.have(1)
    await dispatcher.stop()
    const [waiting] = await deliveries(id)
    assert.deepEqual(
      [waiting?.state, waiting?.attempts, waiting?.nextAttemptAt],
      ['queued', 0, testCore.now()],
    )
    receiver.react(204)
    const next = another(testCore.store)
    await round(next)
    assert.deepEqual(await states(id), ['delivered'])
    await next.stop()
  })

  test('a late commit is delivered as well', async () => {
    if (place.name === 'sqlite') return
    await listen({ kinds: ['region.created', 'region.updated'] })
    const writer = await place.open()
    const event = (kind: string, id: string) => ({
      kind,
      subject: { type: 'test', id },
      at: 0,
      actorId: null,
      face: 'test',
      requestId: 'req',
    })
    const gate = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    // The late transaction gets its number before or after the early one: both orders occur.
    const late = writer.transaction('read committed', async (stores) => {
      await stores.events.append([event('region.created', 'first')])
      begun.resolve()
      await gate.promise
      await stores.events.append([event('region.created', 'last')])
    })
    await begun.promise
    await testCore.store.transaction('read committed', (stores) =>
      stores.events.append([event('region.updated', 'early')]),
    )
    await dispatcher.round()
    await dispatcher.settled()
    gate.resolve()
    await late
    await round()
    assert.deepEqual(subjects().sort(), ['early', 'first', 'last'])
    await writer.close()
  })

  test('an event log restored into another PostgreSQL continues at the same position', async () => {
    if (place.name === 'sqlite') return
    await listen()
    const reported = await user('told')
    await round()
    const undelivered = await user('untold')
    // The transaction ids of the other database were far ahead.
    const ahead = (column: string) => sql.raw(`((${column})::text::bigint + 1000000000)::text`)
    const { q } = testCore.store.db
    await sql`update events set xid = ${ahead('xid')}::xid8`.execute(q)
    await sql`update journal_readers set transaction_id = ${ahead('transaction_id')}`.execute(q)
    await sql`update webhooks set since = ${ahead("split_part(since, ':', 1)")} || ':' || ${ahead("split_part(since, ':', 2)")} || ':'`.execute(
      q,
    )
    await user('heard by nobody')
    await dispatcher.round()
    await dispatcher.settled()
    assert.deepEqual(subjects(), [reported.id], 'the test would be vacuous otherwise')
    const restored = await place.open()
    const next = another(restored)
    const later = await user('later')
    await round(next)
    assert.ok(subjects().includes(undelivered.id) && subjects().includes(later.id))
    assert.equal(new Set(subjects()).size, receiver.received.length, 'nothing twice')
    await next.stop()
    await restored.close()
  })

  test('a domain manager creates webhooks of that domain alone, which receive no other events', async () => {
    const { id: mine } = await testCore.run(createDomain, { name: 'mine' })
    const manager = await managerOf(mine)
    const { id, domainId } = await listen({ kinds: ['*'] }, manager)
    assert.equal(domainId, mine)
    for (const input of [null, 'default']) {
      await assert.rejects(listen({ domainId: input }, manager), (thrown) =>
        isDomainError(thrown, 'forbidden'),
      )
      const admin = inDomain(mine, 'admin', 'manager', 'member', 'reader')
      await assert.rejects(listen({ domainId: input }, admin), (thrown) => isDomainError(thrown, 'forbidden'))
    }
    await user('stranger')
    const own = await user('own', mine)
    await testCore.run(createDomain, { name: 'another' })
    await round()
    assert.deepEqual(subjects(), [own.id])

    const foreign = await listen()
    for (const caller of [manager, inDomain(mine, 'admin', 'manager', 'member', 'reader')]) {
      const attempts = [
        () => testCore.run(getWebhook, { id: foreign.id }, caller),
        () => testCore.run(updateWebhook, { id: foreign.id, kinds: ['*'] }, caller),
        () => testCore.run(deleteWebhook, { id: foreign.id }, caller),
        () => testCore.run(rotateWebhookSecret, { id: foreign.id }, caller),
        () => testCore.run(pingWebhook, { id: foreign.id }, caller),
        () => testCore.run(listDeliveries, { webhookId: foreign.id, limit: 1 }, caller),
      ]
      for (const attempt of attempts)
        await assert.rejects(
          attempt(),
          (thrown) => isDomainError(thrown, 'forbidden') || isDomainError(thrown, 'not_found'),
        )
      const listed = await testCore.run(listWebhooks, { limit: 10 }, caller)
      assert.deepEqual(
        listed.rows.map((row) => row.id),
        [id],
      )
      assert.deepEqual(
        (await testCore.run(listWebhooks, { limit: 10, domainId: 'default' }, caller)).rows,
        [],
      )
    }
    const [delivery] = await deliveries(id)
    await assert.rejects(
      testCore.run(redeliver, { webhookId: foreign.id, id: delivery?.id ?? '' }),
      (thrown) => isDomainError(thrown, 'not_found'),
    )
  })

  test('T23: read-only callers neither see nor change webhooks', async () => {
    const { id } = await listen({ domainId: 'default' })
    const before = await testCore.run(getWebhook, { id })
    for (const caller of [
      systemReader,
      unprivileged,
      inDomain('default', 'reader'),
      inDomain('default', 'member', 'reader'),
    ])
      for (const attempt of [
        () => testCore.run(createWebhook, { url: `${receiver.url}/x`, domainId: 'default' }, caller),
        () => testCore.run(getWebhook, { id }, caller),
        () => testCore.run(listWebhooks, { limit: 1 }, caller),
        () => testCore.run(updateWebhook, { id, url: `${receiver.url}/x` }, caller),
        () => testCore.run(deleteWebhook, { id }, caller),
        () => testCore.run(rotateWebhookSecret, { id }, caller),
        () => testCore.run(pingWebhook, { id }, caller),
        () => testCore.run(listDeliveries, { webhookId: id, limit: 1 }, caller),
        () => testCore.run(redeliver, { webhookId: id, id }, caller),
      ])
        await assert.rejects(attempt(), (thrown) => isDomainError(thrown, 'forbidden'))
    await assert.rejects(testCore.run(listWebhooks, { limit: 1 }, anonymous), (thrown) =>
      isDomainError(thrown, 'unauthenticated'),
    )
    assert.deepEqual(await testCore.run(getWebhook, { id }), before)
  })

  test('a ping is delivered, signed, whatever kinds are named', async () => {
    const { id, secret } = await listen({ kinds: ['group.deleted'] })
    const { id: messageId } = await testCore.run(pingWebhook, { id })
    await round()
    const [reported] = receiver.received
    assert.ok(reported && verify(secret, reported))
    assert.equal(reported.headers['webhook-id'], messageId)
    assert.deepEqual(JSON.parse(reported.body), {
      type: 'webhook.ping',
      timestamp: new Date(testCore.now()).toISOString(),
      data: { webhook_id: id },
    })
  })

  test('a deleted webhook stops at once, and its deliveries are deleted', async () => {
    const { id } = await listen()
    await user('ann')
    await testCore.run(deleteWebhook, { id })
    await round()
    assert.deepEqual(receiver.received, [])
    assert.deepEqual(await testCore.store.db.q.selectFrom('webhook_deliveries').selectAll().execute(), [])
    await assert.rejects(testCore.run(deleteWebhook, { id }), (thrown) => isDomainError(thrown, 'not_found'))
  })

  test('deliveries are purged after their retention time', async () => {
    const { id } = await listen()
    await user('ann')
    await round()
    testCore.advanceTime(29 * day)
    await user('bob')
    await round()
    const cleanUp = () => testCore.run(purgeExpiredDeliveries, {}, { kind: 'operator' })
    assert.equal(await cleanUp(), 0)
    testCore.advanceTime(2 * day)
    assert.equal(await cleanUp(), 1)
    assert.equal((await deliveries(id)).length, 1)
    await round()
    assert.equal(receiver.received.length, 2, 'purged deliveries are not repeated')
  })

  test('invalid webhooks are rejected by field, and change nothing', async () => {
    const wrong: readonly (readonly [Partial<CreateWebhook>, string])[] = [
      [{ url: 'http://10.0.0.1/' }, 'url_refused'],
      [{ url: 'ftp://example.com/' }, 'url_invalid'],
      [{ url: 'not a url' }, 'url_invalid'],
      [{ kinds: [] }, 'event_kinds_number'],
      [{ kinds: Array.from({ length: 101 }, (_, n) => `user.k${n}`) }, 'event_kinds_number'],
      [{ kinds: ['user'] }, 'event_kind_invalid'],
      [{ kinds: ['us*.created'] }, 'event_kind_invalid'],
      [{ kinds: ['user.created\n'] }, 'event_kind_invalid'],
      [{ description: 'x\0' }, 'text_unstorable'],
      [{ domainId: 'nowhere' }, 'domain_not_found'],
    ]
    for (const [more, code] of wrong)
      await assert.rejects(listen(more), (thrown) => rejected(thrown, code), code)
    assert.deepEqual((await testCore.run(listWebhooks, { limit: 10 })).rows, [])
    const { id, version } = await listen()
    const change = (more: object) => testCore.run(updateWebhook, { id, ...more })
    await assert.rejects(change({ url: 'https://169.254.169.254/' }), (thrown) =>
      rejected(thrown, 'url_refused'),
    )
    await assert.rejects(change({ ifVersion: [version + 1] }), (thrown) =>
      rejected(thrown, 'version_changed'),
    )
    assert.equal((await change({ ifVersion: [version], description: null })).version, version + 1)
  })
})
