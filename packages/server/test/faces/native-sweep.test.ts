import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { native } from '@muster/contract/native/all.ts'
import type { Operation } from '@muster/contract/operation.ts'
import { onEachDatabase } from '../databases.ts'
import { type Native, nativeFace, problemOf } from '../native.ts'
import { type Called, type Served, served } from '../served.ts'

const quotas = Object.fromEntries(
  ['storage', 'concurrent_tasks', 'daily_api_calls', 'monthly_api_calls']
    .concat(['daily_traffic', 'monthly_traffic', 'daily_process', 'monthly_process'])
    .map((name) => [name, 1]),
)

/** Bodies that each operation would take. */
const bodies: Partial<Record<keyof typeof native, object>> = {
  createUser: { username: 'swept' },
  createImport: { format: 'ndjson' },
  updateUser: { display_name: 'swept' },
  restoreUser: {},
  createPlan: { name: 'swept', ...quotas },
  updatePlan: { storage: 2 },
  givePlan: { plan_id: null },
  createDocument: { title: 'swept', content: '' },
  updateDocument: { title: 'swept' },
  sendNotification: { user_id: 'f'.repeat(32), type: 'comment_mention', title: 'swept', body: 'swept' },
  updateNotificationPreferences: {},
  updateOwnNotificationPreferences: {},
  markOwnNotification: { read: true },
  openSession: { username: 'nobody', password: 'wrong' },
  createApiKey: { name: 'swept' },
  updateApiKey: { description: 'swept' },
  rotateApiKey: {},
  inviteUser: { email: 'swept@example.com' },
  acceptInvitation: { token: 'mst_i_nothing', password: 'swept' },
  requestRecovery: { username: 'nobody' },
  resetPassword: { token: 'mst_r_nothing', password: 'swept' },
  setPassword: { password: 'hunter-2-hunter' },
  changeOwnPassword: { current_password: 'wrong', password: 'swept' },
  changePassword: { username: 'nobody', current_password: 'wrong', password: 'swept' },
}

const everything = Object.entries(native) as [keyof typeof native, Operation][]

onEachDatabase('every operation of the native face', (makePlace) => {
  let s: Served
  let n: Native
  /** Of somebody else. */
  let key: string
  let plan: string
  before(async () => {
    s = await served(await makePlace())
    n = await nativeFace(s)
    const made = await n.call('POST', '/api-keys', {
      secret: n.admin,
      body: { name: 'of the administrator' },
    })
    key = made.body.api_key.id
    const sold = { name: 'there', ...quotas }
    plan = (await n.call('POST', '/plans', { secret: n.admin, body: sold })).body.id
  })
  after(() => s.close())

  const ask = (
    name: keyof typeof native,
    ids: { readonly user_id: string; readonly session_id: string },
    secret?: string,
    body: unknown = bodies[name],
  ) => {
    const { method, path } = native[name]
    const url = path
      .replace('{user_id}', ids.user_id)
      .replace('{session_id}', ids.session_id)
      .replace('{plan_id}', ids === nobody ? 'c'.repeat(32) : plan)
      .replace('{api_key_id}', ids === nobody ? 'd'.repeat(32) : key)
    return n.call(method, url, { secret, ...(body === undefined ? {} : { body }) })
  }
  const nobody = { user_id: 'f'.repeat(32), session_id: 'e'.repeat(32) }
  const target = async () => {
    const user = await n.newUser({ email: `sweep-${Math.random()}@example.com` })
    const secret = await n.signIn(user.username, user.password)
    const { session } = (await n.call('GET', '/me', { secret })).body
    return { user_id: user.id, session_id: session.id as string, secret }
  }

  test('T27: anonymous callers get nothing that is not open to everybody, whatever they send', async () => {
    const there = await target()
    const before = await n.call('GET', `/users/${there.user_id}`, { secret: n.admin })
    for (const [name, { open, method, path }] of everything) {
      if (open) continue
      for (const ids of [there, nobody])
        for (const body of [bodies[name], { rubbish: true }, undefined]) {
          const answer = await ask(name, ids, undefined, body)
          assert.equal(answer.status, 401, `${name} ${JSON.stringify(answer.body)}`)
          assert.equal(problemOf(answer), 'authentication_required', name)
          assert.equal(answer.headers['www-authenticate'], 'Bearer realm="muster"', name)
        }
      if (method !== 'GET') continue
      const head = await n.call('HEAD', path.replace('{user_id}', there.user_id))
      assert.equal(head.status, 401, name)
    }
    const after = await n.call('GET', `/users/${there.user_id}`, { secret: n.admin })
    assert.deepEqual(after.body, before.body)
    assert.equal((await n.call('GET', '/me', { secret: there.secret })).status, 200)
  })

  test('T27: open to everybody is exactly what is listed here', () => {
    const open = everything.flatMap(([name, operation]) => (operation.open ? [name] : []))
    assert.deepEqual(open.sort(), [
      'acceptInvitation',
      'changePassword',
      'getDocs',
      'getDocsStyle',
      'getIndex',
      'getOpenapi',
      'openSession',
      'requestRecovery',
      'resetPassword',
    ])
  })

  test('T27: a user without a role reaches what is its own, and nothing of others', async () => {
    const own = [
      'closeOwnSession',
      'closeOwnSessions',
      'getMe',
      'getOwnNotificationPreferences',
      'listApiKeys',
      'listOwnNotifications',
      'listOwnSessions',
      'markOwnNotificationsRead',
      'updateOwnNotificationPreferences',
    ]
    const there = await target()
    const before = await n.call('GET', `/users/${there.user_id}`, { secret: n.admin })
    for (const [name, { open }] of everything) {
      if (open) continue
      const plain = await target()
      const answer = await ask(name, there, plain.secret)
      // Of what is called "own", what is another user's is simply not there.
      const missed = ['closeOwnSession', 'deleteOwnNotification', 'markOwnNotification'].includes(name)
      // Only with the current password.
      const unproven = name === 'changeOwnPassword'
      const expected = missed ? 404 : unproven ? 400 : own.includes(name) ? undefined : 403
      if (expected === undefined) assert.ok(answer.status < 300, `${name} ${answer.status}`)
      else assert.equal(answer.status, expected, name)
      if (expected === 403) {
        const missing = await ask(name, nobody, plain.secret)
        assert.equal(missing.status, 403, `${name}: what is missing looks the same`)
      }
    }
    const after = await n.call('GET', `/users/${there.user_id}`, { secret: n.admin })
    assert.deepEqual(after.body, before.body)
    assert.equal((await n.call('GET', '/me', { secret: there.secret })).status, 200)
  })

  test('T30: no answer to anybody holds a secret, but of what makes it', async () => {
    const answers: Called[] = []
    for (const who of ['administrator', 'user'])
      for (const [name] of everything) {
        const there = await target()
        const secret = who === 'administrator' ? n.admin : there.secret
        if (who === 'administrator' && name.startsWith('closeOwn')) continue
        if (name === 'createApiKey' || name === 'rotateApiKey') continue
        const body =
          name === 'createUser' ? { username: `secretive-${who}`, password: 'hunter-2-hunter' } : bodies[name]
        answers.push(await ask(name, there, secret, body))
      }
    const keys = new Set<string>()
    const collect = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return
      for (const [key, inner] of Object.entries(value)) {
        keys.add(key)
        collect(inner)
      }
    }
    for (const { body } of answers) if (body?.openapi === undefined) collect(body)
    assert.deepEqual(
      [...keys].filter((key) => /secret|password|hash|token|cookie/i.test(key)),
      [],
    )
    const text = JSON.stringify(answers.map(({ body }) => body))
    assert.ok(!/mst_[a-z]_[\w-]{20}|argon2|hunter-2/.test(text))
  })

  test('what is not there, not allowed or too much is told as problem details too', async () => {
    const at = (method: string, path: string, more = {}) => n.call(method, path, { secret: n.admin, ...more })
    const missing = await at('GET', '/nothing/here')
    assert.equal(missing.status, 404)
    assert.equal(problemOf(missing), 'route_not_found')
    const method = await at('PUT', '/users')
    assert.equal(method.status, 405)
    assert.equal(problemOf(method), 'method_not_allowed')
    assert.equal(method.headers['allow'], 'GET, HEAD, OPTIONS, POST')
    const large = await at('POST', '/users', { body: { username: 'x'.repeat(600_000) } })
    assert.equal(large.status, 413)
    assert.equal(problemOf(large), 'body_too_large')
    const head = await at('HEAD', '/users')
    assert.equal(head.status, 200)
    assert.equal(head.body, undefined)
  })

  test('the OpenAPI document and the index answer everybody', async () => {
    const document = await n.call('GET', '/openapi.json')
    assert.equal(document.status, 200)
    assert.equal(document.body.openapi, '3.1.0')
    assert.deepEqual(
      Object.keys(document.body.paths).sort(),
      [...new Set(everything.map(([, { path }]) => path))].sort(),
    )
    for (const path of ['', '/']) {
      const { body } = await n.call('GET', path)
      assert.equal(body.version, 'v1')
      for (const link of Object.values<string>(body.links)) {
        const found = await s.call('GET', new URL(link).pathname, {
          headers: { authorization: `Bearer ${n.admin}` },
        })
        assert.equal(found.status, 200, link)
      }
    }
  })
})
