import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { type Native, nativeClient, problemOf } from '../native.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

onEachDatabase('names and ids in bodies of the native API', (makePlace) => {
  let s: TestServer
  let n: Native
  let quotas: Readonly<Record<string, number>>
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
    const kinds = ['storage', 'concurrent_tasks']
    for (const unit of ['api_calls', 'traffic', 'process']) kinds.push(`daily_${unit}`, `monthly_${unit}`)
    quotas = Object.fromEntries(kinds.map((kind) => [kind, 1]))
  })
  after(() => s.close())

  const send = (method: string, path: string, body: object) => n.call(method, path, { secret: n.admin, body })
  const pointers = (errors: readonly { readonly pointer?: string }[] = []) =>
    errors.map(({ pointer }) => pointer)

  test('N14: a conflict refers to the existing object, on every route that can conflict', async () => {
    const user = await n.newUser({
      username: 'taken',
      email: 'taken@example.org',
      external_id: 'taken',
    })
    const other = await n.newUser()
    const gone = await n.newUser({ username: 'returns', email: 'returns@example.org' })
    assert.equal((await n.call('DELETE', `/users/${gone.id}`, { secret: n.admin })).status, 204)
    await n.newUser({ username: 'returns', email: 'returns@example.org' })
    const plan = await send('POST', '/plans', { name: 'taken', ...quotas })
    const second = await send('POST', '/plans', { name: 'second', ...quotas })
    const key = await send('POST', '/api-keys', { name: 'taken' })
    const another = await send('POST', '/api-keys', { name: 'another' })
    assert.deepEqual([plan.status, second.status, key.status, another.status], [201, 201, 201, 201])
    const scope = { type: 'domain', id: 'default' }
    const name = { username: 'taken' }
    const rows: readonly (readonly [string, string, object, string, string])[] = [
      ['POST', '/users', name, 'user_name_taken', '/username'],
      ['PATCH', `/users/${other.id}`, name, 'user_name_taken', '/username'],
      [
        'POST',
        '/service-users',
        { ...name, scope, roles: [{ name: 'reader' }] },
        'user_name_taken',
        '/username',
      ],
      ['POST', '/invitations', { email: 'new@example.org', ...name }, 'user_name_taken', '/username'],
      ['POST', `/deleted-users/${gone.id}/restore`, { email: null }, 'user_name_taken', '/username'],
      ['POST', '/users', { username: 'x', email: 'taken@example.org' }, 'email_taken', '/email'],
      ['PATCH', `/users/${other.id}`, { email: 'taken@example.org' }, 'email_taken', '/email'],
      ['POST', `/deleted-users/${gone.id}/restore`, { username: 'free' }, 'email_taken', '/email'],
      ['POST', '/invitations', { email: 'taken@example.org' }, 'email_taken', '/email'],
      ['PATCH', `/users/${other.id}`, { external_id: 'taken' }, 'external_id_taken', '/external_id'],
      ['POST', '/plans', { name: 'taken', ...quotas }, 'plan_name_taken', '/name'],
      ['PATCH', `/plans/${second.body.id}`, { name: 'taken' }, 'plan_name_taken', '/name'],
      ['POST', '/api-keys', { name: 'taken' }, 'application_credential_name_taken', '/name'],
      [
        'PATCH',
        `/api-keys/${another.body.api_key.id}`,
        { name: 'taken' },
        'application_credential_name_taken',
        '/name',
      ],
    ]
    for (const [method, path, body, code, pointer] of rows) {
      const answer = await send(method, path, body)
      assert.deepEqual(
        [answer.status, problemOf(answer), pointers(answer.body.errors)],
        [409, code, [pointer]],
        `${method} ${path} ${JSON.stringify(body)}`,
      )
    }
    assert.equal(user.username, 'taken')
  })

  test('N32: an unknown reference in a body is 400 for that field', async () => {
    const { id } = await n.newUser()
    const roles = [{ name: 'reader' }]
    const rows: readonly (readonly [string, string, object, string, string])[] = [
      ['POST', '/users', { username: 'a', domain_id: 'nowhere' }, 'domain_not_found', '/domain_id'],
      [
        'POST',
        '/invitations',
        { email: 'a@example.org', domain_role: 'no-role' },
        'role_not_found',
        '/domain_role',
      ],
      [
        'POST',
        '/invitations',
        { email: 'a@example.org', domain_id: 'nowhere' },
        'domain_not_found',
        '/domain_id',
      ],
      ['PUT', `/users/${id}/plan`, { plan_id: 'no-plan' }, 'plan_not_found', '/plan_id'],
      ['POST', '/plans', { name: 'a', ...quotas, domain_id: 'nowhere' }, 'domain_not_found', '/domain_id'],
      ['POST', '/api-keys', { name: 'a', roles: [{ name: 'no-role' }] }, 'role_not_found', '/roles/0/name'],
      [
        'POST',
        '/service-users',
        { username: 'a', scope: { type: 'project', id: 'gone' }, roles },
        'project_not_found',
        '/scope/id',
      ],
      [
        'POST',
        '/service-users',
        { username: 'a', domain_id: 'nowhere', scope: { type: 'system' }, roles },
        'domain_not_found',
        '/domain_id',
      ],
      [
        'POST',
        '/webhooks',
        { url: 'https://a.example', domain_id: 'nowhere' },
        'domain_not_found',
        '/domain_id',
      ],
      [
        'POST',
        '/notifications',
        { user_id: 'no-user', type: 'comment_mention', title: 'a', body: 'b' },
        'user_not_found',
        '/user_id',
      ],
    ]
    for (const [method, path, body, code, pointer] of rows) {
      const answer = await send(method, path, body)
      assert.deepEqual(
        [answer.status, problemOf(answer), pointers(answer.body.errors)],
        [400, code, [pointer]],
        `${method} ${path} ${JSON.stringify([body, answer.body])}`,
      )
    }
  })

  test('N32: an unknown object in the path stays 404, even when the body names it too', async () => {
    for (const body of [{ display_name: 'x' }, { display_name: 'no-such-user' }]) {
      const answer = await send('PATCH', '/users/no-such-user', body)
      assert.deepEqual(
        [answer.status, problemOf(answer), answer.body.errors],
        [404, 'user_not_found', undefined],
      )
    }
  })

  test('N32: a scope is returned as { type, id }, and accepts the other name of the id', async () => {
    const { projects } = (await s.call('GET', '/v3/projects?name=admin', { token: s.admin })).body
    const places = [
      [
        { type: 'domain', id: 'default' },
        { type: 'domain', domain_id: 'default' },
      ],
      [
        { type: 'project', id: projects[0].id },
        { type: 'project', project_id: projects[0].id },
      ],
      [{ type: 'system', id: null }, { type: 'system' }],
    ] as const
    let count = 0
    for (const [shown, other] of places)
      for (const scope of [shown, other, { ...shown, ...other }]) {
        const made = await send('POST', '/service-users', {
          username: `program-${++count}`,
          scope,
          roles: [{ name: 'reader' }],
        })
        assert.equal(made.status, 201, JSON.stringify([scope, made.body]))
        assert.deepEqual(made.body.api_key.scope, shown)
        const me = await n.call('GET', '/me', { secret: made.body.secret })
        assert.deepEqual(me.body.authority.scope, shown)
        const key = await send('POST', '/api-keys', {
          name: 'second',
          user_id: made.body.user.id,
          scope,
          roles: [{ name: 'reader' }],
        })
        assert.deepEqual([key.status, key.body.api_key?.scope], [201, shown], JSON.stringify(key.body))
      }
    for (const [scope, pointer] of [
      [{ type: 'domain' }, '/scope/id'],
      [{ type: 'domain', project_id: 'x' }, '/scope/project_id'],
      [{ type: 'project', domain_id: 'x' }, '/scope/domain_id'],
      [{ type: 'system', id: 'x' }, '/scope/id'],
      [{ type: 'domain', id: 'default', domain_id: 'other' }, '/scope/domain_id'],
    ] as const) {
      const answer = await send('POST', '/api-keys', { name: 'bad', scope })
      assert.deepEqual([answer.status, pointers(answer.body.errors)], [400, [pointer]], JSON.stringify(scope))
    }
  })
})
