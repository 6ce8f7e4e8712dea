import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { secretIn } from '../links.ts'
import { type Native, nativeClient, problemOf } from '../native.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

const phrase = 'a phrase of her own'

onEachDatabase('invitations and passwords at /api/v1', (makePlace) => {
  let s: TestServer
  let n: Native
  let count = 0
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
  })
  after(() => s.close())

  const address = () => `person-${++count}@example.com`
  const invite = (body: object, secret = n.admin) => n.call('POST', '/invitations', { secret, body })
  const emailsTo = async (email: string) => (await s.sentEmails()).filter(({ to }) => to === email)
  const tokenTo = async (email: string) => secretIn((await emailsTo(email)).at(-1))
  const signIn = (email: string, password: string) =>
    n.call('POST', '/sessions', { body: { email, password } })

  test('201 for a new user, 200 for an invited one, 409 for an existing one', async () => {
    const email = address()
    const made = await invite({ email, display_name: 'Ann', domain_role: 'member', metadata: { team: 'a' } })
    assert.equal(made.status, 201)
    assert.equal(made.body.outcome, 'created')
    const { user } = made.body
    assert.equal(made.headers['location'], `http://muster.test/api/v1/users/${user.id}`)
    assert.deepEqual(
      [user.status, user.username, user.display_name, user.email_claimed, user.metadata],
      ['invited', email, 'Ann', true, { team: 'a' }],
    )
    const again = await invite({ email: email.toUpperCase(), display_name: 'Another' })
    assert.deepEqual([again.status, again.body], [200, { user, outcome: 'existing' }])
    assert.equal((await emailsTo(email)).length, 1)
    const body = { token: await tokenTo(email), password: phrase, display_name: 'Ann Lee' }
    const accepted = await n.call('POST', '/invitations/accept', { body })
    assert.equal(accepted.status, 200)
    assert.deepEqual(
      [accepted.body.id, accepted.body.status, accepted.body.display_name],
      [user.id, 'active', 'Ann Lee'],
    )
    const taken = await invite({ email })
    assert.deepEqual([taken.status, problemOf(taken)], [409, 'email_taken'])
    const me = await n.call('GET', '/me', { secret: (await signIn(email, phrase)).body.secret })
    assert.deepEqual(me.body.authority.scope, { type: 'domain', id: 'default' })
    const reused = await n.call('POST', '/invitations/accept', { body })
    assert.deepEqual([reused.status, problemOf(reused)], [400, 'invitation_invalid'])
    assert.deepEqual(
      reused.body.errors.map(({ pointer }: { pointer: string }) => pointer),
      ['/token'],
    )
  })

  test('T57: no response contains the secret of a link, and a temporary password is returned once to the inviter', async () => {
    const email = address()
    const made = await invite({ email })
    const resent = await n.call('POST', `/users/${made.body.user.id}/invitation`, { secret: n.admin })
    assert.equal(resent.status, 202)
    const listed = await n.call('GET', '/invitations?limit=1000', { secret: n.admin })
    const user = await n.newUser({ email: address() })
    const sent = await n.call('POST', `/users/${user.id}/recovery`, { secret: n.admin })
    assert.deepEqual([sent.status, sent.body], [202, undefined])
    const requested = await n.call('POST', '/recovery', { body: { username: user.username } })
    assert.deepEqual([requested.status, requested.body], [202, undefined])
    await s.sentEmails()
    const messages = await n.call('GET', '/messages', { secret: n.admin })
    for (const { body, headers } of [made, resent, listed, sent, requested, messages])
      assert.doesNotMatch(JSON.stringify([body ?? null, headers]), /mst_[a-z]_|temporary_password"/)
    const temporary = await invite({ email: address(), mode: 'temporary_password' })
    assert.equal(temporary.status, 201)
    const { user: invited, temporary_password: input } = temporary.body
    assert.match(input, /^[a-z2-9-]{23}$/)
    const again = await invite({ email: invited.email, mode: 'temporary_password' })
    assert.deepEqual(Object.keys(again.body).sort(), ['outcome', 'user'])
    const early = await signIn(invited.email, input)
    assert.deepEqual([early.status, problemOf(early)], [401, 'password_expired'])
    const body = { email: invited.email, current_password: input, password: phrase }
    assert.equal((await n.call('POST', '/password', { body })).status, 204)
    assert.equal((await signIn(invited.email, phrase)).status, 201)
  })

  test('an invitation, its acceptance and a recovery take a language; an unknown one changes nothing', async () => {
    const languageOf = async (userId: string) => {
      const { body } = await n.call('GET', `/messages?user_id=${userId}`, { secret: n.admin })
      return body.messages[0].language
    }
    const email = address()
    const rejects = async (path: string, body: object) => {
      const answer = await n.call('POST', path, { secret: n.admin, body: { ...body, language: 'fr' } })
      assert.deepEqual([answer.status, problemOf(answer)], [400, 'request_invalid'], path)
      assert.equal(answer.body.errors[0].pointer, '/language')
    }
    await rejects('/invitations', { email })
    const made = await invite({ email, language: 'fa' })
    assert.deepEqual([made.status, made.body.user.language], [201, 'fa'])
    assert.equal(await languageOf(made.body.user.id), 'fa')
    const plain = address()
    const { body: invited } = await invite({ email: plain })
    assert.deepEqual([invited.user.language, await languageOf(invited.user.id)], [null, null])
    const body = { token: await tokenTo(plain), password: phrase }
    await rejects('/invitations/accept', body)
    const accepted = await n.call('POST', '/invitations/accept', { body: { ...body, language: 'ja' } })
    assert.deepEqual([accepted.status, accepted.body.language], [200, 'ja'])
    await rejects('/recovery', { email: plain })
    await n.call('PATCH', `/users/${invited.user.id}`, { secret: n.admin, body: { language: null } })
    await n.call('POST', '/recovery', { body: { email: plain, language: 'hi' } })
    await s.sentEmails()
    assert.equal(await languageOf(invited.user.id), 'hi')
  })

  test('invitations are listed newest first, with pages, and revoked', async () => {
    const { id: domainId, secret } = await n.newDomain()
    const made = []
    for (let i = 0; i < 3; i++) made.push((await invite({ email: address() }, secret)).body.user.id)
    const seen: { id: string; user_id: string; expired: boolean; domain_id: string }[] = []
    let cursor: string | null = null
    do {
      const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
      const { status, body } = await n.call('GET', `/invitations?limit=2${query}`, { secret })
      assert.equal(status, 200)
      seen.push(...body.invitations)
      cursor = body.next_cursor
    } while (cursor !== null)
    assert.deepEqual(new Set(seen.map((row) => row.user_id)), new Set(made))
    assert.ok(seen.every((row) => row.domain_id === domainId && !row.expired))
    const foreign = await n.call('GET', `/invitations?domain_id=default`, { secret })
    assert.deepEqual(foreign.body.invitations, [])
    const path = `/invitations/${seen[0]?.id}`
    assert.equal((await n.call('DELETE', path, { secret })).status, 204)
    assert.equal((await n.call('DELETE', path, { secret: n.admin })).status, 404)
    assert.equal((await n.call('GET', '/invitations', { secret })).body.invitations.length, 2)
    const gone = await n.call('GET', `/users/${seen[0]?.user_id}`, { secret })
    assert.ok(Date.parse(gone.body.invited_until) <= Date.now())
    const again = await invite({ email: gone.body.email }, secret)
    assert.deepEqual([again.status, again.body.outcome, again.body.user.id], [201, 'reinvited', gone.body.id])
  })

  test('an address that cannot be invited, or invited again, is a described error', async () => {
    const rows: readonly (readonly [object, number, string])[] = [
      [{ email: 'nowhere' }, 400, 'email_malformed'],
      [{ email: 'a@b.example\r\nBcc: eve@example.com' }, 400, 'email_unprintable'],
      [{ mode: 'email_link' }, 400, 'request_invalid'],
      [{ email: address(), mode: 'sms' }, 400, 'request_invalid'],
      [{ email: address(), status: 'active' }, 400, 'request_invalid'],
      [{ email: address(), password: phrase }, 400, 'password_not_wanted'],
      [{ email: address(), domain_id: 'nowhere' }, 400, 'domain_not_found'],
      [{ email: address(), domain_role: 'no such role' }, 400, 'role_not_found'],
    ]
    for (const [body, status, code] of rows) {
      const answer = await invite(body)
      assert.deepEqual([answer.status, problemOf(answer)], [status, code], JSON.stringify(body))
    }
    const { id } = await n.newUser({ email: address() })
    const resent = await n.call('POST', `/users/${id}/invitation`, { secret: n.admin })
    assert.deepEqual([resent.status, problemOf(resent)], [400, 'user_not_invited'])
    const bare = await n.newUser()
    const sent = await n.call('POST', `/users/${bare.id}/recovery`, { secret: n.admin })
    assert.deepEqual([sent.status, problemOf(sent)], [400, 'recovery_impossible'])
  })

  test('a password is recovered with a link', async () => {
    const email = address()
    const user = await n.newUser({ email })
    const secret = await n.signIn(user.username, user.password)
    assert.equal((await n.call('POST', '/recovery', { body: { email } })).status, 202)
    const token = await tokenTo(email)
    const reset = (password: string) => n.call('POST', '/recovery/reset', { body: { token, password } })
    assert.equal((await reset(phrase)).status, 204)
    assert.equal((await n.call('GET', '/me', { secret })).status, 401)
    assert.equal((await signIn(email, phrase)).status, 201)
    const again = await reset('another')
    assert.deepEqual([again.status, problemOf(again)], [400, 'recovery_invalid'])
  })

  test('a user changes its password with the current one; other sessions end, this one stays', async () => {
    const { username, password } = await n.newUser()
    const [own, other] = [await n.signIn(username, password), await n.signIn(username, password)]
    const change = (current: string) =>
      n.call('POST', '/me/password', { secret: own, body: { current_password: current, password: phrase } })
    const wrong = await change('wrong')
    assert.deepEqual([wrong.status, problemOf(wrong)], [400, 'current_password_wrong'])
    assert.equal((await change(password)).status, 204)
    assert.equal((await n.call('GET', '/me', { secret: own })).status, 200)
    assert.equal((await n.call('GET', '/me', { secret: other })).status, 401)
    await n.signIn(username, phrase)
  })

  test('a password is changed without a session, and set by an administrator', async () => {
    const { id, username, password } = await n.newUser()
    const secret = await n.signIn(username, password)
    const change = (body: object) => n.call('POST', '/password', { body })
    const right = { username, current_password: password, password: phrase }
    for (const body of [
      { ...right, current_password: 'wrong' },
      { ...right, username: 'nobody' },
    ]) {
      const answer = await change(body)
      assert.deepEqual([answer.status, problemOf(answer)], [401, 'authentication_failed'])
    }
    assert.equal((await change({ current_password: password, password: phrase })).status, 400)
    assert.equal((await change(right)).status, 204)
    assert.equal((await n.call('GET', '/me', { secret })).status, 401)
    const set = (who: string, input: string) =>
      n.call('PUT', `/users/${id}/password`, { secret: who, body: { password: input } })
    assert.equal((await set(n.admin, 'set by others')).status, 204)
    const own = await n.signIn(username, 'set by others')
    assert.equal((await set(own, phrase)).status, 403)
  })
})

onEachDatabase('a locked user at /api/v1', (makePlace) => {
  test('T79: password changes count as guesses and stop at the lock; a recovery link ends it', async () => {
    const s = await startTestServer(await makePlace(), {}, { lockout_failure_attempts: 3 })
    try {
      const n = await nativeClient(s)
      const email = 'locked@example.com'
      const { id, username, password } = await n.newUser({ email })
      const secret = await n.signIn(username, password)
      const ways: readonly ((input: string) => Promise<{ status: number }>)[] = [
        (input) =>
          n.call('POST', '/password', { body: { email, current_password: input, password: phrase } }),
        (input) =>
          n.call('POST', '/me/password', { secret, body: { current_password: input, password: phrase } }),
        (input) => n.call('POST', '/sessions', { body: { email, password: input } }),
      ]
      for (const way of ways) assert.ok((await way('wrong')).status >= 400)
      for (const way of ways) assert.ok((await way(password)).status >= 400, 'the right one is too late')
      assert.equal((await s.muster.store.reading.lockouts.get(id))?.count, 3)
      await n.call('POST', '/recovery', { body: { username } })
      const body = { token: secretIn((await s.sentEmails()).at(-1)), password: phrase }
      assert.equal((await n.call('POST', '/recovery/reset', { body })).status, 204)
      await n.signIn(username, phrase)
    } finally {
      await s.close()
    }
  })
})
