import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { deleteConsumer, getConsumer, listConsumers } from '../src/core/access/oauth1/consumers.ts'
import { createConsumer } from '../src/core/access/oauth1/create-consumer.ts'
import { updateConsumer } from '../src/core/access/oauth1/update-consumer.ts'
import { anonymous, type Caller } from '../src/core/kernel/caller.ts'
import { snapshot } from './apis/snapshot.ts'
import { onEachDatabase } from './databases.ts'
import {
  callerAs,
  createTestCore,
  inDomain,
  systemAdmin,
  systemReader,
  type TestCore,
  unprivileged,
} from './test-core.ts'

onEachDatabase('consumers of OAuth 1.0', (makePlace) => {
  let core: TestCore
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
  })
  afterEach(() => core.close())

  test('is created with a secret that is shown once and stored sealed', async () => {
    const { consumer, secret } = await core.run(createConsumer, {
      description: 'a program',
      extra: { colour: 'red' },
    })
    assert.match(secret, /^[0-9a-f]{32}$/)
    assert.deepEqual([consumer.description, consumer.extra], ['a program', { colour: 'red' }])
    assert.deepEqual(await core.run(getConsumer, { id: consumer.id }), consumer)
    const stored = await snapshot(core.store)
    for (const [table, rows] of Object.entries(stored)) assert.ok(!rows.includes(secret), table)
    assert.deepEqual(await core.events(), ['consumer.created'])
    const other = await core.run(createConsumer, {})
    assert.notEqual(other.secret, secret)
    assert.equal(other.consumer.description, null)
  })

  test('a change merges the given fields; the secret stays', async () => {
    const { consumer } = await core.run(createConsumer, { description: 'first', extra: { a: 1, b: 2 } })
    const { id } = consumer
    assert.deepEqual(await core.run(updateConsumer, { id, extra: { b: 3 } }), {
      ...consumer,
      extra: { a: 1, b: 3 },
    })
    const changed = await core.run(updateConsumer, { id, description: null })
    assert.deepEqual(changed, { ...consumer, description: null, extra: { a: 1, b: 3 } })
    assert.deepEqual(await core.run(getConsumer, { id }), changed)
    assert.deepEqual((await core.events()).slice(1), ['consumer.updated', 'consumer.updated'])
  })

  test('rejects invalid fields', async () => {
    const { consumer } = await core.run(createConsumer, {})
    for (const description of ['x'.repeat(65), 'a\0b', 'a\ud800']) {
      await assert.rejects(core.run(createConsumer, { description }), { kind: 'invalid' })
      await assert.rejects(core.run(updateConsumer, { id: consumer.id, description }), { kind: 'invalid' })
    }
    for (const id of ['f'.repeat(32), '', '\0']) {
      await assert.rejects(core.run(getConsumer, { id }), { kind: 'not_found' })
      await assert.rejects(core.run(updateConsumer, { id, description: 'x' }), { kind: 'not_found' })
      await assert.rejects(core.run(deleteConsumer, { id }), { kind: 'not_found' })
    }
  })

  test('a list is paged', async () => {
    const ids = []
    for (let n = 0; n < 5; n++) ids.push((await core.run(createConsumer, {})).consumer.id)
    const list = async (limit: number, after?: string) => {
      const page = { limit, ...(after === undefined ? {} : { after }) }
      const { rows, more } = await core.run(listConsumers, { where: [], page })
      return [rows.map(({ id }) => id), more]
    }
    assert.deepEqual(await list(2), [ids.slice(0, 2), true])
    assert.deepEqual(await list(2, ids[1]), [ids.slice(2, 4), true])
    assert.deepEqual(await list(2, ids[3]), [ids.slice(4), false])
    await assert.rejects(list(2, 'f'.repeat(32)), { kind: 'not_found', code: 'marker_not_found' })
  })

  test('of many concurrent deletions one succeeds', async () => {
    const { consumer } = await core.run(createConsumer, {})
    const tries = await Promise.allSettled(
      Array.from({ length: 10 }, () => core.run(deleteConsumer, { id: consumer.id })),
    )
    assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1)
    assert.equal((await core.events()).filter((kind) => kind === 'consumer.deleted').length, 1)
  })

  test('permissions: administrators of the cloud manage consumers, readers of the system read them', async () => {
    const { consumer } = await core.run(createConsumer, {})
    const { id } = consumer
    const reads = (by: Caller) => [
      core.run(getConsumer, { id }, by),
      core.run(listConsumers, { where: [], page: { limit: 1 } }, by),
    ]
    const writes = (by: Caller) => [
      core.run(createConsumer, {}, by),
      core.run(updateConsumer, { id, description: 'x' }, by),
    ]
    const outcome = async (tries: readonly Promise<unknown>[]) => [
      ...new Set(
        (await Promise.allSettled(tries)).map((one) => ('reason' in one ? one.reason.kind : 'done')),
      ),
    ]
    const personas: readonly (readonly [string, Caller, string, string])[] = [
      ['system admin', systemAdmin, 'done', 'done'],
      ['project admin', callerAs({ roles: ['admin'] }), 'done', 'done'],
      ['system reader', systemReader, 'done', 'forbidden'],
      ['domain admin', inDomain('default', 'admin', 'manager'), 'forbidden', 'forbidden'],
      ['project member', unprivileged, 'forbidden', 'forbidden'],
      ['anonymous', anonymous, 'unauthenticated', 'unauthenticated'],
    ]
    for (const [who, caller, reading, writing] of personas) {
      assert.deepEqual(await outcome(reads(caller)), [reading], who)
      assert.deepEqual(await outcome(writes(caller)), [writing], who)
      if (writing !== 'done')
        assert.deepEqual(await outcome([core.run(deleteConsumer, { id }, caller)]), [writing], who)
    }
  })
})
