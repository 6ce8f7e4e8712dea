import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { compactUserCounts } from '../src/core/directory/users/compact-user-counts.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { compactUserCounts as compactCounts } from '../src/store/tables/user-counts.ts'
import { builders } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { createTestCore, type TestCore } from './test-core.ts'
import { wrongCounts } from './user-count-check.ts'

onEachDatabase('user counts', (makePlace) => {
  let core: TestCore
  let make: ReturnType<typeof builders>
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    make = builders(core)
  })
  afterEach(() => core.close())

  const compact = () => core.run(compactUserCounts, {}, { kind: 'operator' })
  const noted = async (): Promise<number> => {
    const { rows } = await sql<{ n: number | string }>`select count(*) as n from user_counts`.execute(
      core.store.db.q,
    )
    return Number(rows[0]?.n)
  }
  /** A transaction that has compacted and waits: `end` commits it, or rolls it back with an error. */
  const compacting = () => {
    let end = (_error?: Error) => {}
    const ended = new Promise<Error | undefined>((resolve) => {
      end = resolve
    })
    let begun = () => {}
    const compacted = new Promise<void>((resolve) => {
      begun = resolve
    })
    const done = core.store.transaction('read committed', async ({ users }) => {
      await users.compactCounts()
      begun()
      const error = await ended
      if (error) throw error
    })
    return { compacted, done, end }
  }

  test('S5: counts stay right under concurrent compaction and changes of users', async () => {
    const ids = [await make.user(), await make.user(), await make.user()]
    const first = compacting()
    await first.compacted
    const others = [
      compact(),
      make.user(),
      core.run(updateUser, { id: ids[0] ?? '', enabled: false }),
      core.run(deleteUser, { id: ids[1] ?? '' }),
      compact(),
    ]
    first.end()
    await Promise.all([first.done, ...others])
    assert.deepEqual(await wrongCounts(core.store.db), [])
    await compact()
    assert.deepEqual(await wrongCounts(core.store.db), [])
    assert.equal(await noted(), 2, 'active and disabled')
  })

  test('S5: a rolled back compaction changes no count', async () => {
    for (let i = 0; i < 3; i++) await make.user()
    const rows = await noted()
    const first = compacting()
    await first.compacted
    const other = make.user()
    first.end(new Error('taken back'))
    await assert.rejects(first.done, /taken back/)
    await other
    assert.deepEqual(await wrongCounts(core.store.db), [])
    assert.ok((await noted()) >= rows)
  })

  test('S5: compaction is one statement', async () => {
    await make.user()
    const statements: string[] = []
    const { q } = core.store.db
    const counting = q.withPlugin({
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        statements.push('one')
        return result
      },
    })
    await compactCounts({ name: core.store.db.name, q: counting })
    assert.ok(statements.length <= 1)
  })
})
