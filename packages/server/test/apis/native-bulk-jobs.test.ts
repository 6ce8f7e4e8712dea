import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { type Native, nativeClient, problemOf } from '../native.ts'
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
