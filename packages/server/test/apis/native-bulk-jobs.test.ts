import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { type Native, nativeClient, problemOf } from '../native.ts'
import { nativeQuotas } from '../plan-quotas.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

onEachDatabase('bulk jobs at /api/v1', (makePlace) => {
  let s: TestServer
  let n: Native
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
  })
  after(() => s.close())

  const create = (body: object, secret = n.admin) => n.call('POST', '/bulk-jobs', { secret, body })
  const created = async (body: object, secret = n.admin) => {
    const made = await create(body, secret)
    assert.equal(made.status, 201, JSON.stringify(made.body))
    return made.body
  }
  const run = async (id: string, secret = n.admin, query = '') => {
    const answer = await n.call('POST', `/bulk-jobs/${id}/run${query}`, { secret })
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    assert.equal(answer.headers['content-type'], 'application/x-ndjson')
    return String(answer.body)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  }
  const newIds = async (count: number, domainId: string) => {
    const ids: string[] = []
    for (let at = 0; at < count; at++) ids.push((await n.newUser({ domain_id: domainId })).id)
    return ids
  }

  test('N23: a manager creates, runs, continues, reads and deletes a job, with pages of its errors', async () => {
    const domain = await n.newDomain('manager')
    const ids = await newIds(4, domain.id)
    const users = { ids: ['gone-1', ...ids, 'gone-2', 'gone-3'] }
    const made = await created({ action: 'disable', users, domain_id: domain.id }, domain.secret)
    const { id, created_at: _, updated_at: __, ...shown } = made
    assert.deepEqual(shown, {
      domain_id: domain.id,
      action: 'disable',
      role: null,
      group_id: null,
      plan_id: null,
      source: 'ids',
      filter: null,
      state: 'waiting',
      stopped_by: null,
      total: 7,
      handled: 0,
      changed: 0,
      unchanged: 0,
      failed: 0,
      created_by: domain.userId,
    })
    const first = await run(id, domain.secret, '?max_users=2')
    assert.deepEqual(
      first.map(({ state, code, row, user_id }) => [state, code, row, user_id]),
      [
        [undefined, 'forbidden_by_rule', 1, 'gone-1'],
        ['stopped', 'limit_reached', undefined, undefined],
      ],
    )
    const rest = await run(id, domain.secret)
    assert.deepEqual(rest.at(-1), { state: 'done', handled: 7, changed: 4, unchanged: 0, failed: 3 })
    const show = await n.call('GET', `/bulk-jobs/${id}`, { secret: domain.secret })
    assert.deepEqual([show.body.state, show.body.stopped_by], ['done', null])
    const rows: number[] = []
    for (let cursor = ''; ; ) {
      const page = await n.call('GET', `/bulk-jobs/${id}/errors?limit=2${cursor}`, { secret: domain.secret })
      assert.equal(page.status, 200, JSON.stringify(page.body))
      rows.push(...page.body.errors.map(({ row }: { row: number }) => row))
      if (page.body.next_cursor === null) break
      cursor = `&cursor=${page.body.next_cursor}`
    }
    assert.deepEqual(rows, [1, 6, 7])
    const again = await n.call('POST', `/bulk-jobs/${id}/run`, { secret: domain.secret })
    assert.deepEqual([again.status, problemOf(again)], [409, 'bulk_job_done'])
    const list = await n.call('GET', '/bulk-jobs?limit=1', { secret: domain.secret })
    assert.deepEqual(
      list.body.bulk_jobs.map((job: { id: string }) => job.id),
      [id],
    )
    assert.equal((await n.call('DELETE', `/bulk-jobs/${id}`, { secret: domain.secret })).status, 204)
    assert.equal((await n.call('GET', `/bulk-jobs/${id}`, { secret: n.admin })).status, 404)
    const user = await n.call('GET', `/users/${ids[0]}`, { secret: n.admin })
    assert.equal(user.body.status, 'disabled')
  })

  test('N23: a job with a filter and a role grants the role to the matching users', async () => {
    const domain = await n.newDomain('manager')
    const ids = await newIds(3, domain.id)
    const { roles } = (await s.call('GET', '/v3/roles?name=reader', { token: s.admin })).body
    const filter = `id IN ('${ids[0]}', '${ids[2]}')`
    const role = { id: roles[0].id, scope: { type: 'domain', id: domain.id } }
    const body = { action: 'grant_role', users: { filter }, role, domain_id: domain.id }
    const made = await created(body)
    assert.deepEqual([made.filter, made.total, made.role], [filter, null, { ...role, inherited: false }])
    assert.deepEqual((await run(made.id)).at(-1), {
      state: 'done',
      handled: 2,
      changed: 2,
      unchanged: 0,
      failed: 0,
    })
    const held = async (id: string) =>
      (await s.call('HEAD', `/v3/domains/${domain.id}/users/${id}/roles/${roles[0].id}`, { token: s.admin }))
        .status
    assert.deepEqual(await Promise.all(ids.map(held)), [204, 404, 204])
  })

  test('N23: a key with fewer rights than its user cannot run a job with the rights of the user', async () => {
    const domain = await n.newDomain('manager')
    const [target = ''] = await newIds(1, domain.id)
    const developer = { secret: n.admin, body: { developer: true } }
    assert.equal((await n.call('PATCH', `/users/${domain.userId}`, developer)).status, 200)
    const keyBody = { name: 'narrow', scope: { type: 'domain', id: domain.id }, roles: [{ name: 'reader' }] }
    const key = await n.call('POST', '/api-keys', { secret: domain.secret, body: keyBody })
    assert.equal(key.status, 201, JSON.stringify(key.body))
    const job = { action: 'disable', users: { ids: [target] }, domain_id: domain.id }
    assert.equal((await create(job, key.body.secret)).status, 403)
    const { id } = await created(job, domain.secret)
    const rejected = await n.call('POST', `/bulk-jobs/${id}/run`, { secret: key.body.secret })
    assert.deepEqual([rejected.status, problemOf(rejected)], [403, 'forbidden_by_rule'])
    const byAdmin = await n.call('POST', `/bulk-jobs/${id}/run`, { secret: n.admin })
    assert.deepEqual([byAdmin.status, problemOf(byAdmin)], [403, 'bulk_job_of_another_caller'])
    assert.equal((await n.call('GET', `/users/${target}`, { secret: n.admin })).body.status, 'active')
    for (const secret of [undefined, 'mst_s_none'])
      assert.equal((await n.call('POST', `/bulk-jobs/${id}/run`, { secret })).status, 401)
  })

  test('N23: an invalid body, filter or bound is a client error and creates nothing', async () => {
    const many = Array.from({ length: 10_001 }, (_, at) => `u${at}`)
    const ids = ['a']
    for (const body of [
      {},
      { action: 'disable' },
      { action: 'explode', users: { ids } },
      { action: 'disable', users: {} },
      { action: 'disable', users: { ids: [] } },
      { action: 'disable', users: { ids: many } },
      { action: 'disable', users: { ids: ['a', 'a'] } },
      { action: 'disable', users: { ids: ['a\0'] } },
      { action: 'disable', users: { ids: [''] } },
      { action: 'disable', users: { ids, filter: "id = 'a'" } },
      { action: 'disable', users: { filter: 'id = ' } },
      { action: 'disable', users: { filter: "shoe = 'a'" } },
      { action: 'disable', users: { emails: ['a@example.com'] } },
      { action: 'grant_role', users: { ids } },
      { action: 'grant_role', users: { ids }, role: { id: 'r', scope: { type: 'domain' } } },
      { action: 'grant_role', users: { ids }, role: { id: 'r', scope: { type: 'system', id: 'x' } } },
      { action: 'disable', users: { ids }, role: { id: 'r', scope: { type: 'system' } } },
      { action: 'disable', users: { ids }, state: 'done' },
      { action: 'set_plan', users: { ids } },
      { action: 'set_plan', users: { ids }, plan_id: '' },
      { action: 'set_plan', users: { ids }, plan_id: 1 },
      { action: 'restore', users: { ids }, plan_id: null },
      { action: 'restore', users: { emails: ['a@example.com'] } },
      { action: 'restore', users: { filter: 'deleted = ' } },
    ]) {
      const answer = await create(body)
      assert.equal(answer.status, 400, JSON.stringify(body).slice(0, 200))
      problemOf(answer)
    }
    const { id } = await created({ action: 'disable', users: { ids } })
    for (const most of ['0', '-1', '1e3', '10001', 'x']) {
      const answer = await n.call('POST', `/bulk-jobs/${id}/run?max_users=${most}`, { secret: n.admin })
      assert.equal(answer.status, 400)
    }
    assert.equal((await n.call('GET', `/bulk-jobs/${id}`, { secret: n.admin })).body.state, 'waiting')
    for (const path of ['/bulk-jobs/none', '/bulk-jobs/none/errors'])
      assert.equal((await n.call('GET', path, { secret: n.admin })).status, 404)
    assert.equal((await n.call('POST', '/bulk-jobs/%00/run', { secret: n.admin })).status < 500, true)
  })

  test('N23: a filter of a restore job reads deleted users, with their status and email as of the deletion', async () => {
    const domain = await n.newDomain('manager')
    const make = async (body: object) => (await n.newUser({ domain_id: domain.id, ...body })).id as string
    const [active, disabled, present] = [
      await make({ email: 'Ann@old.example', metadata: { team: 'red' } }),
      await make({ email: 'bob@old.example', status: 'disabled' }),
      await make({ email: 'cora@old.example' }),
    ]
    const restoredBy = async (filter: string) => {
      for (const id of [active, disabled]) {
        const removed = await n.call('DELETE', `/users/${id}`, { secret: n.admin })
        assert.ok(removed.status === 204 || removed.status === 404)
      }
      const made = await created(
        { action: 'restore', users: { filter }, domain_id: domain.id },
        domain.secret,
      )
      const { state, changed, failed } = (await run(made.id, domain.secret)).at(-1)
      assert.deepEqual([state, failed], ['done', 0], filter)
      const shown = await Promise.all(
        [active, disabled].map((id) => n.call('GET', `/users/${id}`, { secret: n.admin })),
      )
      // The status of the user, or 404 of the problem.
      return [changed, ...shown.map(({ body }) => body.status)]
    }
    for (const [filter, expected] of [
      ["email ILIKE '%@OLD.example'", [2, 'active', 'disabled']],
      ["status = 'disabled'", [1, 404, 'disabled']],
      ["status = 'active'", [1, 'active', 404]],
      ["email = 'ann@OLD.example'", [1, 'active', 404]],
      ["metadata.team = 'red'", [1, 'active', 404]],
      ['email_verified_at IS NOT NULL', [0, 404, 404]],
      [`id = '${present}'`, [0, 404, 404]],
      ['id IS NOT NULL', [2, 'active', 'disabled']],
    ] as const)
      assert.deepEqual(await restoredBy(filter), expected, filter)
  })

  test('N23: a manager sets and removes the plan of users; a plan of another domain is unknown', async () => {
    const domain = await n.newDomain('manager')
    const other = await n.newDomain('manager')
    const newPlan = async (domainId: string) => {
      const body = { name: 'pro', domain_id: domainId, number_of_days: null, ...nativeQuotas }
      const made = await n.call('POST', '/plans', { secret: n.admin, body })
      assert.equal(made.status, 201, JSON.stringify(made.body))
      return made.body.id as string
    }
    const [plan, foreign] = [await newPlan(domain.id), await newPlan(other.id)]
    const ids = await newIds(2, domain.id)
    const job = (planId: string | null) => ({
      action: 'set_plan',
      users: { ids },
      plan_id: planId,
      domain_id: domain.id,
    })
    for (const planId of [foreign, 'nothing']) {
      const answer = await create(job(planId), domain.secret)
      assert.deepEqual([answer.status, problemOf(answer)], [400, 'plan_not_found'])
    }
    const narrow = await create(job(plan), other.secret)
    assert.deepEqual([narrow.status, problemOf(narrow)], [403, 'forbidden_by_rule'])
    const planOf = async (id = '') =>
      (await n.call('GET', `/users/${id}`, { secret: n.admin })).body.plan?.id ?? null
    for (const planId of [plan, null]) {
      const made = await created(job(planId), domain.secret)
      assert.equal(made.plan_id, planId)
      const counts = { handled: 2, changed: 2, unchanged: 0, failed: 0 }
      assert.deepEqual((await run(made.id, domain.secret)).at(-1), { state: 'done', ...counts })
      assert.deepEqual(await Promise.all(ids.map(planOf)), [planId, planId])
    }
  })

  test('N23: a repeated request with the same Idempotency-Key creates one job', async () => {
    const headers = { 'idempotency-key': 'one job' }
    const ask = () =>
      n.call('POST', '/bulk-jobs', {
        secret: n.admin,
        headers,
        body: { action: 'enable', users: { ids: ['a'] } },
      })
    const [first, second] = [await ask(), await ask()]
    assert.deepEqual([first.status, second.status, second.body.id], [201, 201, first.body.id])
  })
})
