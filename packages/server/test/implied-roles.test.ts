import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { effectiveRoles } from '../src/core/directory/assignments/effective-roles.ts'
import {
  checkImpliedRole,
  deleteImplication,
  getImpliedRole,
  implyRole,
  listImpliedRoles,
  listInferences,
} from '../src/core/directory/roles/implied-roles.ts'
import { builders, onDomain, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { createTestCore, type TestCore } from './test-core.ts'

onEachDatabase('implied roles', (makePlace) => {
  let core: TestCore
  let make: ReturnType<typeof builders>
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    make = builders(core)
  })
  afterEach(() => core.close())

  const names = (rows: readonly { readonly name: string }[]) => rows.map(({ name }) => name)

  test('implications are created once, read, listed and deleted', async () => {
    const [a, b, c] = [await make.role('a'), await make.role('b'), await make.role('c')]
    const made = await core.run(implyRole, { priorId: a, impliedId: b })
    assert.deepEqual([made.prior.name, made.implied.name], ['a', 'b'])
    await assert.rejects(core.run(implyRole, { priorId: a, impliedId: b }), { kind: 'conflict' })
    await make.imply(a, c)
    await make.imply(b, a)
    assert.deepEqual(await core.run(getImpliedRole, { priorId: a, impliedId: b }), made)
    await core.run(checkImpliedRole, { priorId: a, impliedId: b })
    assert.deepEqual(names((await core.run(listImpliedRoles, { priorId: a })).implied), ['b', 'c'])
    assert.deepEqual((await core.run(listImpliedRoles, { priorId: c })).implied, [])
    assert.deepEqual(
      (await core.run(listInferences, {})).map(({ prior, implied }) => [prior.name, names(implied)]),
      [
        ['a', ['b', 'c']],
        ['b', ['a']],
      ],
    )
    await core.run(deleteImplication, { priorId: a, impliedId: b })
    for (const input of [
      { priorId: a, impliedId: b },
      { priorId: a, impliedId: 'x' },
      { priorId: '\0', impliedId: b },
    ])
      for (const operation of [getImpliedRole, checkImpliedRole, deleteImplication])
        await assert.rejects(core.run(operation as typeof getImpliedRole, input), { kind: 'not_found' })
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => make.imply(c, a)))
    assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1)
  })

  test('a domain role implies global ones, never the other way; admin in any spelling cannot be implied', async () => {
    const [global, ofDomain, ofOther] = [
      await make.role(),
      await make.role('d', 'one'),
      await make.role('d', 'two'),
    ]
    await make.imply(ofDomain, global)
    await make.imply(ofDomain, ofOther)
    await assert.rejects(make.imply(global, ofDomain), { kind: 'failed_precondition' })
    await assert.rejects(make.imply(global, await make.role('ADMIN')), { kind: 'failed_precondition' })
    await assert.rejects(make.imply(ofDomain, await make.role('admin', 'one')), {
      kind: 'failed_precondition',
    })
  })

  test('cycles of implications terminate', async () => {
    const ids = [await make.role('a'), await make.role('b'), await make.role('c')] as const
    for (const [prior, implied] of [
      [0, 1],
      [1, 2],
      [2, 0],
      [0, 0],
    ] as const)
      await make.imply(ids[prior], ids[implied])
    const userId = await make.user()
    await make.give(userActor(userId), ids[1], onDomain('default'))
    const { roles } = await effectiveRoles(userId, onDomain('default'), {
      stores: core.store.reading,
      now: core.now(),
    })
    assert.deepEqual(names(roles).sort(), ['a', 'b', 'c'])
  })
})
