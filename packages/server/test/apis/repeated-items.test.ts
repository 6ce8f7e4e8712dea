import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { adminPassword, type Call, startTestServer, type TestServer } from '../test-server.ts'

const many = Array(34_000).fill(7)

onEachDatabase('repeated items in a request', (makePlace) => {
  let s: TestServer
  let projectId: string
  let userId: string
  before(async () => {
    s = await startTestServer(await makePlace())
    const project = await s.call('POST', '/v3/projects', {
      token: s.system,
      body: { project: { name: 'tagged', domain_id: 'default', tags: ['a', 'b'] } },
    })
    projectId = project.body.project.id
    const options = { multi_factor_auth_rules: [['password', 'totp']] }
    const user = await s.call('POST', '/v3/users', {
      token: s.system,
      body: { user: { name: 'ruled', domain_id: 'default', options } },
    })
    userId = user.body.user.id
  })
  after(() => s.close())

  const bodiesOf = (tags: unknown, rules: unknown): readonly (readonly [string, string, object])[] => [
    ['POST', '/v3/projects', { project: { name: 'p', domain_id: 'default', tags } }],
    ['PATCH', `/v3/projects/${projectId}`, { project: { tags } }],
    ['PUT', `/v3/projects/${projectId}/tags`, { tags }],
    [
      'POST',
      '/v3/users',
      { user: { name: 'u', domain_id: 'default', options: { multi_factor_auth_rules: rules } } },
    ],
    ['PATCH', `/v3/users/${userId}`, { user: { options: { multi_factor_auth_rules: rules } } }],
  ]

  test('S1: tens of thousands of equal items are a quick 401 without authentication and a quick 400 with it', async () => {
    const callers: readonly (readonly [Call, number])[] = [
      [{}, 401],
      [{ token: s.system }, 400],
    ]
    for (const [caller, expected] of callers)
      for (const list of [many, [many]])
        for (const [method, url, body] of bodiesOf(list, list)) {
          const start = process.threadCpuUsage()
          const answer = await s.call(method, url, { ...caller, body })
          const { user, system } = process.threadCpuUsage(start)
          assert.equal(answer.status, expected, `${method} ${url}`)
          assert.equal(answer.body.error.code, expected)
          // 50 ms on an idle machine; a quadratic check took seconds.
          assert.ok(user + system < 250_000, `${method} ${url} took ${(user + system) / 1000} ms`)
        }
  })

  test('S1: a tag, a method of a rule and a rule are stored once', async () => {
    const repeated: readonly (readonly [unknown, unknown])[] = [
      [['x', 'y', 'x'], [['password', 'totp', 'password']]],
      [
        ['x', ' x '],
        [['password', 'totp'], ['token'], ['password', 'totp']],
      ],
    ]
    for (const [tags, rules] of repeated)
      for (const [method, url, body] of bodiesOf(tags, rules)) {
        const answer = await s.call(method, url, { token: s.system, body })
        assert.equal(answer.status, 400, `${method} ${url} ${JSON.stringify(body)}`)
        assert.equal(answer.body.error.title, 'Bad Request')
      }
    const project = await s.call('GET', `/v3/projects/${projectId}`, { token: s.system })
    assert.deepEqual(project.body.project.tags, ['a', 'b'])
    const user = await s.call('GET', `/v3/users/${userId}`, { token: s.system })
    assert.deepEqual(user.body.user.options.multi_factor_auth_rules, [['password', 'totp']])
  })

  test('S1: a query has at most 100 parameters with 16,384 characters in total', async () => {
    const parameters = (count: number) => Array.from({ length: count }, (_, n) => `k${n}=v`).join('&')
    const ask = async (query: string) =>
      (await s.call('GET', `/v3/users?${query}`, { token: s.system })).status
    assert.equal(await ask(parameters(100)), 200)
    assert.equal(await ask(parameters(101)), 400)
    assert.equal(await ask('&'.repeat(8000)), 400)
    assert.equal(await ask(`name=${'x'.repeat(16_000)}`), 200)
    assert.equal(await ask(`name=${'x'.repeat(17_000)}`), 400)
  })

  test('S1: lists accept at most 16 metadata keys, since each is compared with every row', async () => {
    const signIn = { username: 'admin', password: adminPassword }
    const { secret } = (await s.call('POST', '/api/v1/sessions', { body: signIn })).body
    const headers = { authorization: `Bearer ${secret}` }
    const keys = (count: number) =>
      encodeURIComponent(
        JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, n]))),
      )
    for (const [count, status, vendorStatus] of [
      [16, 200, 200],
      [17, 400, 422],
    ] as const) {
      for (const list of ['users', `users/${userId}/documents`]) {
        const answer = await s.call('GET', `/api/v1/${list}?metadata=${keys(count)}`, { headers })
        assert.equal(answer.status, status, `${list}: ${JSON.stringify(answer.body)}`)
      }
      const vendor = await s.call('GET', `/julep/api/users?metadata_filter=${keys(count)}`, { headers })
      assert.equal(vendor.status, vendorStatus, JSON.stringify(vendor.body))
    }
  })
})
