import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { createDomain } from '../src/core/directory/domains/create-domain.ts'
import { deleteDomain } from '../src/core/directory/domains/domains.ts'
import { updateDomain } from '../src/core/directory/domains/update-domain.ts'
import { attachPlan, maxTimestamp } from '../src/core/directory/plans/attach-plan.ts'
import { type CreatePlan, createPlan } from '../src/core/directory/plans/create-plan.ts'
import type { PlanListQuery } from '../src/core/directory/plans/plan-store.ts'
import { countPlans, deletePlan, getPlan, getPlans, listPlans } from '../src/core/directory/plans/plans.ts'
import { recordExpiredPlans } from '../src/core/directory/plans/record-expired-plans.ts'
import { renewPlan } from '../src/core/directory/plans/renew-plan.ts'
import { updatePlan } from '../src/core/directory/plans/update-plan.ts'
import { userPlan } from '../src/core/directory/plans/user-plan.ts'
import { createUser } from '../src/core/directory/users/create-user.ts'
import { getUser } from '../src/core/directory/users/get-user.ts'
import { anonymous, type Caller } from '../src/core/kernel/caller.ts'
import { type DomainErrorKind, isDomainError } from '../src/core/kernel/domain-error.ts'
import { builders } from './builders.ts'
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

const day = 86_400_000
const quotas = {
  storage: 1,
  concurrentTasks: 2,
  dailyApiCalls: 3,
  monthlyApiCalls: 4,
  dailyTraffic: 5,
  monthlyTraffic: 6,
  dailyProcess: 7,
  monthlyProcess: Number.MAX_SAFE_INTEGER,
}

onEachDatabase('plans', (makePlace) => {
  let core: TestCore
  let make: ReturnType<typeof builders>
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    make = builders(core)
  })
  afterEach(() => core.close())

  const operator: Caller = { kind: 'operator' }
  const newPlan = (more: Partial<CreatePlan> = {}) =>
    core.run(createPlan, { name: 'basic', numberOfDays: 30, quotas, ...more })
  const holder = async (more: Partial<CreatePlan> = {}) => {
    const plan = await newPlan(more)
    const userId = await make.user(plan.domainId)
    return { plan, userId, user: await core.run(attachPlan, { userId, planId: plan.id }) }
  }
  const rejected = (work: Promise<unknown>, kind: DomainErrorKind, code: string) =>
    assert.rejects(work, (thrown) => {
      assert.ok(isDomainError(thrown), String(thrown))
      assert.deepEqual([thrown.kind, thrown.code], [kind, code])
      return true
    })
  const expiries = async () =>
    (await core.store.reading.events.list(0, 1000)).filter(({ kind }) => kind === 'plan.expired')
  const cleanUp = () => core.run(recordExpiredPlans, {}, operator)

  test('a plan stores all fields, and has a number', async () => {
    const first = await newPlan()
    const value = { displayName: 'All of it', description: 'd', color: '#A0b1C2', numberOfDays: null }
    const second = await newPlan({ name: 'full', ...value })
    assert.ok(second.number > first.number)
    assert.deepEqual(second, {
      id: second.id,
      number: second.number,
      domainId: 'default',
      name: 'full',
      ...value,
      quotas,
      createdAt: core.now(),
      updatedAt: core.now(),
      version: 1,
    })
    assert.deepEqual(await core.run(getPlan, { id: second.id }), second)
    assert.deepEqual(await core.events(), ['plan.created', 'plan.created'])
  })

  test('a plan name is unique in a domain', async () => {
    const other = await make.domain()
    await newPlan()
    await newPlan({ domainId: other })
    await rejected(newPlan(), 'conflict', 'plan_name_taken')
    const second = await newPlan({ name: 'second' })
    await rejected(core.run(updatePlan, { id: second.id, name: 'basic' }), 'conflict', 'plan_name_taken')
    await rejected(newPlan({ domainId: 'f'.repeat(32) }), 'not_found', 'domain_not_found')
  })

  test('rejects invalid fields and changes nothing', async () => {
    const plan = await newPlan()
    const before = await core.events()
    const bad: readonly (readonly [string, Partial<CreatePlan>])[] = [
      ['name_blank', { name: '  ' }],
      ['name_too_long', { name: 'x'.repeat(256) }],
      ['count_out_of_range', { quotas: { storage: 0 } }],
      ['count_out_of_range', { quotas: { dailyTraffic: 1.5 } }],
      ['count_out_of_range', { quotas: { monthlyProcess: 2 ** 53 } }],
      ['count_out_of_range', { quotas: { dailyApiCalls: -1 } }],
      ['count_out_of_range', { quotas: { concurrentTasks: Number.NaN } }],
      ['count_out_of_range', { numberOfDays: 0 }],
      ['count_out_of_range', { numberOfDays: 36_501 }],
      ['color_malformed', { color: 'red' }],
      ['color_malformed', { color: '#12345' }],
      ['text_unstorable', { description: 'a\0b' }],
      ['text_too_long', { displayName: 'x'.repeat(256) }],
    ]
    for (const [code, words] of bad) {
      await rejected(newPlan({ name: 'bad', ...words }), 'invalid', code)
      await rejected(core.run(updatePlan, { id: plan.id, ...words }), 'invalid', code)
    }
    assert.deepEqual(await core.run(getPlan, { id: plan.id }), plan)
    assert.deepEqual(await core.events(), before)
  })

  test('a change merges, counts, and keeps the expiry of existing assignments', async () => {
    const { plan, userId, user } = await holder()
    core.advanceTime(1000)
    const changed = await core.run(updatePlan, {
      id: plan.id,
      numberOfDays: 1,
      color: '#fff',
      quotas: { storage: 9 },
    })
    assert.deepEqual(changed, {
      ...plan,
      numberOfDays: 1,
      color: '#fff',
      quotas: { ...quotas, storage: 9 },
      updatedAt: core.now(),
      version: 2,
    })
    assert.equal((await core.run(getUser, { id: userId })).planExpiresAt, user.planExpiresAt)
    const cleared = await core.run(updatePlan, {
      id: plan.id,
      color: null,
      numberOfDays: null,
      ifVersion: [2],
    })
    assert.deepEqual([cleared.color, cleared.numberOfDays], [null, null])
    await rejected(core.run(updatePlan, { id: plan.id, ifVersion: [2] }), 'conflict', 'version_changed')
  })

  test('a plan in use cannot be deleted, expired or not', async () => {
    const { plan, userId } = await holder()
    await rejected(core.run(deletePlan, { id: plan.id }), 'conflict', 'plan_in_use')
    core.advanceTime(31 * day)
    await rejected(core.run(deletePlan, { id: plan.id }), 'conflict', 'plan_in_use')
    await core.run(attachPlan, { userId, planId: null })
    await core.run(deletePlan, { id: plan.id })
    await rejected(core.run(getPlan, { id: plan.id }), 'not_found', 'plan_not_found')
    await rejected(core.run(deletePlan, { id: plan.id }), 'not_found', 'plan_not_found')
  })

  test('a deleted user does not block deletion of a plan, which is removed from its restorable data', async () => {
    const { plan, userId } = await holder()
    await core.run(deleteUser, { id: userId })
    await core.run(deletePlan, { id: plan.id })
    const kept = await core.store.db.q
      .selectFrom('users')
      .select(['plan_id', 'plan_expires_at'])
      .where('id', '=', userId)
      .executeTakeFirstOrThrow()
    assert.deepEqual({ ...kept }, { plan_id: null, plan_expires_at: null })
  })

  test('a plan lasts its number of days, a given time, or without limit', async () => {
    const { plan, userId, user } = await holder()
    assert.deepEqual([user.planId, user.planExpiresAt], [plan.id, core.now() + 30 * day])
    const attach = async (expiresAt: number | null) =>
      (await core.run(attachPlan, { userId, planId: plan.id, expiresAt })).planExpiresAt
    assert.equal(await attach(core.now() + 5), core.now() + 5)
    assert.equal(await attach(null), null)
    assert.equal(await attach(core.now() - 5), core.now() - 5, 'it has expired then')
    const endless = await newPlan({ name: 'endless', numberOfDays: null })
    assert.equal((await core.run(attachPlan, { userId, planId: endless.id })).planExpiresAt, null)
    const none = await core.run(attachPlan, { userId, planId: null })
    assert.deepEqual([none.planId, none.planExpiresAt], [null, null])
    assert.equal(none.version, user.version + 5, 'each is a change of the user')
    await rejected(core.run(attachPlan, { userId, planId: null, expiresAt: 5 }), 'invalid', 'plan_missing')
    for (const end of [-1, 1.5, Number.NaN, maxTimestamp + 1])
      await rejected(attach(end), 'invalid', 'expiry_out_of_range')
  })

  test('a plan of another domain is not found for a user of this one', async () => {
    const plan = await newPlan({ domainId: await make.domain() })
    const userId = await make.user()
    const missing = { userId, planId: 'f'.repeat(32) }
    await rejected(core.run(attachPlan, { userId, planId: plan.id }), 'not_found', 'plan_not_found')
    await rejected(core.run(attachPlan, missing), 'not_found', 'plan_not_found')
  })

  test('an expired plan is shown as expired, and a renewed one is not', async () => {
    const { userId } = await holder()
    const seen = async () => userPlan(await core.run(getUser, { id: userId }))?.expired
    core.advanceTime(30 * day - 1)
    assert.equal(await seen(), false)
    core.advanceTime(1)
    assert.equal(await seen(), true)
    await core.run(renewPlan, { userId })
    assert.equal(await seen(), false)
  })

  test('a renewal extends from a future expiry, or else from now', async () => {
    const { userId, user } = await holder()
    core.advanceTime(day)
    const early = await core.run(renewPlan, { userId })
    assert.equal(early.planExpiresAt, (user.planExpiresAt ?? 0) + 30 * day)
    core.advanceTime(100 * day)
    const late = await core.run(renewPlan, { userId })
    assert.equal(late.planExpiresAt, core.now() + 30 * day)
    await core.run(attachPlan, { userId, planId: late.planId, expiresAt: null })
    assert.equal((await core.run(renewPlan, { userId })).planExpiresAt, core.now() + 30 * day)
  })

  test('rejects impossible renewals', async () => {
    const userId = await make.user()
    await rejected(core.run(renewPlan, { userId }), 'invalid', 'plan_missing')
    const endless = await newPlan({ name: 'endless', numberOfDays: null })
    await core.run(attachPlan, { userId, planId: endless.id })
    await rejected(core.run(renewPlan, { userId }), 'invalid', 'plan_endless')
    const plan = await newPlan({ numberOfDays: 36_500 })
    await core.run(attachPlan, { userId, planId: plan.id, expiresAt: maxTimestamp - day })
    await rejected(core.run(renewPlan, { userId }), 'invalid', 'expiry_out_of_range')
    await rejected(core.run(renewPlan, { userId: 'f'.repeat(32) }), 'not_found', 'user_not_found')
  })

  test('of twenty concurrent renewals none is lost', async () => {
    const { userId, user } = await holder({ numberOfDays: 1 })
    await Promise.all(Array.from({ length: 20 }, () => core.run(renewPlan, { userId })))
    const after = await core.run(getUser, { id: userId })
    assert.equal(after.planExpiresAt, (user.planExpiresAt ?? 0) + 20 * day)
    assert.equal((await core.events()).filter((kind) => kind === 'user.plan_renewed').length, 20)
  })

  test('of many concurrent plans of one name one is created', async () => {
    const all = await Promise.allSettled(Array.from({ length: 20 }, () => newPlan({ name: 'same' })))
    const failed = all.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    assert.equal(failed.length, 19)
    assert.ok(
      failed.every((thrown) => isDomainError(thrown, 'conflict') && thrown.code === 'plan_name_taken'),
    )
    assert.equal(await core.run(countPlans, { where: [] }), 1)
  })

  test('a concurrent assignment and deletion of a plan end in one or the other', async () => {
    for (let round = 0; round < 5; round++) {
      const plan = await newPlan({ name: `round ${round}` })
      const userId = await make.user()
      const [attached, deleted] = await Promise.allSettled([
        core.run(attachPlan, { userId, planId: plan.id }),
        core.run(deletePlan, { id: plan.id }),
      ])
      assert.notEqual(attached.status, deleted.status)
      const { planId } = await core.run(getUser, { id: userId })
      assert.equal(planId, attached.status === 'fulfilled' ? plan.id : null)
    }
  })

  test('an expiry is in the event log once, under concurrent detection, and each further expiry once more', async () => {
    const { plan, userId } = await holder()
    const end = core.now() + 30 * day
    assert.equal(await cleanUp(), 0)
    core.advanceTime(30 * day)
    const counts = await Promise.all(Array.from({ length: 8 }, cleanUp))
    assert.equal(
      counts.reduce((a, b) => a + b),
      1,
    )
    assert.equal(await cleanUp(), 0)
    const [event] = await expiries()
    assert.deepEqual(
      [event?.subject, event?.domainId, event?.actorId, event?.detail],
      [{ type: 'user', id: userId }, 'default', null, { plan_id: plan.id, expired_at: end }],
    )
    await core.run(renewPlan, { userId })
    assert.equal(await cleanUp(), 0)
    core.advanceTime(30 * day)
    await cleanUp()
    await cleanUp()
    assert.equal((await expiries()).length, 2)
  })

  test('another plan with the same expiry expires separately', async () => {
    const { userId } = await holder()
    const expiresAt = core.now() - 1
    const give = async (name: string) => {
      const { id } = await newPlan({ name })
      await core.run(attachPlan, { userId, planId: id, expiresAt })
      assert.equal(await cleanUp(), 1)
      await core.run(attachPlan, { userId, planId: id, expiresAt })
      assert.equal(await cleanUp(), 0, 'a repeat keeps the same expiry')
    }
    await give('one')
    await give('two')
  })

  test('a plan that was removed in time, or whose user is deleted, does not expire', async () => {
    const one = await holder()
    const two = await holder({ name: 'two' })
    await core.run(attachPlan, { userId: one.userId, planId: null })
    await core.run(deleteUser, { id: two.userId })
    core.advanceTime(40 * day)
    assert.equal(await cleanUp(), 0)
    assert.deepEqual(await expiries(), [])
  })

  test('lists: by name or number, filtered, counted, paged by cursor and by offset', async () => {
    const other = await make.domain()
    for (const name of ['c', 'a', 'b']) await newPlan({ name, displayName: `Plan ${name.toUpperCase()}` })
    await newPlan({ name: 'a', domainId: other })
    const names = async (input: Partial<PlanListQuery>) => {
      const { rows, more } = await core.run(listPlans, { where: [], page: { limit: 10 }, ...input })
      return [rows.map(({ name }) => name).join(''), more]
    }
    const byName = { key: 'name', descending: false } as const
    const here = { key: 'domain_id', op: 'eq', value: 'default' } as const
    assert.deepEqual(await names({ sort: byName }), ['aabc', false])
    assert.deepEqual(await names({ sort: { key: 'number', descending: true }, where: [here] }), [
      'bac',
      false,
    ])
    assert.deepEqual(await names({ sort: byName, where: [here], page: { limit: 2 } }), ['ab', true])
    assert.deepEqual(await names({ sort: byName, where: [here], page: { limit: 2 }, skip: 2 }), ['c', false])
    const { rows } = await core.run(listPlans, { where: [here], sort: byName, page: { limit: 1 } })
    const from = { id: rows[0]?.id ?? '', value: 'a' }
    assert.deepEqual(await names({ sort: byName, where: [here], from }), ['bc', false])
    const exact = [{ key: 'name', op: 'eq', value: 'b' }] as const
    assert.deepEqual(await names({ where: exact }), ['b', false])
    const search = [{ key: 'display_name', op: 'icontains', value: 'plan c' }] as const
    assert.deepEqual(await names({ where: search }), ['c', false])
    assert.equal(await core.run(countPlans, { where: [] }), 4)
    assert.equal(await core.run(countPlans, { where: [here] }), 3)
  })

  test('T21: a domain-scoped caller lists and counts its own domain, with any filter', async () => {
    const other = await make.domain()
    await newPlan()
    const own = await newPlan({ domainId: other })
    const reader = inDomain(other, 'reader')
    for (const where of [[], [{ key: 'name', op: 'eq', value: 'basic' } as const]]) {
      const { rows } = await core.run(listPlans, { where, page: { limit: 10 } }, reader)
      assert.deepEqual(
        rows.map(({ id }) => id),
        [own.id],
      )
      assert.equal(await core.run(countPlans, { where }, reader), 1)
    }
  })

  test('permissions on plans', async () => {
    const other = await make.domain()
    const { plan, userId } = await holder({ domainId: other })
    const self = callerAs({ userId, userDomainId: other, scope: { kind: 'unscoped' } })
    const everybody: Readonly<Record<string, Caller>> = {
      admin: systemAdmin,
      manager: inDomain(other, 'manager', 'member', 'reader'),
      reader: inDomain(other, 'reader'),
      systemReader,
      self,
      stranger: inDomain('default', 'manager', 'member', 'reader'),
      member: unprivileged,
      anonymous,
    }
    let count = 0
    const asks: Readonly<Record<string, (caller: Caller) => Promise<unknown>>> = {
      get: (caller) => core.run(getPlan, { id: plan.id }, caller),
      list: async (caller) => {
        const { rows } = await core.run(listPlans, { where: [], page: { limit: 10 } }, caller)
        if (!rows.some(({ id }) => id === plan.id)) throw new Error('not shown')
      },
      create: (caller) => core.run(createPlan, { name: `plan ${++count}`, domainId: other, quotas }, caller),
      update: (caller) => core.run(updatePlan, { id: plan.id, quotas: { storage: 5 } }, caller),
      delete: async (caller) => {
        const { id } = await newPlan({ name: `doomed ${++count}`, domainId: other })
        return core.run(deletePlan, { id }, caller)
      },
      attach: (caller) => core.run(attachPlan, { userId, planId: plan.id }, caller),
      renew: (caller) => core.run(renewPlan, { userId }, caller),
    }
    const allowed: Readonly<Record<string, readonly string[]>> = {
      get: ['admin', 'manager', 'reader', 'systemReader', 'self'],
      list: ['admin', 'manager', 'reader', 'systemReader'],
      ...Object.fromEntries(
        ['create', 'update', 'delete', 'attach', 'renew'].map((name) => [name, ['admin', 'manager']]),
      ),
    }
    for (const [name, ask] of Object.entries(asks)) {
      const found: string[] = []
      for (const [who, caller] of Object.entries(everybody))
        await ask(caller).then(
          () => found.push(who),
          (thrown) => {
            if (thrown instanceof Error && thrown.message === 'not shown') return
            assert.ok(
              isDomainError(thrown, who === 'anonymous' ? 'unauthenticated' : 'forbidden'),
              `${name} ${who}`,
            )
          },
        )
      assert.deepEqual(found, allowed[name], name)
    }
    const shown = async (caller: Caller) =>
      (await core.run(getPlans, { ids: [plan.id, 'nowhere'] }, caller)).map(({ id }) => id)
    assert.deepEqual(await shown(self), [plan.id])
    assert.deepEqual(await shown(unprivileged), [])
    await core.run(attachPlan, { userId, planId: null })
    assert.deepEqual(await shown(self), [], 'only its own')
  })

  test('the plans of a domain are deleted with it', async () => {
    const { id } = await core.run(createDomain, { name: 'short-lived' })
    await holder({ domainId: id })
    await core.run(createUser, { name: 'another', domainId: id })
    await core.run(updateDomain, { id, enabled: false })
    await core.run(deleteDomain, { id })
    assert.equal(await core.run(countPlans, { where: [] }), 0)
  })
})
