import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { type Native, nativeClient } from '../native.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'
import { arizeId, isArizeProblem } from './arize-fixture.ts'

const shape = ['created_at', 'email', 'id', 'is_developer', 'name', 'role', 'status']

onEachDatabase('users at the Arize API', (makePlace) => {
  let s: TestServer
  let n: Native
  let here: Awaited<ReturnType<Native['newDomain']>>
  let count = 0
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
    here = await n.newDomain()
  })
  after(() => s.close())

  type More = { readonly secret?: string; readonly version?: string; readonly body?: unknown }
  const call = (method: string, path: string, { secret = here.secret, version, body }: More = {}) =>
    s.call(method, `/arize/v2${path}`, {
      body,
      headers: {
        authorization: `Bearer ${secret}`,
        ...(version === undefined ? {} : { 'sdk-version': version }),
      },
    })
  const person = (more: object = {}) => ({
    name: 'Ann Lee',
    email: `ann-${++count}@example.com`,
    role: { type: 'predefined', name: 'member' },
    invite_mode: 'none',
    ...more,
  })
  const create = async (more: object = {}, expected = 201): Promise<Called['body']> => {
    const made = await call('POST', '/users', { body: person(more) })
    assert.equal(made.status, expected, JSON.stringify(made.body))
    return made.body
  }
  const isProblem = (answer: Called, status: number, what = '') => {
    assert.equal(answer.status, status, `${what} ${JSON.stringify(answer.body)}`)
    assert.ok(isArizeProblem(answer), JSON.stringify(answer.body))
  }
  const musterId = (id: string) => Buffer.from(id, 'base64').toString().split(':')[2] ?? ''
  const lapse = (id: string) =>
    s.muster.store.transaction('serializable', (stores) =>
      stores.users.update(musterId(id), { invitedUntil: Date.now() - 1000 }),
    )
  const list = async (query = '') => {
    const answer = await call('GET', `/users${query}`)
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return answer.body as { users: Called['body'][]; pagination: Called['body'] }
  }

  test('the invite mode is returned at creation, and not afterwards', async () => {
    const made = await create({ email: 'Grace@Example.com' })
    assert.deepEqual(Object.keys(made).sort(), [...shape, 'invite_mode'].sort())
    const { invite_mode, ...user } = made
    assert.equal(invite_mode, 'none')
    assert.deepEqual(user.role, { type: 'predefined', name: 'member' })
    assert.deepEqual([user.email, user.status, user.is_developer], ['Grace@Example.com', 'active', true])
    const found = await call('GET', `/users/${encodeURIComponent(user.id)}`)
    assert.deepEqual([found.status, found.body], [200, user])
    assert.match(String(found.headers['content-type']), /^application\/json/)
  })

  test('a temporary password is shown once, to its creator alone', async () => {
    const body = person({ invite_mode: 'temporary_password' })
    const made = await call('POST', '/users', { body })
    assert.deepEqual(Object.keys(made.body).sort(), [...shape, 'invite_mode', 'temporary_password'].sort())
    const again = await call('POST', '/users', { body })
    assert.equal(again.status, 200)
    assert.deepEqual(Object.keys(again.body).sort(), shape)
    const sent = (await s.sentEmails()).filter(({ to }) => to === body.email)
    assert.equal(sent.length, 1)
  })

  test('by address: an invited user is 200 and unchanged, an expired invitation is renewed, an existing or deleted user is 409', async () => {
    const email = `once-${++count}@example.com`
    const made = await create({ email, invite_mode: 'email_link' })
    const again = await create({ email: email.toUpperCase(), invite_mode: 'email_link', name: 'Other' }, 200)
    assert.deepEqual([again.id, again.name, again.email], [made.id, 'Ann Lee', email])
    assert.equal((await call('POST', '/users', { body: person({ email }) })).status, 409)
    await lapse(made.id)
    assert.equal((await call('GET', `/users/${made.id}`)).body.status, 'expired')
    isProblem(await call('POST', `/users/${made.id}/resend-invitation`), 400)
    isProblem(await call('POST', `/users/${made.id}/reset-password`), 400)
    const anew = await create({
      email,
      invite_mode: 'email_link',
      role: { type: 'predefined', name: 'annotator' },
    })
    assert.deepEqual([anew.id, anew.status, anew.role.name], [made.id, 'invited', 'annotator'])
    await lapse(made.id)
    assert.equal((await create({ email })).status, 'active')
    for (const invite_mode of ['none', 'email_link', 'temporary_password'])
      isProblem(await call('POST', '/users', { body: person({ email, invite_mode }) }), 409)
    assert.equal((await call('DELETE', `/users/${made.id}`)).status, 204)
    for (const invite_mode of ['none', 'email_link', 'temporary_password'])
      isProblem(await call('POST', '/users', { body: person({ email, invite_mode }) }), 409)
  })

  test('concurrent invitations of one address create one user', async () => {
    const body = person({ invite_mode: 'email_link' })
    const made = await Promise.all([1, 2, 3].map(() => call('POST', '/users', { body })))
    assert.deepEqual(made.map(({ status }) => status).sort(), [200, 200, 201])
    assert.equal(new Set(made.map(({ body: { id } }) => id)).size, 1)
  })

  test('pages go from the oldest to the newest, also when users are deleted in between', async () => {
    const domain = await n.newDomain()
    const own = (method: string, path: string, body?: object) =>
      call(method, path, { secret: domain.secret, ...(body ? { body } : {}) })
    const made: string[] = [arizeId('User', domain.userId)]
    for (let at = 0; at < 4; at++) made.push((await own('POST', '/users', person())).body.id)
    const first = (await own('GET', '/users?limit=2')).body
    assert.deepEqual(Object.keys(first.pagination).sort(), ['has_more', 'next_cursor'])
    assert.equal((await own('DELETE', `/users/${first.users[1].id}`)).status, 204)
    const cursor = encodeURIComponent(first.pagination.next_cursor)
    const rest = (await own('GET', `/users?limit=100&cursor=${cursor}`)).body
    assert.deepEqual(rest.pagination, { has_more: false })
    assert.deepEqual(
      [...first.users, ...rest.users].map(({ id }: { id: string }) => id),
      made,
    )
    for (const wrong of [`cursor=${cursor}x`, `cursor=${cursor}&email=ann`, 'cursor=rubbish'])
      isProblem(await own('GET', `/users?limit=2&${wrong}`), 400, wrong)
    isProblem(await call('GET', `/users?limit=2&cursor=${cursor}`), 400)
  })

  test('filters by status and text', async () => {
    const mark = `mark-${++count}`
    const [active, invited, expired] = [
      await create({ email: `${mark}.a+x@example.com` }),
      await create({ email: `${mark}.i@example.com`, invite_mode: 'email_link' }),
      await create({ email: `${mark}.e@example.com`, invite_mode: 'email_link' }),
    ]
    await lapse(expired.id)
    const ids = async (query: string) => (await list(query)).users.map(({ id }) => id)
    assert.deepEqual(await ids(`?email=${mark.toUpperCase()}`), [active.id, invited.id, expired.id])
    assert.deepEqual(await ids(`?email=${mark}.a%2BX`), [active.id])
    assert.deepEqual(await ids(`?email=${mark}&status=active`), [active.id])
    assert.deepEqual(await ids(`?email=${mark}&status=INVITED`), [invited.id])
    assert.deepEqual(await ids(`?email=${mark}&status=expired`), [expired.id])
    assert.deepEqual(await ids(`?email=${mark}&status=active&status=expired`), [active.id, expired.id])
    assert.deepEqual(await ids(`?email=${mark}%25`), [])
    for (const wrong of [
      'status=inactive',
      'status=active&status=nobody',
      'limit=0',
      'limit=101',
      'limit=1.5',
      'limit=1&limit=2',
      `email=${'x'.repeat(256)}`,
      'email=a&email=b',
    ])
      isProblem(await call('GET', `/users?${wrong}`), 400, wrong)
  })

  test('a disabled user is not found, and deleting it succeeds', async () => {
    const user = await create()
    const off = await n.call('PATCH', `/users/${musterId(user.id)}`, {
      secret: n.admin,
      body: { status: 'disabled' },
    })
    assert.equal(off.status, 200)
    isProblem(await call('GET', `/users/${user.id}`), 404)
    isProblem(await call('PATCH', `/users/${user.id}`, { body: { name: 'x' } }), 404)
    isProblem(await call('POST', `/users/${user.id}/resend-invitation`), 404)
    isProblem(await call('POST', `/users/${user.id}/reset-password`), 404)
    assert.deepEqual((await list(`?email=${user.email}`)).users, [])
    for (let time = 0; time < 2; time++) assert.equal((await call('DELETE', `/users/${user.id}`)).status, 204)
    isProblem(await call('POST', '/users', { body: person({ email: user.email }) }), 409)
  })

  test('users of other APIs have the required fields', async () => {
    const bare = await n.newUser({ domain_id: here.id, username: 'bare user/ü' })
    const { body } = await call('GET', `/users/${arizeId('User', bare.id)}`)
    assert.deepEqual(
      [body.name, body.email, body.status, body.role, body.is_developer],
      [
        'bare user/ü',
        'bare%20user%2F%C3%BC@users.invalid',
        'active',
        { type: 'predefined', name: 'annotator' },
        false,
      ],
    )
    const pending = await n.newUser({ domain_id: here.id, status: 'pending' })
    assert.equal((await call('GET', `/users/${arizeId('User', pending.id)}`)).body.status, 'invited')
    const waiting = (await list('?status=invited&limit=100')).users.map(({ id }) => id)
    assert.ok(waiting.includes(arizeId('User', pending.id)))
    for (const [role, shown] of [
      ['reader', 'member'],
      ['manager', 'admin'],
    ] as const) {
      const { userId } = await n.newDomain(role)
      const users = await call('GET', '/users', { secret: (await n.newDomain(role)).secret })
      assert.equal(users.body.users[0].role.name, shown, userId)
    }
  })

  test('a change affects only the given fields', async () => {
    const user = await create()
    const change = (body: unknown) => call('PATCH', `/users/${user.id}`, { body })
    const renamed = await change({ name: '  Anna  ' })
    const { invite_mode: _, ...before } = user
    assert.deepEqual(renamed.body, { ...before, name: 'Anna' })
    assert.equal((await change({ is_developer: false })).body.is_developer, false)
    assert.equal((await change({ is_developer: false })).status, 200)
    for (const wrong of [
      {},
      { name: ' ' },
      { name: '' },
      { name: 7 },
      { email: 'x@example.com' },
      { name: null },
      [],
    ])
      isProblem(await change(wrong), 400, JSON.stringify(wrong))
    assert.equal((await call('GET', `/users/${user.id}`)).body.name, 'Anna')
  })

  test('invalid bodies are rejected', async () => {
    for (const wrong of [
      { name: ' ' },
      { name: 'x'.repeat(256) },
      { email: 'nobody' },
      { email: 'a@b\u0000.example' },
      { role: { type: 'predefined', name: 'owner' } },
      { role: { type: 'predefined', name: 'admin', id: null } },
      { role: { type: 'custom', id: arizeId('Role', 'x') } },
      { role: 'admin' },
      { invite_mode: 'Email_Link' },
      { is_developer: 'yes' },
      { surprise: true },
    ])
      isProblem(await call('POST', '/users', { body: person(wrong) }), 400, JSON.stringify(wrong))
    const broken = await s.call('POST', '/arize/v2/users', {
      body: '{"name":',
      headers: { authorization: `Bearer ${here.secret}`, 'content-type': 'application/json' },
    })
    isProblem(broken, 400)
    isProblem(await call('POST', '/users', { body: person({ name: 'x'.repeat(100_000) }) }), 413)
  })

  test('rejects deleting the own user', async () => {
    isProblem(await call('DELETE', `/users/${arizeId('User', here.userId)}`), 400)
  })

  test('T31: users without permission learn nothing about a user; those who may read it receive 403', async () => {
    const user = await create()
    const { username, password } = await n.newUser({ domain_id: here.id })
    const secret = await n.signIn(username, password, here.id)
    const reader = await n.newReader(here.id)
    const theirs = (await n.newDomain()).secret
    for (const id of [user.id, arizeId('User', 'f'.repeat(32)), 'nobody']) {
      isProblem(await call('GET', `/users/${id}`, { secret }), 404)
      isProblem(await call('PATCH', `/users/${id}`, { secret: reader, body: { name: 'x' } }), 403)
      for (const [method, path] of [
        ['DELETE', ''],
        ['POST', '/resend-invitation'],
        ['POST', '/reset-password'],
      ] as const) {
        isProblem(await call(method, `/users/${id}${path}`, { secret: reader }), 403)
        isProblem(await call(method, `/users/${id}${path}`, { secret: theirs }), 404)
      }
      isProblem(await call('GET', `/users/${id}`, { secret: theirs }), 404)
    }
    isProblem(await call('GET', '/users', { secret }), 403)
    isProblem(await call('POST', '/users', { secret: reader, body: person() }), 403)
    assert.equal((await call('DELETE', `/users/${user.id}`)).status, 204)
    // Only its own managers learn that it existed.
    isProblem(await call('DELETE', `/users/${user.id}`, { secret: theirs }), 404)
    isProblem(await call('DELETE', `/users/${user.id}`, { secret: reader }), 403)
  })

  test('enum values are spelled as the client version does', async () => {
    const body = {
      ...person(),
      role: { type: 'PREDEFINED', name: 'ADMIN' },
      invite_mode: 'EMAIL_LINK',
    }
    const made = await call('POST', '/users', { body, version: '8.40.0' })
    assert.deepEqual(
      [made.body.status, made.body.role, made.body.invite_mode],
      ['INVITED', { type: 'PREDEFINED', name: 'ADMIN' }, 'EMAIL_LINK'],
    )
    const older = await call('GET', `/users/${made.body.id}`, { version: '8.39.0' })
    assert.deepEqual([older.body.status, older.body.role], ['invited', { type: 'predefined', name: 'admin' }])
  })

  test('POST without a body is accepted with and without a content type', async () => {
    const user = await create({ invite_mode: 'email_link' })
    const bare = { authorization: `Bearer ${here.secret}`, accept: 'application/problem+json' }
    for (const headers of [bare, { ...bare, 'content-type': 'application/json' }]) {
      const sent = await s.call('POST', `/arize/v2/users/${user.id}/resend-invitation`, { headers })
      assert.deepEqual([sent.status, sent.body], [202, undefined])
    }
    const sent = (await s.sentEmails()).filter(({ to }) => to === user.email)
    assert.equal(sent.length, 3)
  })

  test('a rate limited request is 429 with the seconds to wait', async () => {
    const limited = await startTestServer(await makePlace(), {}, { rate_limit_per_address: 1 })
    try {
      const ask = () => limited.call('GET', '/arize/v2/users')
      isProblem(await ask(), 401)
      const over = await ask()
      isProblem(over, 429)
      assert.match(String(over.headers['retry-after']), /^\d+$/)
    } finally {
      await limited.close()
    }
  })
})
