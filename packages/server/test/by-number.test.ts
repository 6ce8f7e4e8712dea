import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { type CreateApiKey, createApiKey } from '../src/core/access/api-keys/create-api-key.ts'
import { deleteApiKey } from '../src/core/access/api-keys/delete-api-key.ts'
import { getApiKey } from '../src/core/access/api-keys/get-api-key.ts'
import { type ListApiKeys, listApiKeys } from '../src/core/access/api-keys/list-api-keys.ts'
import { lookUpApiKeyFor } from '../src/core/access/api-keys/look-up-api-key.ts'
import { listDocuments } from '../src/core/directory/documents/documents.ts'
import { attachPlan } from '../src/core/directory/plans/attach-plan.ts'
import { type CreatePlan, createPlan } from '../src/core/directory/plans/create-plan.ts'
import { lookUpPlanFor } from '../src/core/directory/plans/look-up-plan.ts'
import type { PlanListQuery } from '../src/core/directory/plans/plan-store.ts'
import { countPlans, deletePlan, getPlan, listPlans } from '../src/core/directory/plans/plans.ts'
import { listUsers } from '../src/core/directory/users/list-users.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import type { User } from '../src/core/directory/users/user.ts'
import type { KnownCaller } from '../src/core/kernel/caller.ts'
import { parseCql } from '../src/core/kernel/cql/parse-cql.ts'
import type { WithRule } from '../src/core/kernel/operation.ts'
import { builders, onDomain, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { endOf } from './factors.ts'
import { quotas } from './plan-quotas.ts'
import { callerAs, createTestCore, inDomain, type TestCore, unprivileged } from './test-core.ts'

const day = 86_400_000

onEachDatabase('objects identified by numbers', (makePlace) => {
  let core: TestCore
  let b: ReturnType<typeof builders>
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    b = builders(core)
  })
  afterEach(() => core.close())

  const newPlan = (more: Partial<CreatePlan> = {}) => core.run(createPlan, { name: 'basic', quotas, ...more })

  test('T31: a plan is found in its own domain, and callers without permission learn nothing of it', async () => {
    const elsewhere = await b.domain()
    const { id, number } = await newPlan()
    const reader = inDomain('default', 'reader')
    assert.equal((await core.run(lookUpPlanFor(getPlan), { number }, reader)).id, id)
    const end = (caller: KnownCaller, requested = number, intended: WithRule = getPlan) =>
      endOf(core.run(lookUpPlanFor(intended), { number: requested }, caller))
    assert.equal(await end(reader, 4_000_000_000_000_000), 'plan_not_found')
    assert.equal(await end(inDomain(elsewhere, 'manager', 'reader')), 'plan_not_found')
    for (const requested of [number, number + 1]) {
      assert.equal(await end(unprivileged, requested), 'forbidden_by_rule')
      assert.equal(await end(reader, requested, deletePlan), 'forbidden_by_rule')
    }
    const userId = await b.user()
    await core.run(attachPlan, { userId, planId: id })
    assert.equal(
      (await core.run(lookUpPlanFor(getPlan), { number }, callerAs({ userId }))).id,
      id,
      'the own one',
    )
  })

  test('plans are filtered, counted, and sorted by several attributes', async () => {
    for (const [name, storage, numberOfDays] of [
      ['a', 1, null],
      ['B', 2, 7],
      ['c', 2, 30],
    ] as const)
      await newPlan({ name, numberOfDays, quotas: { ...quotas, storage } })
    const found = async (requested: Partial<PlanListQuery>) =>
      (await core.run(listPlans, { where: [], page: { limit: 10 }, ...requested })).rows
        .map(({ name }) => name)
        .join('')
    const down = { key: 'quotas.storage', descending: true } as const
    assert.equal(await found({ order: [down, { key: 'name', descending: true }] }), 'cBa')
    assert.equal(await found({ order: [down] }), 'Bca', 'and by number then')
    assert.equal(await found({ order: [{ key: 'number_of_days', descending: true }] }), 'cBa', 'absent last')
    assert.equal(await found({ order: [{ key: 'number_of_days', descending: false }], skip: 1 }), 'ca')
    const fields = {
      name: { kind: 'text', key: 'name' },
      storage: { kind: 'number', key: 'quotas.storage' },
    } as const
    const filter = parseCql("storage > 1 AND name ILIKE '%b%'", fields)
    assert.equal(await found({ filter }), 'B')
    assert.equal(await core.run(countPlans, { where: [], filter }), 1)
  })

  test('a change of a user and its plan is atomic', async () => {
    const { id: planId } = await newPlan({ numberOfDays: 30 })
    const id = await b.user()
    const manager = inDomain('default', 'manager')
    const change = (plan: object, more = {}) => core.run(updateUser, { id, plan, ...more }, manager)
    const ends = ({ planId: value, planExpiresAt }: User) => [value, planExpiresAt]
    assert.deepEqual(ends(await change({ planId })), [planId, core.now() + 30 * day])
    assert.deepEqual(ends(await change({ expiresAt: core.now() + day })), [planId, core.now() + day])
    assert.deepEqual(ends(await change({}, { description: 'x' })), [planId, core.now() + day], 'as it was')
    assert.deepEqual(ends(await change({ expiresAt: null })), [planId, null])
    assert.deepEqual(ends(await change({ planId: null })), [null, null])
    assert.deepEqual(ends(await change({ expiresAt: null })), [null, null])
    assert.equal(await endOf(change({ expiresAt: core.now() }, { name: 'renamed' })), 'plan_missing')
    const { id: foreign } = await newPlan({ domainId: await b.domain() })
    assert.equal(await endOf(change({ planId: foreign }, { name: 'renamed' })), 'plan_not_found')
    assert.notEqual((await core.store.reading.users.get(id))?.name, 'renamed')
  })

  test('S5: a page by number with too much text is rejected, and smaller pages return each row once', async () => {
    const userId = await b.user()
    const documents = Array.from({ length: 40 }, (_, i) => ({
      id: `d${100 + i}`,
      userId,
      title: `title ${i}`,
      content: ['x'.repeat(250_000)],
      metadata: {},
      createdAt: i,
      updatedAt: i,
      version: 1,
    }))
    for (const document of documents)
      await core.store.transaction('serializable', ({ documents }) => documents.insert([document]))
    const page = (limit: number, skip: number) => core.run(listDocuments, { userId, limit, skip })
    await assert.rejects(page(40, 0), { code: 'page_too_large', kind: 'invalid' })
    const found = [...(await page(30, 0)).rows, ...(await page(30, 30)).rows]
    assert.deepEqual(
      found.map(({ title }) => title),
      documents.map(({ title }) => title).reverse(),
    )
    assert.equal(
      (await core.run(listDocuments, { userId, limit: 40 })).more,
      true,
      'a page by cursor ends early',
    )
    for (let i = 0; i < 135; i++) {
      const id = await b.user()
      await core.run(updateUser, { id, description: 'y'.repeat(65_000) })
    }
    const users = (limit: number) => core.run(listUsers, { where: [], page: { limit }, skip: 0 })
    await assert.rejects(users(1000), { code: 'page_too_large' })
    assert.equal((await users(100)).rows.length, 100)
  })

  test('T31: a key is readable for its owner and managers of the domain, until it is deleted', async () => {
    const owner = await b.user()
    await b.give(userActor(owner), await b.role('reader'), onDomain('default'))
    const asOwner = callerAs({
      userId: owner,
      scope: { kind: 'domain', domainId: 'default' },
      roles: ['reader'],
    })
    const held = await core.store.reading.roles.getByName('reader')
    const caller = { ...asOwner, roles: held.map(({ id, name }) => ({ id, name })) }
    const make = (input: Partial<CreateApiKey> & { readonly name: string }) =>
      core.run(createApiKey, input, caller)
    const { key } = await make({ name: 'backup', lifetime: day })
    assert.equal(key.expiresAt, core.now() + day)
    const end = (asking: KnownCaller, number = key.number, intended: WithRule = getApiKey) =>
      endOf(core.run(lookUpApiKeyFor(intended), { number }, asking))
    const manager = inDomain('default', 'manager')
    assert.equal(
      (await core.run(lookUpApiKeyFor(getApiKey), { number: key.number }, manager)).owner.id,
      owner,
    )
    assert.equal(await end(caller), 'ok')
    assert.equal(await end(manager, 4_000_000_000_000_000), 'api_key_not_found')
    assert.equal(await end(inDomain(await b.domain(), 'manager')), 'api_key_not_found')
    for (const number of [key.number, key.number + 1])
      assert.equal(await end(unprivileged, number), 'forbidden_by_rule')
    await core.run(deleteApiKey, { id: key.id }, caller)
    assert.equal(await end(manager), 'api_key_not_found')

    for (const name of ['My Test', 'other', 'test', 'TESTING']) await make({ name })
    const listed = async (requested: Partial<ListApiKeys>) =>
      (await core.run(listApiKeys, { userId: owner, limit: 10, ...requested }, manager)).rows
        .map(({ name }) => name)
        .join()
    assert.equal(await listed({ search: 'test' }), 'test,My Test,TESTING', 'the exact name comes first')
    const byName = [{ key: 'name', descending: true }] as const
    assert.equal(await listed({ search: 'test', order: byName }), 'test,TESTING,My Test')
    assert.equal(await listed({ order: byName, skip: 1, limit: 2 }), 'other,TESTING')
    assert.equal(await listed({ search: '%' }), '')
  })
})
