import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { type Native, nativeClient, problemOf } from '../native.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'

const quotas = {
  storage: 10,
  concurrent_tasks: 1,
  daily_api_calls: 100,
  monthly_api_calls: 1000,
  daily_traffic: 5,
  monthly_traffic: Number.MAX_SAFE_INTEGER,
  daily_process: 7,
  monthly_process: 8,
}
const days = 86_400_000

onEachDatabase('plans at the native API', (makePlace) => {
  let s: TestServer
  let n: Native
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
  })
  after(() => s.close())

  const at = (
    method: string,
    path: string,
    body?: unknown,
    more: { secret?: string; headers?: Record<string, string> } = {},
  ) => n.call(method, path, { secret: n.admin, body, ...more })
  let count = 0
  const newPlan = async (more: object = {}, secret = n.admin) => {
    const made = await at('POST', '/plans', { name: `plan ${++count}`, ...quotas, ...more }, { secret })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    return made.body
  }
  const expect = (answer: Called, status: number, code: string, places: readonly string[] = []) => {
    assert.equal(answer.status, status, JSON.stringify(answer.body))
    assert.equal(problemOf(answer), code)
    const reported = (answer.body.errors ?? []).map(
      (wrong: Record<string, string>) => wrong['pointer'] ?? wrong['parameter'],
    )
    assert.deepEqual(reported, places)
  }

  test('a plan is created, read, changed by a merge patch and deleted', async () => {
    const words = { display_name: 'Gold', description: null, color: '#fd0', number_of_days: 30 }
    const made = await at('POST', '/plans', { name: 'gold', ...quotas, ...words })
    assert.equal(made.status, 201)
    const { id, number, created_at, updated_at, ...rest } = made.body
    assert.ok(Number.isInteger(number))
    assert.equal(updated_at, created_at)
    assert.deepEqual(rest, { domain_id: 'default', name: 'gold', ...quotas, ...words })
    assert.equal(made.headers['location'], `http://muster.test/api/v1/plans/${id}`)
    const shown = await at('GET', `/plans/${id}`)
    assert.deepEqual([shown.body, shown.headers['etag']], [made.body, made.headers['etag']])
    const headers = { 'if-match': String(made.headers['etag']) }
    const change = { color: null, storage: 11 }
    const changed = await at('PATCH', `/plans/${id}`, change, { headers })
    assert.deepEqual({ ...changed.body, updated_at }, { ...made.body, ...change })
    expect(await at('PATCH', `/plans/${id}`, change, { headers }), 412, 'version_changed')
    assert.equal((await at('DELETE', `/plans/${id}`)).status, 204)
    expect(await at('GET', `/plans/${id}`), 404, 'plan_not_found')
  })

  test('invalid input is reported with the field names of the request', async () => {
    const { id, name } = await newPlan()
    expect(await at('POST', '/plans', { name, ...quotas }), 409, 'plan_name_taken', ['/name'])
    const bad: readonly (readonly [string, object, string])[] = [
      ['request_invalid', { storage: 0 }, '/storage'],
      ['request_invalid', { daily_traffic: 1.5 }, '/daily_traffic'],
      ['number_not_exact', { monthly_process: 2 ** 53 }, '/monthly_process'],
      ['request_invalid', { number_of_days: 36_501 }, '/number_of_days'],
      ['request_invalid', { color: 'red' }, '/color'],
      ['request_invalid', { price: 5 }, '/price'],
      ['name_blank', { name: '  ' }, '/name'],
      ['name_unprintable', { name: 'a\nb' }, '/name'],
    ]
    for (const [code, words, place] of bad) {
      expect(await at('POST', '/plans', { name: 'bad', ...quotas, ...words }), 400, code, [place])
      expect(await at('PATCH', `/plans/${id}`, words), 400, code, [place])
    }
    expect(
      await at('POST', '/plans', { name: 'bad' }),
      400,
      'request_invalid',
      Object.keys(quotas).map((key) => `/${key}`),
    )
    expect(
      await at('POST', '/plans', { name: 'x', ...quotas, domain_id: 'nowhere' }),
      400,
      'domain_not_found',
      ['/domain_id'],
    )
  })

  test('plans are listed by name with pages, and found by their exact name', async () => {
    const { id: domain_id } = await n.newDomain()
    for (const name of ['c', 'a', 'e', 'b', 'd']) await newPlan({ name, domain_id })
    const found: string[] = []
    for (let cursor = ''; ; ) {
      const { status, body } = await at('GET', `/plans?domain_id=${domain_id}&limit=2${cursor}`)
      assert.equal(status, 200, JSON.stringify(body))
      found.push(...body.plans.map(({ name }: { name: string }) => name))
      if (body.next_cursor === null) break
      cursor = `&cursor=${encodeURIComponent(body.next_cursor)}`
    }
    assert.deepEqual(found, ['a', 'b', 'c', 'd', 'e'])
    const exact = (await at('GET', `/plans?domain_id=${domain_id}&name=c`)).body
    assert.deepEqual([exact.plans.length, exact.plans[0].name, exact.next_cursor], [1, 'c', null])
    const { next_cursor } = (await at('GET', '/plans?limit=1')).body
    const foreign = `/plans?domain_id=${domain_id}&limit=1&cursor=${encodeURIComponent(next_cursor)}`
    expect(await at('GET', foreign), 400, 'cursor_invalid', ['cursor'])
  })

  test('a plan is assigned to a user, expires, is renewed and removed', async () => {
    const user = await n.newUser()
    const secret = await n.signIn(user.username, user.password)
    const own = async () => (await n.call('GET', '/me', { secret })).body.user.plan
    assert.equal(await own(), null)
    const plan = await newPlan({ number_of_days: 10 })
    const put = (body: object) => at('PUT', `/users/${user.id}/plan`, body)
    const input = await put({ plan_id: plan.id })
    assert.equal(input.status, 200, JSON.stringify(input.body))
    const { expires_at, ...held } = input.body.plan
    assert.deepEqual(held, { id: plan.id, expired: false })
    assert.ok(Math.abs(Date.parse(expires_at) - Date.now() - 10 * days) < 60_000)
    assert.deepEqual(await own(), input.body.plan)
    assert.notEqual(input.headers['etag'], user.etag)
    assert.equal((await n.call('GET', `/plans/${plan.id}`, { secret })).status, 200, 'its own plan')

    const past = '2001-02-03T04:05:06.000Z'
    const ended = await put({ plan_id: plan.id, expires_at: past })
    assert.deepEqual(ended.body.plan, { id: plan.id, expires_at: past, expired: true })
    assert.deepEqual(await own(), ended.body.plan)
    assert.deepEqual((await at('GET', `/users/${user.id}`)).body.plan, ended.body.plan)
    const listed = await at('GET', `/users?username=${user.username}`)
    assert.deepEqual(listed.body.users[0].plan, ended.body.plan)

    const renewed = await at('POST', `/users/${user.id}/plan/renew`)
    assert.equal(renewed.status, 200)
    assert.equal(renewed.body.plan.expired, false)
    expect(await at('DELETE', `/plans/${plan.id}`), 409, 'plan_in_use')
    assert.equal((await put({ plan_id: plan.id, expires_at: null })).body.plan.expires_at, null)
    assert.equal((await put({ plan_id: null })).body.plan, null)
    expect(await at('POST', `/users/${user.id}/plan/renew`), 400, 'plan_missing')
    assert.equal((await at('DELETE', `/plans/${plan.id}`)).status, 204)
    expect(await put({ plan_id: plan.id }), 400, 'plan_not_found', ['/plan_id'])
    expect(await put({ plan_id: null, expires_at: past }), 400, 'plan_missing', ['/expires_at'])
    expect(await put({}), 400, 'request_invalid', ['/plan_id'])
    expect(await put({ plan_id: null, expires_at: 'soon' }), 400, 'request_invalid', ['/expires_at'])
  })

  test('twenty concurrent renewals add twenty periods', async () => {
    const user = await n.newUser()
    const plan = await newPlan({ number_of_days: 1 })
    const input = await at('PUT', `/users/${user.id}/plan`, { plan_id: plan.id })
    const all = await Promise.all(
      Array.from({ length: 20 }, () => at('POST', `/users/${user.id}/plan/renew`)),
    )
    assert.ok(all.every(({ status }) => status === 200))
    const { expires_at } = (await at('GET', `/users/${user.id}`)).body.plan
    assert.equal(Date.parse(expires_at) - Date.parse(input.body.plan.expires_at), 20 * days)
  })

  test('T26: a domain manager has access to its plans and users, and to no others', async () => {
    const [home, away] = [await n.newDomain(), await n.newDomain()]
    const plan = await newPlan({}, home.secret)
    assert.equal(plan.domain_id, home.id)
    const foreign = await newPlan({}, away.secret)
    const as = { secret: home.secret }
    const mine = await at('GET', '/plans', undefined, as)
    assert.deepEqual(
      mine.body.plans.map(({ id }: { id: string }) => id),
      [plan.id],
    )
    for (const answer of [
      await at('GET', `/plans/${foreign.id}`, undefined, as),
      await at('PATCH', `/plans/${foreign.id}`, { storage: 1 }, as),
      await at('DELETE', `/plans/${foreign.id}`, undefined, as),
      await at('POST', '/plans', { name: 'x', ...quotas, domain_id: away.id }, as),
      await at('PUT', `/users/${away.userId}/plan`, { plan_id: plan.id }, as),
      await at('POST', `/users/${away.userId}/plan/renew`, undefined, as),
    ])
      expect(answer, 403, 'forbidden_by_rule')
    assert.equal((await at('PUT', `/users/${home.userId}/plan`, { plan_id: plan.id }, as)).status, 200)
    expect(
      await at('PUT', `/users/${home.userId}/plan`, { plan_id: foreign.id }, as),
      400,
      'plan_not_found',
      ['/plan_id'],
    )
  })
})
