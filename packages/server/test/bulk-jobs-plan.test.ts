import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { getBulkJob } from '../src/core/accounts/bulk-jobs/bulk-jobs.ts'
import { attachPlan } from '../src/core/directory/plans/attach-plan.ts'
import { createPlan } from '../src/core/directory/plans/create-plan.ts'
import { deletePlan } from '../src/core/directory/plans/plans.ts'
import { getUser } from '../src/core/directory/users/get-user.ts'
import { builders } from './builders.ts'
import { bulkJobFixtures } from './bulk-job-fixtures.ts'
import { onEachDatabase } from './databases.ts'
import { quotas } from './plan-quotas.ts'
import { createTestCore, inDomain, type TestCore } from './test-core.ts'

const day = 86_400_000

onEachDatabase('bulk jobs that set a plan', (makePlace) => {
  let core: TestCore
  let make: ReturnType<typeof builders>
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    make = builders(core)
  })
  afterEach(() => core.close())

  const { create, ofIds, start, run, countsOf, code } = bulkJobFixtures(() => core)
  const newPlan = async (name: string, domainId = 'default') =>
    (await core.run(createPlan, { name, domainId, numberOfDays: 30, quotas })).id
  const people = async (count: number, domainId = 'default') => {
    const ids: string[] = []
    for (let n = 0; n < count; n++) ids.push(await make.user(domainId))
    return ids
  }
  const planOf = async (id: string) => {
    const { planId, planExpiresAt } = await core.run(getUser, { id })
    return [planId, planExpiresAt]
  }
  const plans = (ids: readonly string[]) =>
    Promise.all(ids.map(async (id) => (await core.run(getUser, { id })).planId))

  test('N23: users get the plan for its days; those who have it are unchanged, unless it has expired', async () => {
    const [basic, pro] = [await newPlan('basic'), await newPlan('pro')]
    const ids = await people(4)
    const [none = '', another = '', same = '', expired = ''] = ids
    await core.run(attachPlan, { userId: another, planId: basic })
    await core.run(attachPlan, { userId: same, planId: pro, expiresAt: core.now() + day })
    await core.run(attachPlan, { userId: expired, planId: pro, expiresAt: core.now() })
    const kept = await planOf(same)
    const { id, planId } = await create(ofIds('set_plan', ids, { planId: pro }))
    assert.equal(planId, pro)
    assert.deepEqual(await run(id), { end: 'done', counts: [4, 3, 1, 0], wrong: [] })
    const fromNow = [pro, core.now() + 30 * day]
    assert.deepEqual(await Promise.all([none, another, expired].map(planOf)), [fromNow, fromNow, fromNow])
    assert.deepEqual(await planOf(same), kept)
    const again = await create(ofIds('set_plan', ids, { planId: pro }))
    assert.deepEqual((await run(again.id)).counts, [4, 0, 4, 0])
    const events = await core.events()
    assert.equal(events.filter((kind) => kind === 'user.plan_attached').length, 6)
  })

  test('N23: a plan of null detaches the plan of those who have one', async () => {
    const basic = await newPlan('basic')
    const ids = await people(2)
    await core.run(attachPlan, { userId: ids[0] ?? '', planId: basic })
    const { id } = await create(ofIds('set_plan', [...ids, 'unknown'], { planId: null }))
    assert.deepEqual(await run(id), { end: 'done', counts: [3, 1, 1, 1], wrong: ['user_not_found'] })
    assert.deepEqual(await plans(ids), [null, null])
    assert.equal((await core.events()).filter((kind) => kind === 'user.plan_detached').length, 1)
  })

  test('N23: an unknown plan, one of another domain, and a plan for another action are rejected', async () => {
    const ids = await people(1)
    const foreign = await newPlan('foreign', await make.domain())
    for (const planId of ['no plan', foreign])
      assert.equal(await code(create(ofIds('set_plan', ids, { planId }))), 'plan_not_found')
    assert.equal(await code(create(ofIds('set_plan', ids))), 'plan_missing')
    for (const planId of ['p', null])
      assert.equal(await code(create(ofIds('enable', ids, { planId }))), 'plan_not_wanted')
  })

  test('N23: users of another domain do not get the plan', async () => {
    const [here, there] = [await make.domain(), await make.domain()]
    const planId = await newPlan('basic', here)
    const [mine = '', theirs = ''] = [...(await people(1, here)), ...(await people(1, there))]
    const { id } = await create(ofIds('set_plan', [mine, theirs], { planId, domainId: here }))
    assert.deepEqual(await run(id), { end: 'done', counts: [2, 1, 0, 1], wrong: ['user_not_found'] })
    assert.deepEqual(await plans([mine, theirs]), [planId, null])
  })

  test('N23: setting a plan needs the right to attach plans in the domain, also during the run', async () => {
    const here = await make.domain()
    const planId = await newPlan('basic', here)
    const ids = await people(3, here)
    const job = ofIds('set_plan', ids, { planId, domainId: here })
    for (const caller of [inDomain(here, 'reader'), inDomain('default', 'manager')])
      assert.equal(await code(create(job, caller)), 'forbidden_by_rule')
    const manager = inDomain(here, 'manager')
    const { id } = await create(job, manager)
    let requested = 0
    const caller = () => (++requested > 3 ? inDomain(here, 'reader') : manager)
    const { end, counts } = await run(id, { caller })
    assert.deepEqual([end, counts], ['forbidden_by_rule', [1, 1, 0, 0]])
    assert.deepEqual((await run(id, { caller: manager })).counts, [3, 3, 0, 0])
    assert.deepEqual(await plans(ids), [planId, planId, planId])
  })

  test('N23: an interrupted run continues where it was, and a job whose plan is deleted does not run', async () => {
    const planId = await newPlan('basic')
    const ids = await people(3)
    const { id } = await create(ofIds('set_plan', ['unknown', ...ids], { planId }))
    const dead = await start(id)
    assert.equal((await dead.next()).value?.kind, 'wrong')
    assert.deepEqual(countsOf(await core.run(getBulkJob, { id })), [1, 0, 0, 1])
    assert.deepEqual((await run(id)).counts, [4, 3, 0, 1])
    assert.deepEqual(await plans(ids), [planId, planId, planId])
    const unused = await newPlan('unused')
    const waiting = await create(ofIds('set_plan', ids, { planId: unused }))
    await core.run(deletePlan, { id: unused })
    assert.equal(await code(start(waiting.id)), 'plan_not_found')
  })
})
