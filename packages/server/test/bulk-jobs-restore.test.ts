import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { CompiledQuery, type KyselyPlugin, sql } from 'kysely'
import { getBulkJob, listBulkErrors } from '../src/core/accounts/bulk-jobs/bulk-jobs.ts'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { purgeDeletedUser } from '../src/core/accounts/deletion/purge-user.ts'
import { createUser } from '../src/core/directory/users/create-user.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { makeStores } from '../src/store/engine/all-stores.ts'
import type { Db } from '../src/store/engine/dialect.ts'
import { builders } from './builders.ts'
import { bulkJobFixtures } from './bulk-job-fixtures.ts'
import { onEachDatabase } from './databases.ts'
import { createTestCore, inDomain, type TestCore } from './test-core.ts'

onEachDatabase('bulk jobs that restore deleted users', (makePlace) => {
  let core: TestCore
  let make: ReturnType<typeof builders>
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    make = builders(core)
  })
  afterEach(() => core.close())

  const { create, ofIds, start, run, countsOf, code } = bulkJobFixtures(() => core)
  const named = async (name: string, domainId = 'default') =>
    (await core.run(createUser, { name, domainId, email: `${name}@example.com`, claimEmail: true })).id
  const remove = (id: string) => core.run(deleteUser, { id })
  const deleted = async (count: number, domainId = 'default') => {
    const ids: string[] = []
    for (let n = 0; n < count; n++) {
      const id = await make.user(domainId)
      await remove(id)
      ids.push(id)
    }
    return ids
  }
  const statusOf = async (id: string) => (await core.store.reading.users.get(id))?.status

  test('N23: deleted users are restored with their status, and those who are not deleted are unchanged', async () => {
    const ids = await deleted(2)
    const present = await make.user()
    const disabled = await make.user()
    await core.run(updateUser, { id: disabled, status: 'disabled' })
    await remove(disabled)
    const job = await create(ofIds('restore', [...ids, present, disabled]))
    assert.deepEqual(await run(job.id), { end: 'done', counts: [4, 3, 1, 0], wrong: [] })
    assert.deepEqual(await Promise.all([...ids, present, disabled].map(statusOf)), [
      'active',
      'active',
      'active',
      'disabled',
    ])
    const again = await create(ofIds('restore', ids))
    assert.deepEqual((await run(again.id)).counts, [2, 0, 2, 0])
    assert.equal((await core.events()).filter((kind) => kind === 'user.restored').length, 3)
  })

  test('N23: a taken name or address, a purged user and one of another domain are errors of these users', async () => {
    const [name, address] = [await named('ann'), await named('bob')]
    await remove(name)
    await remove(address)
    await core.run(createUser, { name: 'ann' })
    await core.run(createUser, { name: 'robert', email: 'BOB@example.com', claimEmail: true })
    const [purged = '', ordinary = ''] = await deleted(2)
    await core.run(purgeDeletedUser, { id: purged })
    const [foreign = ''] = await deleted(1, await make.domain())
    const { id } = await create(ofIds('restore', [name, address, purged, foreign, ordinary]))
    assert.deepEqual((await run(id)).counts, [5, 1, 0, 4])
    const { rows } = await core.run(listBulkErrors, { id, after: 0, limit: 10 })
    assert.deepEqual(
      rows.map(({ row, userId, code: why }) => [row, userId, why]),
      [
        [1, name, 'user_name_taken'],
        [2, address, 'email_taken'],
        [3, purged, 'user_not_found'],
        [4, foreign, 'user_not_found'],
      ],
    )
    assert.deepEqual(await Promise.all([name, address, foreign, ordinary].map(statusOf)), [
      undefined,
      undefined,
      undefined,
      'active',
    ])
  })

  test('N23: a filter restores the deleted users of the domain that match, and continues after an interruption', async () => {
    const ids = await deleted(60)
    const [foreign = ''] = await deleted(1, await make.domain())
    const other = await named('another')
    await remove(other)
    const present = await make.user()
    const users = { source: 'filter' as const, filter: "username LIKE 'user-%'" }
    const { id } = await create({ action: 'restore', users })
    assert.deepEqual((await run(id, { limit: 7 })).counts, [7, 7, 0, 0])
    assert.deepEqual(await run(id), { end: 'done', counts: [60, 60, 0, 0], wrong: [] })
    assert.deepEqual(new Set(await Promise.all(ids.map(statusOf))), new Set(['active']))
    assert.deepEqual(await Promise.all([foreign, other, present].map(statusOf)), [
      undefined,
      undefined,
      'active',
    ])
  })

  test('N23: an interrupted run continues where it was: every user is restored exactly once', async () => {
    const ids = await deleted(4)
    const { id } = await create(ofIds('restore', [...ids.slice(0, 2), 'unknown', ...ids.slice(2)]))
    // Only the first line is read, so this run ends like that of a killed process.
    const dead = await start(id)
    assert.equal((await dead.next()).value?.kind, 'wrong')
    assert.deepEqual(countsOf(await core.run(getBulkJob, { id })), [3, 2, 0, 1])
    assert.deepEqual((await run(id)).counts, [5, 4, 0, 1])
    assert.equal((await core.events()).filter((kind) => kind === 'user.restored').length, 4)
  })

  test('N23: restoring needs the right to restore users of the domain, also during the run', async () => {
    const here = await make.domain()
    const ids = await deleted(3, here)
    const manager = inDomain(here, 'manager')
    const job = ofIds('restore', ids, { domainId: here })
    for (const caller of [inDomain(here, 'reader'), inDomain('default', 'manager')])
      assert.equal(await code(create(job, caller)), 'forbidden_by_rule')
    const filter = { source: 'filter' as const, filter: "username LIKE 'user-%'" }
    // A run starts, reads its list, and with a filter searches; then it restores one user.
    for (const [users, steps] of [
      [job.users, 3],
      [filter, 4],
    ] as const) {
      const { id } = await create({ ...job, users }, manager)
      let requested = 0
      const caller = () => (++requested > steps ? inDomain(here, 'reader') : manager)
      assert.deepEqual(await run(id, { caller }), {
        end: 'forbidden_by_rule',
        counts: [1, 1, 0, 0],
        wrong: [],
      })
      assert.deepEqual((await run(id, { caller: manager })).counts, [3, 3, 0, 0])
      for (const one of ids) await core.run(deleteUser, { id: one, orDeleted: true })
    }
  })

  test('N23: the next deleted users of a filter are found by an index, without sorting all of them', async () => {
    const { name, q } = core.store.db
    const seen: CompiledQuery[] = []
    const watching: KyselyPlugin = {
      transformQuery({ node, queryId }) {
        seen.push(q.getExecutor().compileQuery(node, queryId))
        return node
      },
      transformResult: async ({ result }) => result,
    }
    const { deletedUsers } = makeStores({ name, q: q.withPlugin(watching) } as Db)
    await deletedUsers.find({ domainId: 'default', limit: 50, from: { id: 'a' } })
    const [query = assert.fail()] = seen
    const plan = await q.transaction().execute(async (tx) => {
      // The planner scans a table this small, index or not.
      if (name === 'postgres') await sql`set local enable_seqscan = off`.execute(tx)
      const explain = name === 'sqlite' ? 'explain query plan' : 'explain'
      const explained = CompiledQuery.raw(`${explain} ${query.sql}`, [...query.parameters])
      return JSON.stringify((await tx.executeQuery(explained)).rows)
    })
    assert.match(plan, /users_deleted_by_id/)
    assert.doesNotMatch(plan, /Sort|TEMP B-TREE/)
  })
})
