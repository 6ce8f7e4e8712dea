import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { getUser } from '../src/core/directory/users/get-user.ts'
import { lookUpUserFor, type UserRef } from '../src/core/directory/users/look-up-user.ts'
import { getCallerDomain } from '../src/core/directory/users/own-domain.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { anonymous } from '../src/core/kernel/caller.ts'
import { builders } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { callerAs, createTestCore, inDomain, systemAdmin, systemReader, type TestCore } from './test-core.ts'

onEachDatabase('lookup of a user in its domain', (makePlace) => {
  let core: TestCore
  let make: ReturnType<typeof builders>
  let domainId: string
  before(async () => {
    core = await createTestCore(await makePlace())
    make = builders(core)
    domainId = await make.domain()
  })
  after(() => core.close())

  const inProject = (...roles: string[]) =>
    callerAs({ scope: { kind: 'project', projectId: 'e'.repeat(32), domainId }, roles })

  test('uses the domain of the caller, or the default domain for system callers', async () => {
    const unscoped = callerAs({ userDomainId: domainId, scope: { kind: 'unscoped' } })
    for (const caller of [inDomain(domainId), inProject(), unscoped])
      assert.equal(await core.run(getCallerDomain, {}, caller), domainId)
    for (const caller of [systemAdmin, systemReader, callerAs({ userDomainId: domainId })])
      assert.equal(await core.run(getCallerDomain, {}, caller), 'default')
    await assert.rejects(core.run(getCallerDomain, {}, anonymous), { kind: 'unauthenticated' })
  })

  test('finds a user by any identifier, in that domain alone', async () => {
    const { id, name, number } = await core.run(getUser, { id: await make.user(domainId) })
    for (const ref of [{ id }, { name }, { number }] satisfies UserRef[]) {
      for (const caller of [inDomain(domainId, 'reader'), inProject('admin')])
        assert.equal((await core.run(lookUpUserFor(getUser), ref, caller)).id, id)
      for (const caller of [systemAdmin, inDomain('default', 'manager', 'reader')])
        await assert.rejects(core.run(lookUpUserFor(getUser), ref, caller), { code: 'user_not_found' })
    }
  })

  test('T23: callers without permission receive the same for existing and unknown users', async () => {
    const id = await make.user(domainId)
    for (const ref of [{ id }, { id: 'nobody' }, { name: 'nobody' }, { number: 0 }] satisfies UserRef[]) {
      await assert.rejects(core.run(lookUpUserFor(updateUser), ref, inDomain(domainId, 'reader')), {
        kind: 'forbidden',
      })
      await assert.rejects(core.run(lookUpUserFor(getUser), ref, inDomain(domainId)), { kind: 'forbidden' })
      await assert.rejects(core.run(lookUpUserFor(getUser), ref, anonymous), { kind: 'unauthenticated' })
      if ('id' in ref && ref.id === id)
        assert.equal((await core.run(lookUpUserFor(updateUser), ref, inDomain(domainId, 'manager'))).id, id)
      else
        await assert.rejects(core.run(lookUpUserFor(updateUser), ref, inDomain(domainId, 'manager')), {
          kind: 'not_found',
        })
    }
  })
})
