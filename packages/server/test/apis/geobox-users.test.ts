import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { adminPassword, type Called, startTestServer, type TestServer } from '../test-server.ts'
import type { Given } from './api-fixture.ts'
import { encoded, formOf, geoboxPeople, planFields, userFields } from './geobox-fixture.ts'

type People = Awaited<ReturnType<typeof geoboxPeople>>
type Domain = Awaited<ReturnType<People['newDomain']>>

onEachDatabase('users at the Geobox API', (makePlace) => {
  let s: TestServer
  let people: People
  let here: Domain
  before(async () => {
    s = await startTestServer(await makePlace())
    people = await geoboxPeople(s)
    here = await people.newDomain()
  })
  after(() => s.close())

  let count = 0
  const newName = () => `person-${++count}`
  const call = (method: string, path: string, input: Given = {}, secret = here.manager.secret) =>
    s.call(method, `/geobox/v1${path}`, {
      body: input.body,
      headers: { authorization: `Bearer ${secret}`, ...input.headers },
    })
  const done = async (answer: Promise<Called>, status = 200) => {
    const { status: answered, body } = await answer
    assert.equal(answered, status, JSON.stringify(body))
    return body
  }
  const create = (
    more: { readonly username?: string; readonly [key: string]: unknown } = {},
    secret?: string,
  ) => call('POST', '/users/', { body: { ...userFields(more.username ?? newName()), ...more } }, secret)
  const update = (id: number, body: object) => call('PUT', `/users/${id}/`, { body })
  const list = async (query: string) => done(call('GET', `/users/?f=json&${query}`))
  const logIn = (username: string, password: string, domain = here.name) =>
    s.call('POST', '/geobox/v1/auth/token/', formOf({ username: `${domain}\\${username}`, password }))
  const tokenOf = async (username: string, password = `a phrase of ${username}`) =>
    (await done(logIn(username, password))).access_token as string
  const isRejected = ({ status, headers, body }: Called, expected: number, detail: RegExp) => {
    assert.equal(status, expected, JSON.stringify(body))
    assert.match(String(headers['content-type']), /^application\/json/)
    assert.deepEqual(Object.keys(body), ['detail'])
    assert.match(JSON.stringify(body.detail), detail)
  }

  test('a created user has all given fields, and signs in with the plain password', async () => {
    const username = newName()
    const made = await done(call('POST', '/users/', { body: userFields(username) }), 201)
    const { id, created_at, ...rest } = made
    assert.ok(Number.isInteger(id) && id > 0)
    assert.match(created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    assert.deepEqual(rest, {
      username,
      email: `${username}@example.com`,
      first_name: 'Ann',
      last_name: 'Lee',
      mobile: '+98 9120123456',
      role: 'Publisher',
      status: 'Active',
      plan: null,
      plan_id: null,
      expiration_date: null,
      updated_at: created_at,
      last_login: null,
    })
    const token = await tokenOf(username)
    const me = await done(call('GET', '/users/me/?f=json', {}, token))
    assert.match(me.last_login, /Z$/)
    assert.deepEqual({ ...me, last_login: null }, made)
    assert.deepEqual((await done(call('GET', `/users/${id}/`))).id, id)
    const { users } = (
      await people.native.call('GET', `/users?username=${username}`, { secret: here.manager.secret })
    ).body
    assert.deepEqual([users[0].display_name, users[0].email_claimed], ['Ann Lee', true])
  })

  test('P15: a username with a backslash, which sign-in parses as a domain, is 422 and changes nothing', async () => {
    const name = newName()
    for (const status of ['Active', 'New'])
      isRejected(
        await create({ username: `corp\\${name}`, email: `${name}@example.com`, status }),
        422,
        /username/,
      )
    const made = await done(create({ username: name }), 201)
    isRejected(await update(made.id, { username: `corp\\${name}` }), 422, /username/)
    assert.equal((await done(call('GET', `/users/${made.id}/`))).username, name)
  })

  test('P15: a name with a backslash from another API signs in with its domain prefix, and survives an update', async () => {
    const username = `corp\\${newName()}`
    const password = 'a phrase of another API'
    const { id } = await people.native.newUser({ domain_id: here.id, username, password })
    assert.ok(await tokenOf(username, password))
    const { users } = (
      await people.native.call('GET', `/users?username=${encodeURIComponent(username)}`, {
        secret: here.manager.secret,
      })
    ).body
    assert.equal(users[0].id, id)
    const found = (await list('limit=1000')).find((one: { username: string }) => one.username === username)
    await done(update(found.id, { username, mobile: '1' }))
  })

  test('passwords in any alphabet are decoded', async () => {
    for (const password of [
      'P@ssw0rd * of mine',
      'pässwörd✓ of mine',
      '😀a of mine',
      '\uFED5 marks and more',
    ]) {
      const username = newName()
      await done(create({ username, password: encoded(password) }), 201)
      await tokenOf(username, password)
    }
    assert.equal(encoded('pässwörd✓'), 'WsOOWVldw5xYTuKcuQ==')
    for (const password of ['plain text', 'WktZWV1FWE4', '=', '/////w==', 'gICA'])
      isRejected(await create({ password }), 422, /"password".*encoded/)
  })

  test('inactive users are rejected, including their existing credentials', async () => {
    for (const status of ['Pending', 'Disabled']) {
      const username = newName()
      const { id } = await done(create({ username }), 201)
      const token = await tokenOf(username)
      const key = formOf({ name: 'key' })
      await done(call('GET', '/users/me/', {}, token))
      isRejected(await call('POST', '/apikeys/', { ...key, body: 'name=' }, token), 422, /name/)
      assert.equal((await done(update(id, { status }))).status, status)
      isRejected(await call('GET', '/users/me/', {}, token), 401, /is not valid/)
      isRejected(await logIn(username, `a phrase of ${username}`), 401, /is not valid/)
      await done(update(id, { status: 'Active' }))
      await tokenOf(username)
    }
    const waiting = newName()
    await done(create({ username: waiting, status: 'Pending' }), 201)
    const answers = [
      await logIn(waiting, `a phrase of ${waiting}`),
      await logIn(waiting, 'wrong'),
      await logIn('nobody', 'wrong'),
      await logIn(here.manager.username, here.manager.password, 'no such account'),
      await s.call('POST', '/geobox/v1/auth/token/', formOf({ username: 'nobody', password: 'wrong' })),
    ]
    for (const answer of answers)
      assert.deepEqual(answer.body, answers[0]?.body, 'T72: all responses are equal')
    for (const answer of answers) isRejected(answer, 401, /is not valid/)
    const plain = formOf({ username: 'admin', password: adminPassword })
    const { access_token } = await done(s.call('POST', '/geobox/v1/auth/token/', plain))
    assert.equal((await done(call('GET', '/users/me/', {}, access_token))).role, 'System Admin')
  })

  test('status New is an invitation: an email is sent, and the user chooses the password', async () => {
    const username = newName()
    const email = `${username}@example.com`
    const made = await done(create({ username, email, status: 'New' }), 201)
    assert.equal(made.status, 'New')
    isRejected(await logIn(username, `a phrase of ${username}`), 401, /is not valid/)
    const mail = (await s.sentEmails()).find(({ to }) => to === email) ?? assert.fail('no email')
    const [, token] = /[?&#/=](mst_i_[\w-]+)/.exec(mail.text) ?? assert.fail(mail.text)
    isRejected(await create({ email, status: 'New' }), 422, /"email"/)
    isRejected(await create({ email }), 422, /this email address/)
    const accept = { token, password: 'a phrase that I chose' }
    const accepted = await people.native.call('POST', '/invitations/accept', { body: accept })
    assert.ok(accepted.status < 300, JSON.stringify(accepted.body))
    const me = await done(call('GET', '/users/me/', {}, await tokenOf(username, accept.password)))
    assert.deepEqual([me.id, me.status, me.role], [made.id, 'Active', 'Publisher'])
    isRejected(await update(made.id, { status: 'New' }), 422, /invitation/)
  })

  test('every role is granted, revoked and shown, and no manager creates system administrators', async () => {
    const { id } = await done(create({ role: 'Viewer' }), 201)
    for (const role of ['Account Admin', 'Publisher', 'Editor', 'Viewer'])
      assert.equal((await done(update(id, { role }))).role, role)
    isRejected(await create({ role: 'System Admin' }), 403, /administrator/)
    isRejected(await update(id, { role: 'System Admin' }), 403, /administrator/)
    isRejected(await update(id, { role: 'Owner' }), 422, /"role"/)
    assert.equal((await done(call('GET', `/users/${id}/`))).role, 'Viewer')

    const { admin } = people.native
    const boss = await done(create({ role: 'System Admin' }, admin), 201)
    assert.equal(boss.role, 'System Admin')
    const token = (
      await done(
        s.call(
          'POST',
          '/geobox/v1/auth/token/',
          formOf({ username: boss.username, password: `a phrase of ${boss.username}` }),
        ),
      )
    ).access_token
    assert.equal((await done(call('GET', `/users/${boss.id}/`, {}, token))).role, 'System Admin')
    const demoted = await call('PUT', `/users/${boss.id}/`, { body: { role: 'Editor' } }, admin)
    assert.equal((await done(Promise.resolve(demoted))).role, 'Editor')
    isRejected(await call('GET', '/users/', {}, token), 403, /list_account_users/)
    const { id: plain } = await people.native.newUser({ domain_id: here.id, username: 'plain' })
    assert.ok(plain)
    const [shown] = await list("q=username='plain'")
    assert.deepEqual(
      [shown.role, shown.first_name, shown.last_name, shown.email],
      ['Viewer', 'plain', '', null],
    )
  })

  test('an update keeps absent fields and clears null ones', async () => {
    const made = await done(create(), 201)
    const same = async (body: object) => {
      const { updated_at: _, ...after } = await done(update(made.id, body))
      return after
    }
    const { updated_at: _, ...before } = made
    assert.deepEqual(await same({}), before)
    assert.deepEqual(await same({ mobile: null }), { ...before, mobile: null })
    assert.deepEqual(await same({ first_name: 'Anna' }), { ...before, mobile: null, first_name: 'Anna' })
    const renamed = await same({ username: newName(), email: `new-${made.email}`, mobile: '1' })
    assert.deepEqual([renamed.email, renamed.mobile, renamed.last_name], [`new-${made.email}`, '1', 'Lee'])
    for (const body of [
      { username: null },
      { email: 'no address' },
      { email: here.manager.username },
      { status: 'Sleeping' },
      { expiration_date: 'tomorrow' },
      { expiration_date: '2027-01-01' },
      { plan_id: 4_000_000_000 },
      { plan_id: '1' },
      { password: 'x' },
    ])
      isRejected(await update(made.id, body), 422, /"body"/)
    const other = await done(create(), 201)
    isRejected(await update(made.id, { username: other.username }), 422, /this name/)
    isRejected(await update(made.id, { email: other.email }), 422, /this email address/)
    assert.deepEqual(await same({}), renamed)
  })

  test('a name derived from a display name follows a partial change', async () => {
    const { username } = await people.native.newUser({ domain_id: here.id, display_name: 'Ben Low' })
    const [{ id, first_name }] = await list(`q=username='${username}'`)
    assert.equal(first_name, 'Ben')
    const changed = await done(update(id, { last_name: 'Lower' }))
    assert.deepEqual([changed.first_name, changed.last_name], ['Ben', 'Lower'])
    const { users } = (
      await people.native.call('GET', `/users?username=${username}`, { secret: here.manager.secret })
    ).body
    assert.equal(users[0].display_name, 'Ben Lower')
  })

  test('plans are assigned, shown, renewed and removed with the user', async () => {
    const plan = await done(call('POST', '/plans/', { body: planFields(newName()) }), 201)
    const { id } = await done(create(), 201)
    const input = await done(update(id, { plan_id: plan.id }))
    assert.deepEqual(input.plan, plan)
    const end = Date.parse(input.expiration_date)
    assert.ok(Math.abs(end - Date.now() - 30 * 86_400_000) < 60_000)
    await done(
      call('POST', `/users/${id}/renewPlan`, { headers: { 'content-type': 'application/json' } }),
      204,
    )
    const renewed = await done(call('GET', `/users/${id}/`))
    assert.equal(Date.parse(renewed.expiration_date), end + 30 * 86_400_000)
    assert.equal(
      (await done(update(id, { expiration_date: '2027-01-31' }))).expiration_date,
      '2027-01-31T00:00:00Z',
    )
    assert.equal(
      (await done(update(id, { expiration_date: '2027-01-31T12:00:00+02:00' }))).expiration_date,
      '2027-01-31T10:00:00Z',
    )
    assert.equal((await done(update(id, { expiration_date: null }))).expiration_date, null)
    isRejected(await call('DELETE', `/plans/${plan.id}`), 422, /Users still have this plan/)
    const gone = await done(update(id, { plan_id: null }))
    assert.deepEqual([gone.plan, gone.plan_id, gone.expiration_date], [null, null, null])
    isRejected(await call('POST', `/users/${id}/renewPlan`), 422, /no plan/)
    isRejected(await call('POST', '/users/me/renewPlan'), 422, /no plan/)
    await done(call('DELETE', `/plans/${plan.id}`), 204)
    isRejected(await call('GET', `/plans/${plan.id}/`), 404, /plan/)
  })

  test('lists: q before search, fields, sorting by several keys, pages, counts', async () => {
    const domain = await people.newDomain()
    const own = (method: string, path: string, input?: Given) =>
      call(method, path, input, domain.manager.secret)
    for (const [username, first_name, last_name, status] of [
      ['ann', 'Ann', 'Lee', 'Active'],
      ['ben', 'Ben', 'Lee', 'Pending'],
      ['cat', 'Cat', 'Low', 'Active'],
      ['dan', 'Dan', 'Ann', 'Disabled'],
    ])
      await done(
        own('POST', '/users/', { body: { ...userFields(username ?? ''), first_name, last_name, status } }),
        201,
      )
    const names = async (query: string) => {
      const rows = await done(own('GET', `/users/?f=json&return_count=False&${query}`))
      return rows.map(({ username }: { username: string }) => username.slice(0, 3)).join()
    }
    const q = (text: string) => `q=${encodeURIComponent(text).replaceAll('%20', '+')}`
    assert.equal(await names(q("username LIKE '%a%' AND status = 'Active'")), 'ann,cat')
    assert.equal(await names(`${q("first_name='Ben'")}&search=ann`), 'ben')
    assert.equal(await names(q("created_at > '2021-01-01' AND last_name IN ('Low','Ann')")), 'cat,dan')
    assert.equal(await names(q("last_name IS NOT NULL AND NOT status='Active'")), 'ben,dan')
    assert.equal(await names('search=ANN'), 'ann,dan')
    assert.equal(await names('search=ann&search_fields=last_name'), 'dan')
    assert.equal(await names('search=ann&search_fields=username,+email'), 'ann')
    assert.equal(await names('search='), 'use,ann,ben,cat,dan')
    assert.equal(await names('status=Disabled'), 'dan')
    assert.equal(await names('order_by=last_name+D,+username+d&search=phone'), '')
    assert.equal(await names('order_by=last_name+D,+username+D&skip=0'), 'cat,ben,ann,dan,use')
    assert.equal(await names('order_by=last_name,first_name+D&limit=2&skip=1'), 'ben,ann')
    assert.equal(await names('order_by=id+D&limit=1'), 'dan')
    const [{ id }] = await done(own('GET', '/users/?order_by=id+D&limit=1'))
    assert.equal(await names(`user_id=${id}`), 'dan')
    assert.equal(await names('user_id=1'), '', 'no user of another account')
    assert.deepEqual(await done(own('GET', '/users/?return_count=True&skip=3&limit=1')), { count: 5 })
    assert.deepEqual(await done(own('GET', `/users/?return_count=true&${q("last_name='Lee'")}`)), {
      count: 2,
    })
    const found = await done(own('GET', '/users/search/?search=low&skip=0&limit=10'))
    assert.deepEqual(
      found.map((user: { username: string }) => user.username),
      ['cat'],
    )
    assert.equal((await done(own('GET', '/users/search/'))).length, 5)
    for (const [query, parameter] of [
      [q('username ='), 'q'],
      [q("password = 'x'"), 'q'],
      ['limit=0', 'limit'],
      ['limit=1001', 'limit'],
      ['skip=-1', 'skip'],
      ['skip=x', 'skip'],
      ['return_count=maybe', 'return_count'],
      ['status=Gone', 'status'],
      ['order_by=password+A', 'order_by'],
      ['order_by=username+X', 'order_by'],
      ['search=x&search_fields=password', 'search_fields'],
      ['user_id=x', 'user_id'],
      ['limit=1&limit=2', 'limit'],
    ])
      isRejected(await own('GET', `/users/?${query}`), 422, new RegExp(`"query","${parameter}"`))
  })

  test('sessions are listed, identified and closed, for the own user and for others', async () => {
    const username = newName()
    const { id } = await done(create({ username }), 201)
    const [first, second] = [await tokenOf(username), await tokenOf(username)]
    const own = await done(call('GET', '/users/me/sessions/?f=json', {}, first))
    assert.equal(own.length, 2)
    assert.deepEqual(Object.keys(own[0]), [
      'uuid',
      'agent',
      'ip',
      'created_at',
      'last_activity',
      'is_current',
    ])
    assert.match(own[0].uuid, /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/)
    const other = own.find((session: { is_current: boolean }) => !session.is_current)
    assert.equal((await done(call('GET', `/users/${id}/sessions/`))).length, 2)
    const close = (uuid: string, body: unknown, secret?: string, who: unknown = id) =>
      call('POST', `/users/${who}/sessions/${uuid}`, { body }, secret)
    isRejected(await close(other.uuid, { user_id: id + 1 }), 422, /"user_id"/)
    isRejected(
      await close(other.uuid, { session_uuid: own[0].uuid.replace(/^./, 'x') }),
      422,
      /"session_uuid"/,
    )
    isRejected(await close('6f9619ff-8b86-d011-b42d-00cf4fc964ff', {}), 404, /session/)
    isRejected(await close(other.uuid, {}, undefined, 'me'), 404, /session/)
    await done(close(other.uuid, { user_id: id, session_uuid: other.uuid }, first), 204)
    isRejected(await call('GET', '/users/me/', {}, second), 401, /is not valid/)
    isRejected(await close(other.uuid, {}, first), 404, /session/)
    const [last] = await done(call('GET', `/users/${id}/sessions/`))
    await done(close(last.uuid.toUpperCase(), undefined), 204)
    isRejected(await call('GET', '/users/me/', {}, first), 401, /is not valid/)
  })

  test('a new password ends other sessions, and the old one becomes invalid', async () => {
    const username = newName()
    const { id } = await done(create({ username }), 201)
    const [asking, other] = [await tokenOf(username), await tokenOf(username)]
    const change = (password: string, who: unknown, secret?: string) =>
      call('POST', `/users/${who}/change-password`, formOf({ new_password: encoded(password) }), secret)
    await done(change('a phrase of my own', 'me', asking), 204)
    await done(call('GET', '/users/me/', {}, asking))
    isRejected(await call('GET', '/users/me/', {}, other), 401, /is not valid/)
    isRejected(await logIn(username, `a phrase of ${username}`), 401, /is not valid/)
    await tokenOf(username, 'a phrase of my own')
    await done(change('a phrase of the manager', id), 204)
    isRejected(await call('GET', '/users/me/', {}, asking), 401, /is not valid/)
    const again = await tokenOf(username, 'a phrase of the manager')
    isRejected(await change('', 'me', again), 422, /"password"/)
    isRejected(await change('x'.repeat(5000), 'me', again), 422, /"password"/)
    isRejected(await call('POST', '/users/me/change-password', formOf({}), again), 422, /must be object/)
    isRejected(await change('a phrase', 1, again), 403, /update_user/)
  })

  test('every user reads and updates its own names, and only managers those of others', async () => {
    const username = newName()
    const { id } = await done(create({ username, role: 'Editor' }), 201)
    const { id: other } = await done(create(), 201)
    const token = await tokenOf(username)
    const own = (method: string, path: string, input?: Given) => call(method, path, input, token)
    assert.equal((await done(own('GET', `/users/${id}/`))).id, id)
    assert.equal((await done(own('PUT', '/users/me/', { body: { first_name: 'Zoe' } }))).first_name, 'Zoe')
    for (const [method, path, body] of [
      ['GET', '/users/'],
      ['GET', '/users/search/?search=x'],
      ['POST', '/users/', userFields(newName())],
      ['GET', `/users/${other}/`],
      ['GET', '/users/4000000000/'],
      ['GET', '/users/nobody/'],
      ['PUT', `/users/${other}/`, { first_name: 'Eve' }],
      ['PUT', '/users/me/', { role: 'Account Admin' }],
      ['PUT', '/users/me/', { status: 'Active', first_name: 'Eve' }],
      ['DELETE', `/users/${other}/`],
      ['DELETE', '/users/me/'],
      ['GET', `/users/${other}/sessions/`],
      ['POST', `/users/${other}/renewPlan`],
      ['POST', '/users/me/renewPlan'],
    ] as const)
      isRejected(await own(method, path, { body }), 403, /./)
    assert.equal((await done(own('GET', '/users/me/'))).first_name, 'Zoe')
  })

  test('a deleted user is not found, the own user cannot be deleted, and users of other accounts are not found', async () => {
    const { id, username, email } = await done(create(), 201)
    const there = await people.newDomain()
    for (const secret of [there.manager.secret, people.native.admin])
      for (const [method, path] of [
        ['GET', ''],
        ['PUT', ''],
        ['DELETE', ''],
        ['GET', 'sessions/'],
        ['POST', 'renewPlan'],
      ])
        isRejected(
          await call(method ?? '', `/users/${id}/${path}`, method === 'PUT' ? { body: {} } : {}, secret),
          404,
          /user/,
        )
    assert.deepEqual(await done(call('GET', `/users/?user_id=${id}`, {}, there.manager.secret)), [])
    await done(
      call('DELETE', `/users/${id}/`, { headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
      204,
    )
    isRejected(await call('GET', `/users/${id}/`), 404, /user/)
    isRejected(await call('DELETE', `/users/${id}/`), 404, /user/)
    isRejected(await logIn(username, `a phrase of ${username}`), 401, /is not valid/)
    await done(create({ username, email }), 201)
    isRejected(await call('DELETE', '/users/me/'), 403, /yourself/)
  })
})
