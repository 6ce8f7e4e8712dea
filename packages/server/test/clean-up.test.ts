import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CompiledQuery, type KyselyPlugin, sql } from 'kysely'
import { cleanupOperations } from '../src/composition/cleanup-operations.ts'
import { createUser } from '../src/core/directory/users/create-user.ts'
import type { Caller } from '../src/core/kernel/caller.ts'
import { cleanupBatch } from '../src/core/kernel/cleanup-operation.ts'
import { purgeExpiredMessages } from '../src/core/messaging/cleanup.ts'
import { makeStores } from '../src/store/engine/all-stores.ts'
import type { Db } from '../src/store/engine/dialect.ts'
import { onEachDatabase } from './databases.ts'
import { createTestCore, type TestCore } from './test-core.ts'

const operator: Caller = { kind: 'operator' }
const many = 3 * cleanupBatch + 7

/** Rows that expired long ago and one that has not, in every table that a cleanup deletes from. */
const tables = (userId: string) =>
  ({
    revocations: { user_id: userId, issued_before: 1, revoked_at: 'at' },
    seen_signatures: { hash: 'id', credential_id: 'credential', expires_at: 'at' },
    oauth1_nonces: { consumer_id: 'consumer', token_id: '', timestamp: 'second', nonce: 'id' },
    oauth1_request_tokens: {
      id: 'id',
      sealed_secret: '',
      consumer_id: 'consumer',
      project_id: '',
      role_ids: '[]',
      expires_at: 'at',
    },
    api_keys: { id: 'id', user_id: userId, prefix: '', version: 1, deleted_at: 'at' },
    messages: { id: 'id', address: '', template: '', state: 'sent', attempts: 1, created_at: 'at' },
    recovery_links: {
      id: 'id',
      user_id: userId,
      email: '',
      secret_hash: 'id',
      created_at: 'at',
      expires_at: 'at',
    },
    sessions: {
      id: 'id',
      user_id: userId,
      secret_hash: 'id',
      methods: '[]',
      created_at: 'at',
      last_seen_at: 'at',
    },
  }) as const

const fill = async (core: TestCore): Promise<readonly string[]> => {
  const { id: userId } = await core.run(createUser, { name: 'owner', domainId: 'default' })
  const { q } = core.store.db
  await q
    .insertInto('oauth1_consumers')
    .values({ id: 'consumer', sealed_secret: '', description: null, extra: '{}', created_at: 1 } as never)
    .execute()
  await q
    .insertInto('credentials')
    .values({
      id: 'credential',
      user_id: userId,
      type: 'ec2',
      sealed_blob: '',
      key_index: 1,
      extra: '{}',
      created_at: 1,
    } as never)
    .execute()
  const row = (columns: object, number: number, at: number) =>
    Object.fromEntries(
      Object.entries(columns).map(([name, value]) => {
        if (value === 'id') return [name, `row-${number}`]
        return [name, value === 'at' ? at : value === 'second' ? Math.floor(at / 1000) : value]
      }),
    )
  for (const [table, columns] of Object.entries(tables(userId))) {
    const rows = Array.from({ length: many }, (_, number) => row(columns, number, 1000 + number))
    for (let from = 0; from < many; from += 200)
      await q
        .insertInto(table as never)
        .values(rows.slice(from, from + 200) as never)
        .execute()
    await q
      .insertInto(table as never)
      .values(row(columns, many, core.now() + 1000) as never)
      .execute()
  }
  return Object.keys(tables(userId))
}

const count = async ({ q }: Db, table: string): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(q)
  return Number(rows[0]?.n)
}

onEachDatabase('cleanup', (makePlace) => {
  test('R9: no transaction deletes more than a batch, and eventually all expired rows are deleted', async () => {
    const core = await createTestCore(await makePlace())
    const filled = await fill(core)
    const counts = () => Promise.all(filled.map((table) => count(core.store.db, table)))
    let before = await counts()
    assert.ok(before.every((rows) => rows >= many + 1))
    for (const { operation, batch } of cleanupOperations) {
      for (let round = 0; ; round++) {
        assert.ok(round < 20, 'the cleanup does not terminate')
        const done = await core.run(operation, {}, operator)
        const now = await counts()
        for (const [index, rows] of now.entries())
          assert.ok((before[index] ?? 0) - rows <= batch, `${filled[index]}: ${before[index]} to ${rows}`)
        before = now
        if (done < batch) break
      }
    }
    assert.deepEqual(
      Object.fromEntries(filled.map((table, index) => [table, before[index]])),
      Object.fromEntries(filled.map((table) => [table, 1])),
    )
    await core.close()
  })

  test('R9: the parameters of dead messages are deleted in batches too', async () => {
    const core = await createTestCore(await makePlace())
    const rows = Array.from({ length: many }, (_, n) => ({
      id: `dead-${n}`,
      address: '',
      template: '',
      state: 'dead',
      attempts: 1,
      created_at: core.now() - 8 * 86_400_000,
      sealed_parameters: 'sealed',
    }))
    for (let from = 0; from < many; from += 200)
      await core.store.db.q
        .insertInto('messages')
        .values(rows.slice(from, from + 200) as never)
        .execute()
    const [found] = cleanupOperations.filter(({ operation }) => operation === purgeExpiredMessages)
    assert.ok(found)
    const done: number[] = []
    do done.push(await core.run(found.operation, {}, operator))
    while (done.at(-1) === found.batch)
    assert.deepEqual(done, [cleanupBatch, cleanupBatch, cleanupBatch, 7])
    assert.equal(await count(core.store.db, 'messages'), many, 'the messages themselves are kept for longer')
    await core.close()
  })

  test('R9: every cleanup finds its rows by an index', async () => {
    const core = await createTestCore(await makePlace())
    const { name, q } = core.store.db
    const seen: CompiledQuery[] = []
    const watching: KyselyPlugin = {
      transformQuery({ node, queryId }) {
        seen.push(q.getExecutor().compileQuery(node, queryId))
        return node
      },
      transformResult: async ({ result }) => result,
    }
    const stores = makeStores({ name, q: q.withPlugin(watching) } as Db)
    await stores.revocations.purgeExpired(1, 10)
    await stores.credentials.purgeExpiredSignatures(1, 10)
    await stores.oauth1.purgeExpiredNonces(1, 10)
    await stores.oauth1.purgeExpiredRequestTokens(1, 10)
    await stores.apiKeys.purgeExpired(1, 10)
    await stores.messages.purgeExpired(1, 10)
    await stores.messages.purgeParameters(1, 10)
    await stores.recovery.purgeExpired(1, 10)
    await stores.sessions.purgeExpired(1, 10)
    await stores.storedResponses.purgeExpired(1, 10)
    await stores.notifications.purgeRead(1, 10)
    await stores.deliveries.purgeExpired(1, 10)
    // The first statement looks for readers and webhooks.
    const before = seen.length
    await stores.events.purgeExpired({ before: 1, except: ['domain.created'] }, 10)
    seen.splice(before, seen.length - before - 1)
    assert.equal(seen.length, 13)
    for (const query of seen) {
      const explain = name === 'sqlite' ? 'explain query plan' : 'explain'
      const plan = await q.transaction().execute(async (tx) => {
        // The planner scans a table this small, index or not.
        if (name === 'postgres') await sql`set local enable_seqscan = off`.execute(tx)
        const { rows } = await tx.executeQuery(
          CompiledQuery.raw(`${explain} ${query.sql}`, [...query.parameters]),
        )
        return rows.map((row) => Object.values(row as object).join(' ')).join('\n')
      })
      assert.doesNotMatch(plan, /Seq Scan|Sort|^\S+ \S+ \S+ SCAN|TEMP B-TREE/m, `${query.sql}\n${plan}`)
    }
    await core.close()
  })
})
