import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { bootstrap } from '../src/core/accounts/bootstrap/bootstrap.ts'
import { createDomain } from '../src/core/directory/domains/create-domain.ts'
import { createUser } from '../src/core/directory/users/create-user.ts'
import type { Caller } from '../src/core/kernel/caller.ts'
import { purgeExpiredEvents } from '../src/core/kernel/cleanup.ts'
import { cleanupBatch } from '../src/core/kernel/cleanup-operation.ts'
import { purgeExpiredDeliveries } from '../src/core/messaging/cleanup.ts'
import { createWebhook } from '../src/core/messaging/webhooks/create-webhook.ts'
import { fanOut } from '../src/core/messaging/webhooks/fan-out.ts'
import { onEachDatabase } from './databases.ts'
import { eventLogSettled } from './event-log-settled.ts'
import { createTestCore, type TestCore } from './test-core.ts'

const operator: Caller = { kind: 'operator' }
const day = 86_400_000

onEachDatabase('event retention', (makePlace) => {
  const cleanUp = (h: TestCore) => h.run(purgeExpiredEvents, {}, operator)
  const user = (h: TestCore, name: string) => h.run(createUser, { name, domainId: 'default' })
  const kinds = async (h: TestCore) => (await h.events()).filter((kind) => kind !== 'webhook.created')

  test('R8: expired events are deleted in batches, except those of domains and the bootstrap', async () => {
    const h = await createTestCore(await makePlace(), { eventRetentionDays: 10 })
    await h.run(bootstrap, { password: 'correct horse battery', again: false }, operator)
    await h.run(createDomain, { name: 'other' } as never)
    const event = {
      kind: 'user.created',
      subject: { type: 'user', id: 'x' },
      at: h.now(),
      actorId: null,
      face: 'test',
      requestId: 'req',
    }
    await h.store.transaction('read committed', (stores) =>
      stores.events.append(Array.from({ length: cleanupBatch + 3 }, () => event)),
    )
    h.advanceTime(10 * day)
    await user(h, 'new')
    assert.equal(await cleanUp(h), 0)
    h.advanceTime(1)
    assert.deepEqual([await cleanUp(h), await cleanUp(h), await cleanUp(h)], [cleanupBatch, 3, 0])
    assert.deepEqual((await kinds(h)).sort(), ['directory.bootstrapped', 'domain.created', 'user.created'])
    const { done } = await h.run(bootstrap, { password: 'correct horse battery', again: false }, operator)
    assert.equal(done, false, 'no second administrator is made')
    await h.close()
  })

  test('R8: with 0 days events are never deleted', async () => {
    const h = await createTestCore(await makePlace(), { eventRetentionDays: 0 })
    await user(h, 'old')
    h.advanceTime(10_000 * day)
    assert.equal(await cleanUp(h), 0)
    assert.deepEqual(await kinds(h), ['user.created'])
    await h.close()
  })

  test('R8: an event stays until every webhook has received it, and as long as its delivery is stored', async () => {
    const h = await createTestCore(await makePlace(), {
      eventRetentionDays: 1,
      webhookDeliveryRetention: 5 * 86_400,
    })
    await user(h, 'before')
    await h.run(createWebhook, { url: 'http://127.0.0.1:9/x', kinds: ['user.*'], domainId: null } as never)
    await user(h, 'after')
    h.advanceTime(2 * day)
    await cleanUp(h)
    assert.deepEqual(await kinds(h), ['user.created'], 'the one that no webhook needs is deleted')
    await eventLogSettled(h.store)
    while ((await h.run(fanOut, { limit: 100 }, operator)) > 0) await eventLogSettled(h.store)
    assert.equal(await cleanUp(h), 1, 'the event of the webhook creation')
    assert.deepEqual(await kinds(h), ['user.created'], 'its delivery is not sent yet')
    h.advanceTime(6 * day)
    assert.equal(await h.run(purgeExpiredDeliveries, {}, operator), 1)
    await cleanUp(h)
    assert.deepEqual(await kinds(h), [])
    await h.close()
  })

  test('R8: event numbers continue after deletions', async () => {
    const h = await createTestCore(await makePlace(), { eventRetentionDays: 1 })
    await user(h, 'one')
    const { rows } = await sql<{ n: number }>`select max(sequence) as n from events`.execute(h.store.db.q)
    h.advanceTime(2 * day)
    await cleanUp(h)
    await user(h, 'two')
    const [event] = await h.store.reading.events.list(0, 10)
    assert.ok((event?.sequence ?? 0) > Number(rows[0]?.n))
    await h.close()
  })
})
