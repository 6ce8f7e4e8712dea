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
  const cleanUp = (core: TestCore) => core.run(purgeExpiredEvents, {}, operator)
  const user = (core: TestCore, name: string) => core.run(createUser, { name, domainId: 'default' })
  const kinds = async (core: TestCore) => (await core.events()).filter((kind) => kind !== 'webhook.created')

  test('R8: expired events are deleted in batches, except those of domains and the bootstrap', async () => {
    const core = await createTestCore(await makePlace(), { eventRetentionDays: 10 })
    await core.run(bootstrap, { password: 'correct horse battery', again: false }, operator)
    await core.run(createDomain, { name: 'other' } as never)
    const event = {
      kind: 'user.created',
      subject: { type: 'user', id: 'x' },
      at: core.now(),
      actorId: null,
      face: 'test',
      requestId: 'req',
    }
    await core.store.transaction('read committed', (stores) =>
      stores.events.append(Array.from({ length: cleanupBatch + 3 }, () => event)),
    )
    core.advanceTime(10 * day)
    await user(core, 'new')
    assert.equal(await cleanUp(core), 0)
    core.advanceTime(1)
    assert.deepEqual([await cleanUp(core), await cleanUp(core), await cleanUp(core)], [cleanupBatch, 3, 0])
    assert.deepEqual((await kinds(core)).sort(), ['directory.bootstrapped', 'domain.created', 'user.created'])
    const { done } = await core.run(bootstrap, { password: 'correct horse battery', again: false }, operator)
    assert.equal(done, false, 'no second administrator is made')
    await core.close()
  })

  test('R8: with 0 days events are never deleted', async () => {
    const core = await createTestCore(await makePlace(), { eventRetentionDays: 0 })
    await user(core, 'old')
    core.advanceTime(10_000 * day)
    assert.equal(await cleanUp(core), 0)
    assert.deepEqual(await kinds(core), ['user.created'])
    await core.close()
  })

  test('R8: an event stays until every webhook has received it, and as long as its delivery is stored', async () => {
    const core = await createTestCore(await makePlace(), {
      eventRetentionDays: 1,
      webhookDeliveryRetention: 5 * 86_400,
    })
    await user(core, 'before')
    await eventLogSettled(core.store)
    await core.run(createWebhook, { url: 'http://127.0.0.1:9/x', kinds: ['user.*'], domainId: null } as never)
    await user(core, 'after')
    core.advanceTime(2 * day)
    await eventLogSettled(core.store)
    await cleanUp(core)
    assert.deepEqual(await kinds(core), ['user.created'], 'the one that no webhook needs is deleted')
    await eventLogSettled(core.store)
    while ((await core.run(fanOut, { limit: 100 }, operator)) > 0) await eventLogSettled(core.store)
    assert.equal(await cleanUp(core), 1, 'the event of the webhook creation')
    assert.deepEqual(await kinds(core), ['user.created'], 'its delivery is not sent yet')
    core.advanceTime(6 * day)
    assert.equal(await core.run(purgeExpiredDeliveries, {}, operator), 1)
    await cleanUp(core)
    assert.deepEqual(await kinds(core), [])
    await core.close()
  })

  test('R8: event numbers continue after deletions', async () => {
    const core = await createTestCore(await makePlace(), { eventRetentionDays: 1 })
    await user(core, 'one')
    const { rows } = await sql<{ n: number }>`select max(sequence) as n from events`.execute(core.store.db.q)
    core.advanceTime(2 * day)
    await cleanUp(core)
    await user(core, 'two')
    const [event] = await core.store.reading.events.list(0, 10)
    assert.ok((event?.sequence ?? 0) > Number(rows[0]?.n))
    await core.close()
  })
})
