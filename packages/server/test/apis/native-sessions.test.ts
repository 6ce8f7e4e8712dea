import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ageSessions } from '../age-sessions.ts'
import { onEachDatabase } from '../databases.ts'
import { type Native, nativeClient, problemOf } from '../native.ts'
import { adminPassword, type Called, startTestServer, type TestServer } from '../test-server.ts'

onEachDatabase('sessions at the native API', (makePlace) => {
  let s: TestServer
  let n: Native
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
  })
  after(() => s.close())

  const me = (secret: string) => n.call('GET', '/me', { secret })
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    n.call('POST', '/sessions', { body, headers })
  const enter = async () => {
    const user = await n.newUser()
    return { ...user, secret: await n.signIn(user.username, user.password) }
  }
  const expect = (answer: Called, status: number, code: string) => {
    assert.equal(answer.status, status, JSON.stringify(answer.body))
    assert.equal(problemOf(answer), code)
  }
  const over = async (secret: string) => expect(await me(secret), 401, 'session_invalid')
  const cookieOf = (answer: Called): string => {
    const [cookie = '', ...more] = [answer.headers['set-cookie'] ?? []].flat().map(String)
    assert.equal(more.length, 0)
    return cookie
  }
  const withCookie = async () => {
    const { username, password } = await n.newUser()
    const answer = await post({ username, password, cookie: true }, { 'x-muster-request': '1' })
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
    const cookie = cookieOf(answer).split(';')[0] ?? ''
    return { username, password, answer, cookie }
  }

  test('a sign-in returns the session and its secret, which is shown once', async () => {
    const { id, username, password } = await n.newUser()
    const answer = await post({ username, password }, { 'user-agent': `Console ${'x'.repeat(400)}` })
    assert.equal(answer.status, 201)
    assert.equal(answer.headers['cache-control'], 'no-store')
    assert.equal(answer.headers['set-cookie'], undefined)
    const { session, secret } = answer.body
    assert.match(secret, /^mst_s_/)
    assert.equal(session.user_id, id)
    assert.equal(session.current, true)
    assert.equal(session.agent.length, 255)
    assert.equal(session.address, '127.0.0.1')
    assert.equal(Date.parse(session.expires_at) - Date.parse(session.created_at), 30 * 86_400_000)
    const whole = await me(secret)
    assert.equal(whole.body.user.id, id)
    assert.deepEqual(whole.body.session, session)
    assert.deepEqual(whole.body.authority, { scope: { type: 'none', id: null }, roles: [] })
    const listed = await n.call('GET', '/sessions', { secret })
    assert.deepEqual(listed.body, { sessions: [session], next_cursor: null })
    assert.ok(!JSON.stringify([whole.body, listed.body]).includes(secret))
  })

  test('me lists the scopes of the roles', async () => {
    const system = (await me(n.admin)).body.authority
    assert.deepEqual(system.scope, { type: 'system', id: null })
    assert.deepEqual(system.roles.map((role: { name: string }) => role.name).sort(), [
      'admin',
      'manager',
      'member',
      'reader',
    ])
    const { id, secret } = await n.newDomain('reader')
    const domain = (await me(secret)).body.authority
    assert.deepEqual(domain.scope, { type: 'domain', id })
    assert.deepEqual(
      domain.roles.map((role: { name: string }) => role.name),
      ['reader'],
    )
  })

  test('a user signs in by username or by claimed email, in the default domain or a named one', async () => {
    const { id: domain_id } = await n.newDomain()
    const domain = (await s.call('GET', `/v3/domains/${domain_id}`, { token: s.admin })).body.domain
    const password = 'a long enough phrase'
    await n.newUser({ username: 'hanna', domain_id, email: 'hanna@example.com', password })
    const good = [
      { username: 'hanna', domain_id },
      { username: 'hanna', domain_name: domain.name },
      { email: 'HANNA@example.com', domain_id },
    ]
    for (const who of good) assert.equal((await post({ ...who, password })).status, 201, JSON.stringify(who))
    const bad = [
      { username: 'hanna' },
      { email: 'hanna@example.com' },
      { username: 'hanna', domain_id: 'nowhere' },
    ]
    for (const who of bad) expect(await post({ ...who, password }), 401, 'authentication_failed')
  })

  test('T72: every failed sign-in receives the same response', async () => {
    const fine = await n.newUser({ email: 'fine@example.com' })
    const off = await n.newUser({ status: 'disabled' })
    const waiting = await n.newUser({ status: 'pending' })
    const without = await n.newUser({ password: null })
    const tries = [
      { username: fine.username, password: 'wrong' },
      { username: fine.username, password: '' },
      { username: fine.username, password: 'x'.repeat(16_000) },
      { username: fine.username, password: '\ud800' },
      { email: 'fine@example.com', password: 'wrong' },
      { email: 'nobody@example.com', password: 'wrong' },
      { email: 'no\r\naddress', password: 'wrong' },
      { username: 'nobody', password: 'wrong' },
      { username: fine.username, domain_name: 'No such domain', password: fine.password },
      { username: off.username, password: off.password },
      { username: waiting.username, password: waiting.password },
      { username: without.username, password: 'wrong' },
    ]
    const answers = await Promise.all(tries.map((body) => post(body)))
    for (const answer of answers) {
      expect(answer, 401, 'authentication_failed')
      assert.equal(answer.headers['www-authenticate'], 'Bearer realm="muster"')
    }
    assert.equal(new Set(answers.map(({ body }) => JSON.stringify({ ...body, instance: '' }))).size, 1)
  })

  test('T18: only the credentials determine the caller', async () => {
    const victim = await n.newUser()
    const { username, password, secret, id } = await enter()
    for (const extra of [
      { user_id: victim.id },
      { id: victim.id },
      { target: {} },
      { methods: ['token'] },
      { kind: 'system' },
    ]) {
      const answer = await post({ username, password, ...extra })
      expect(answer, 400, 'request_invalid')
      assert.deepEqual(answer.body.errors, [
        { pointer: `/${Object.keys(extra)[0]}`, detail: 'is an unknown property' },
      ])
    }
    const requested = await n.call('GET', `/me?user_id=${victim.id}`, { secret })
    expect(requested, 400, 'request_invalid')
    const headed = await n.call('GET', '/me', {
      secret,
      headers: { 'x-user-id': victim.id, 'x-roles': 'admin' },
    })
    assert.equal(headed.body.user.id, id)
    assert.deepEqual(headed.body.authority.roles, [])
    const sent = await n.call('DELETE', '/sessions', { secret, body: { user_id: victim.id } })
    assert.equal(sent.status, 204)
    await over(secret)
  })

  test('a sign-in identifies exactly one user', async () => {
    const wrong = [
      {},
      { password: 'x' },
      { username: 'a', email: 'a@b', password: 'x' },
      { username: 'a' },
      { username: ['a'], password: 'x' },
      { username: 'a', password: 'x', domain_id: 'default', domain_name: 'Default' },
      { username: 'a', password: 'x', cookie: 'yes' },
      { username: 'a', password: 7 },
    ]
    for (const body of wrong) expect(await post(body), 400, 'request_invalid')
  })

  test('T34: after a sign-out the secret is invalid', async () => {
    const { username, password, secret } = await enter()
    const other = await n.signIn(username, password)
    const out = await n.call('DELETE', '/sessions/current', { secret })
    assert.equal(out.status, 204)
    assert.equal(out.headers['set-cookie'], undefined)
    await over(secret)
    expect(await n.call('DELETE', '/sessions/current', { secret }), 401, 'session_invalid')
    assert.equal((await me(other)).status, 200)
  })

  test('T34: closes one session by id, all others, and all', async () => {
    const { username, password, secret } = await enter()
    const others = await Promise.all([1, 2, 3].map(() => n.signIn(username, password)))
    const [first = ''] = others
    const { id } = (await me(first)).body.session
    assert.equal((await n.call('DELETE', `/sessions/${id}`, { secret })).status, 204)
    await over(first)
    expect(await n.call('DELETE', `/sessions/${id}`, { secret }), 404, 'session_not_found')
    assert.equal((await n.call('DELETE', '/sessions?keep_current=true', { secret })).status, 204)
    for (const other of others) await over(other)
    assert.equal((await me(secret)).status, 200)
    expect(await n.call('DELETE', '/sessions?keep_current=yes', { secret }), 400, 'request_invalid')
    assert.equal((await n.call('DELETE', '/sessions', { secret })).status, 204)
    await over(secret)
  })

  const endings: readonly (readonly [
    about: string,
    end: (id: string, password: string) => Promise<Called>,
  ])[] = [
    [
      'disabled at Identity v3',
      (id) => s.call('PATCH', `/v3/users/${id}`, { token: s.admin, body: { user: { enabled: false } } }),
    ],
    ['deleted at Identity v3', (id) => s.call('DELETE', `/v3/users/${id}`, { token: s.admin })],
    [
      'given a new password at Identity v3',
      (id) =>
        s.call('PATCH', `/v3/users/${id}`, {
          token: s.admin,
          body: { user: { password: 'another phrase' } },
        }),
    ],
    [
      'changing its own password at Identity v3',
      (id, original_password) =>
        s.call('POST', `/v3/users/${id}/password`, {
          body: { user: { original_password, password: 'another phrase' } },
        }),
    ],
    [
      'suspended here',
      (id) => n.call('PATCH', `/users/${id}`, { secret: n.admin, body: { status: 'pending' } }),
    ],
    [
      'signed out here by an administrator',
      (id) => n.call('DELETE', `/users/${id}/sessions`, { secret: n.admin }),
    ],
    ['deleted here', (id) => n.call('DELETE', `/users/${id}`, { secret: n.admin })],
  ]
  for (const [about, end] of endings)
    test(`T35: a session is invalid when its user is ${about}`, async () => {
      const { id, password, secret } = await enter()
      assert.equal((await me(secret)).status, 200)
      const done = await end(id, password)
      assert.ok(done.status < 300, JSON.stringify(done.body))
      await over(secret)
    })

  test('T35: a session is invalid when its domain is disabled', async () => {
    const { id, secret } = await n.newDomain()
    const put = (enabled: boolean) =>
      s.call('PATCH', `/v3/domains/${id}`, { token: s.admin, body: { domain: { enabled } } })
    assert.equal((await put(false)).status, 200)
    await over(secret)
    assert.equal((await put(true)).status, 200)
    await over(secret)
  })

  test('Identity v3 tokens of a signed-out user stay valid, and the other way round', async () => {
    const { id, password, secret } = await enter()
    const token = await s.signIn({ id, password })
    await n.call('DELETE', '/sessions', { secret })
    assert.equal((await s.call('GET', `/v3/users/${id}`, { token })).status, 200)
    const again = await n.signIn((await s.call('GET', `/v3/users/${id}`, { token })).body.user.name, password)
    await s.call('DELETE', '/v3/auth/tokens', { token, subject: token })
    assert.equal((await me(again)).status, 200)
  })

  test('a token of Identity v3 does not authenticate here', async () => {
    expect(
      await n.call('GET', '/me', { headers: { authorization: `Bearer ${s.system}` } }),
      401,
      'session_invalid',
    )
    expect(
      await n.call('GET', '/me', { headers: { 'x-auth-token': s.system } }),
      401,
      'authentication_required',
    )
  })

  test('a cookie is set on request, without content readable by scripts', async () => {
    const { answer, cookie } = await withCookie()
    assert.equal('secret' in answer.body, false)
    const [, ...attributes] = cookieOf(answer).split('; ')
    assert.deepEqual(attributes.sort(), ['HttpOnly', 'Max-Age=2592000', 'Path=/', 'SameSite=Lax', 'Secure'])
    assert.match(cookie, /^__Host-muster=mst_s_[\w-]+$/)
    const shown = await n.call('GET', '/me', { headers: { cookie: `theme=dark; ${cookie}; lang=de` } })
    assert.equal(shown.body.session.id, answer.body.session.id)
    assert.equal(shown.headers['vary'], 'Authorization, Cookie, Accept-Encoding')
  })

  test('a cookie requires the header that other sites cannot send', async () => {
    const { cookie, username, password } = await withCookie()
    expect(await n.call('DELETE', '/sessions', { headers: { cookie } }), 403, 'request_header_missing')
    assert.equal((await n.call('GET', '/sessions', { headers: { cookie } })).body.sessions.length, 1)
    expect(await post({ username, password, cookie: true }), 403, 'request_header_missing')
    const out = await n.call('DELETE', '/sessions/current', { headers: { cookie, 'x-muster-request': '1' } })
    assert.equal(out.status, 204)
    assert.match(cookieOf(out), /^__Host-muster=; .*Max-Age=0$/)
    expect(await n.call('GET', '/me', { headers: { cookie } }), 401, 'authentication_required')
    const again = await post({ username, password, cookie: true }, { 'x-muster-request': '1' })
    const headers = { cookie: cookieOf(again).split(';')[0] ?? '', 'x-muster-request': '1' }
    const others = await n.call('DELETE', '/sessions?keep_current=true', { headers })
    assert.equal(others.headers['set-cookie'], undefined, 'the session stays valid')
    assert.match(cookieOf(await n.call('DELETE', '/sessions', { headers })), /Max-Age=0$/)
  })

  test('T44: a browser whose session has expired can sign in to a new one', async () => {
    const { cookie, username, password } = await withCookie()
    const headers = { cookie, 'x-muster-request': '1' }
    await n.call('DELETE', '/sessions/current', { headers })
    const again = await post({ username, password, cookie: true }, headers)
    assert.equal(again.status, 201)
    assert.ok(!cookieOf(again).startsWith(cookie))
    assert.equal((await n.call('GET', '/openapi.json', { headers })).status, 200)
  })

  test('T70: a sign-in with the cookie of another user creates a new session and keeps the other', async () => {
    const planted = await withCookie()
    const { id, username, password } = await n.newUser()
    const headers = { cookie: planted.cookie, 'x-muster-request': '1' }
    const answer = await post({ username, password, cookie: true }, headers)
    assert.equal(answer.status, 201)
    assert.equal(answer.body.session.user_id, id)
    assert.notEqual(cookieOf(answer).split(';')[0], planted.cookie)
    const me = async (cookie: string) => (await n.call('GET', '/me', { headers: { cookie } })).body
    const [mine, theirs] = [await me(cookieOf(answer).split(';')[0] ?? ''), await me(planted.cookie)]
    assert.equal(mine.user.id, id)
    assert.equal(theirs.user.username, planted.username)
    assert.notEqual(mine.session.id, theirs.session.id)
  })

  test('a page that names its user does not act with the cookie of another user', async () => {
    const [page, other] = [await withCookie(), await withCookie()]
    const user = page.answer.body.session.user_id
    const headers = (cookie: string) => ({ cookie, 'x-muster-request': '1', 'x-muster-user': user })
    const change = (cookie: string) =>
      n.call('PATCH', '/me', { headers: headers(cookie), body: { display_name: 'Ada' } })
    assert.equal((await change(page.cookie)).status, 200)
    expect(await change(other.cookie), 403, 'session_of_another_user')
    expect(await n.call('GET', '/me', { headers: headers(other.cookie) }), 403, 'session_of_another_user')
    const signIn = { username: page.username, password: page.password, cookie: true }
    expect(await post(signIn, headers(other.cookie)), 403, 'session_of_another_user')
    const { id } = other.answer.body.session
    const kept = await n.call('GET', '/me', { headers: { cookie: other.cookie } })
    assert.deepEqual([kept.body.session.id, kept.body.user.display_name], [id, null])
    await n.call('DELETE', '/sessions/current', { headers: headers(page.cookie) })
    assert.equal((await post(signIn, headers(page.cookie))).status, 201, 'an ended session counts as none')
  })

  test('with the cookie, keys and the deletion of the own user require a recent sign-in', async () => {
    const [old, program] = [await withCookie(), await enter()]
    const headers = ({ cookie }: { readonly cookie: string }) => ({ cookie, 'x-muster-request': '1' })
    const key = { name: 'reports', scope: { type: 'domain', id: 'default' }, roles: [{ name: 'reader' }] }
    const create = (cookie: Readonly<Record<string, string>>) =>
      n.call('POST', '/api-keys', { headers: cookie, body: key })
    expect(await create(headers(old)), 403, 'not_a_developer')
    await ageSessions(s, n, old.answer.body.session.user_id)
    await ageSessions(s, n, program.id)
    const rejected = await create(headers(old))
    expect(rejected, 401, 'sign_in_too_old')
    assert.match(String(rejected.headers['www-authenticate']), /error="insufficient_user_authentication"$/)
    expect(await n.call('DELETE', '/me', { headers: headers(old) }), 401, 'sign_in_too_old')
    assert.equal((await n.call('GET', '/me', { headers: headers(old) })).status, 200)
    const signIn = { username: old.username, password: old.password, cookie: true }
    const again = { cookie: cookieOf(await post(signIn, headers(old))).split(';')[0] ?? '' }
    expect(await create(headers(again)), 403, 'not_a_developer')
    assert.equal((await n.call('DELETE', '/me', { headers: headers(again) })).status, 204)
    // A program has no person to ask.
    assert.equal((await n.call('DELETE', '/me', { secret: program.secret })).status, 204)
  })

  test('an Authorization header takes precedence over a cookie, and must be valid', async () => {
    const { cookie } = await withCookie()
    const { id, secret } = await enter()
    const both = await n.call('GET', '/me', { secret, headers: { cookie } })
    assert.equal(both.body.user.id, id)
    expect(await n.call('GET', '/me', { secret: 'rubbish', headers: { cookie } }), 401, 'session_invalid')
  })

  test('an administrator reads and closes the sessions of a user individually', async () => {
    const { id, username, password, secret } = await enter()
    const second = await n.signIn(username, password)
    const { body } = await n.call('GET', `/users/${id}/sessions`, { secret: n.admin })
    assert.equal(body.sessions.length, 2)
    assert.ok(
      body.sessions.every((one: { current: boolean; user_id: string }) => !one.current && one.user_id === id),
    )
    const { id: closing } = (await me(second)).body.session
    const path = (user: string) => `/users/${user}/sessions/${closing}`
    const { id: other } = await n.newUser()
    expect(await n.call('DELETE', path(other), { secret: n.admin }), 404, 'session_not_found')
    expect(await n.call('DELETE', path(id), { secret }), 403, 'forbidden_by_rule')
    assert.equal((await n.call('DELETE', path(id), { secret: n.admin })).status, 204)
    await over(second)
    assert.equal((await me(secret)).status, 200)
    expect(
      await n.call('GET', `/users/${'f'.repeat(32)}/sessions`, { secret: n.admin }),
      404,
      'user_not_found',
    )
  })

  test('sessions are listed with pages', async () => {
    const { username, password, secret } = await enter()
    for (let i = 0; i < 4; i++) await n.signIn(username, password)
    const seen: string[] = []
    for (let query = '?limit=2'; ; ) {
      const { body } = await n.call('GET', `/sessions${query}`, { secret })
      seen.push(...body.sessions.map(({ id }: { id: string }) => id))
      if (body.next_cursor === null) break
      query = `?limit=2&cursor=${encodeURIComponent(body.next_cursor)}`
    }
    assert.equal(seen.length, 5)
    assert.equal(new Set(seen).size, 5)
  })

  test('T77: malformed headers are rejected without internal errors', async () => {
    const good = n.admin
    const malformed = [
      '',
      ' ',
      'Bearer',
      'Bearer ',
      'Bearer  ',
      'bearer',
      good,
      `Bearer${good}`,
      `Bearer ${good} ${good}`,
      `Bearer ${good}, Bearer ${good}`,
      `Bearer "${good}"`,
      `Basic ${Buffer.from(`admin:${adminPassword}`).toString('base64')}`,
      'Basic ###',
      'Digest username="admin"',
      'Bearer mst_s_',
      `Bearer ${good.slice(0, -1)}`,
      `Bearer ${good.toUpperCase()}`,
      `Bearer ${good}\u00a0`,
      `Bearer \u00ff\u00fe`,
      `Bearer ${'x'.repeat(12_000)}`,
      'Bearer %00',
      "Bearer ' or 1=1 --",
      'Bearer null',
      'Bearer undefined',
      'Bearer __proto__',
      'Bearer gAAAAA',
      ';;;',
      ',',
    ]
    for (const authorization of malformed) {
      const answer = await n.call('GET', '/me', { headers: { authorization } })
      expect(answer, 401, 'session_invalid')
      assert.equal(answer.headers['www-authenticate'], 'Bearer realm="muster", error="invalid_token"')
      const open = await n.call('GET', '/openapi.json', { headers: { authorization } })
      assert.equal(open.status, 401, 'invalid credentials are rejected everywhere')
    }
    for (const scheme of ['bearer', 'BEARER', 'Bearer  '])
      assert.equal(
        (await n.call('GET', '/me', { headers: { authorization: `${scheme} ${good}` } })).status,
        200,
      )

    const cookies = [
      '__Host-muster',
      '__Host-muster=',
      '__Host-muster=%E0%A4%A',
      '__Host-muster=;;;=;',
      `__host-muster=${good}`,
      `muster=${good}`,
      `__Host-muster=${good}; __Host-muster=${good}`,
      `__Host-muster="${good}"`,
      `x__Host-muster=${good}`,
      `__Host-muster=${'x'.repeat(12_000)}`,
      '\u00ff=\u00fe',
      '=',
    ]
    for (const cookie of cookies)
      expect(await n.call('GET', '/me', { headers: { cookie } }), 401, 'authentication_required')
  })
})
