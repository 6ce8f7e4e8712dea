import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { bootstrap } from '../src/core/bootstrap/bootstrap.ts'
import type { Caller } from '../src/core/caller.ts'
import { cleanUpBatch } from '../src/core/clean-up.ts'
import { createDomain } from '../src/core/domains/create-domain.ts'
import { sweepEvents } from '../src/core/journal/sweep-events.ts'
import { createUser } from '../src/core/users/create-user.ts'
import { createWebhook } from '../src/core/webhooks/create-webhook.ts'
import { fanOut } from '../src/core/webhooks/fan-out.ts'
import { sweepDeliveries } from '../src/core/webhooks/sweep-deliveries.ts'
import { onEachDatabase } from './databases.ts'
import { type House, house } from './house.ts'
import { journalSettled } from './journal-settled.ts'

const operator: Caller = { kind: 'operator' }
const day = 86_400_000

onEachDatabase('the retention of events', (makePlace) => {
  const sweep = (h: House) => h.run(sweepEvents, {}, operator)
  const user = (h: House, name: string) => h.run(createUser, { name, domainId: 'default' })
  const kinds = async (h: House) => (await h.events()).filter((kind) => kind !== 'webhook.created')

  test('R8: events are deleted when their days are over, in batches, and domains and the bootstrap never', async () => {
    const h = await house(await makePlace(), { eventRetentionDays: 10 })
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
      stores.events.append(Array.from({ length: cleanUpBatch + 3 }, () => event)),
    )
    h.pass(10 * day)
    await user(h, 'new')
    assert.equal(await sweep(h), 0)
    h.pass(1)
    assert.deepEqual([await sweep(h), await sweep(h), await sweep(h)], [cleanUpBatch, 3, 0])
    assert.deepEqual((await kinds(h)).sort(), ['directory.bootstrapped', 'domain.created', 'user.created'])
    const { done } = await h.run(bootstrap, { password: 'correct horse battery', again: false }, operator)
    assert.equal(done, false, 'no second administrator is made')
    await h.close()
  })

  test('R8: with 0 days events are kept for ever', async () => {
    const h = await house(await makePlace(), { eventRetentionDays: 0 })
    await user(h, 'old')
    h.pass(10_000 * day)
    assert.equal(await sweep(h), 0)
    assert.deepEqual(await kinds(h), ['user.created'])
    await h.close()
  })

  test('R8: an event stays until every webhook was handed it, and as long as its delivery is kept', async () => {
    const h = await house(await makePlace(), { eventRetentionDays: 1, webhookDeliveryRetention: 5 * 86_400 })
    await user(h, 'before')
    await h.run(createWebhook, { url: 'http://127.0.0.1:9/x', kinds: ['user.*'], domainId: null } as never)
    await user(h, 'after')
    h.pass(2 * day)
    await sweep(h)
    assert.deepEqual(await kinds(h), ['user.created'], 'the one that no webhook asks for is gone')
    await journalSettled(h.store)
    while ((await h.run(fanOut, { limit: 100 }, operator)) > 0) await journalSettled(h.store)
    assert.equal(await sweep(h), 1, 'the event of the webhook itself')
    assert.deepEqual(await kinds(h), ['user.created'], 'its delivery is not sent yet')
    h.pass(6 * day)
    assert.equal(await h.run(sweepDeliveries, {}, operator), 1)
    await sweep(h)
    assert.deepEqual(await kinds(h), [])
    await h.close()
  })

  test('R8: numbers of events go on where they were, whatever was deleted', async () => {
    const h = await house(await makePlace(), { eventRetentionDays: 1 })
    await user(h, 'one')
    const { rows } = await sql<{ n: number }>`select max(sequence) as n from events`.execute(h.store.db.q)
    h.pass(2 * day)
    await sweep(h)
    await user(h, 'two')
    const [event] = await h.store.reading.events.list(0, 10)
    assert.ok((event?.sequence ?? 0) > Number(rows[0]?.n))
    await h.close()
  })
})
