import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createUser } from '../src/core/directory/users/create-user.ts'
import { onEachDatabase } from './databases.ts'
import { createTestCore, type TestCore } from './test-core.ts'

onEachDatabase('concurrent user creations', (makePlace) => {
  let core: TestCore
  before(async () => {
    core = await createTestCore(await makePlace())
  })
  after(() => core.close())

  const all = async () =>
    (await core.store.reading.users.list({ where: [], page: { limit: 1000 } })).rows
      .map(({ name }) => name)
      .sort()

  test('each returns its own user, with one event in the event log', async () => {
    const names = Array.from({ length: 50 }, (_, i) => `at once ${String(i).padStart(2, '0')}`)
    const made = await Promise.all(names.map((name) => core.run(createUser, { name })))
    assert.deepEqual(
      made.map(({ name }) => name),
      names,
    )
    assert.deepEqual(await all(), names)
    const reported = (await core.store.reading.events.list(0, 1000)).map(({ subject }) => subject.id).sort()
    assert.deepEqual(reported, made.map(({ id }) => id).sort())
  })

  test('a rejected one fails alone, with its own error', async () => {
    const requested = ['one', 'two', 'one', 'three', '', 'four', 'two']
    const outcomes = await Promise.allSettled([
      ...requested.map((name) => core.run(createUser, { name, password: `password of ${name}` })),
      core.run(createUser, { name: 'elsewhere', domainId: 'no such domain' }),
    ])
    const reported = outcomes.map((one) => (one.status === 'fulfilled' ? one.value.name : one.reason.kind))
    for (const name of ['one', 'two', 'three', 'four'])
      assert.equal(reported.filter((outcome) => outcome === name).length, 1, name)
    assert.equal(reported.filter((outcome) => outcome === 'conflict').length, 2)
    assert.deepEqual([reported[4], reported[7]], ['invalid', 'not_found'])
    const names = (await all()).filter((name) => !name.startsWith('at once'))
    assert.deepEqual(names, ['four', 'one', 'three', 'two'])
    for (const outcome of outcomes)
      if (outcome.status === 'fulfilled')
        assert.equal(
          (await core.store.reading.passwords.current(outcome.value.id))?.hash,
          `test$password of ${outcome.value.name}`,
        )
  })
})
