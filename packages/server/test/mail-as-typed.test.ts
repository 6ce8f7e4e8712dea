import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from './databases.ts'
import { secretIn } from './links.ts'
import { type Native, nativeClient, problemOf } from './native.ts'
import { startTestServer, type TestServer } from './test-server.ts'

onEachDatabase('mail addresses as typed', (makePlace) => {
  let s: TestServer
  let n: Native
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
  })
  after(() => s.close())

  const typed = 'Grace.Hopper@Example.org'
  const sentTo = 'Grace.Hopper@example.org'
  const phrase = 'a phrase of her own'
  const ask = async (method: string, path: string, body?: object, secret = n.admin) => {
    const answer = await n.call(method, path, { secret, ...(body ? { body } : {}) })
    assert.ok(answer.status < 300, `${method} ${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const lastEmail = async (template: string) => {
    const mail = (await s.sentEmails()).findLast((one) => one.template === template)
    return mail ?? assert.fail(`no letter: ${template}`)
  }

  test('P11: every email keeps the case of the local part', async () => {
    const { user } = await ask('POST', '/invitations', { email: typed, username: 'grace' })
    assert.equal(user.email, typed)
    const mail = await lastEmail('invitation')
    assert.equal(mail.to, sentTo)
    const { invitations } = await ask('GET', '/invitations')
    assert.deepEqual(
      invitations.map(({ email }: { email: string }) => email),
      [typed],
    )
    await ask('POST', '/invitations/accept', { token: secretIn(mail), password: phrase })

    await ask('POST', '/recovery', { email: typed.toLowerCase() })
    const recovery = await lastEmail('recovery')
    assert.equal(recovery.to, sentTo)
    await ask('POST', '/recovery/reset', { token: secretIn(recovery), password: `${phrase}, again` })
    assert.equal((await lastEmail('password_changed')).to, sentTo)

    await ask('POST', '/notifications', {
      ...{ user_id: user.id, type: 'comment_mention', title: 'Hello', body: 'there' },
    })
    assert.equal((await lastEmail('notification')).to, sentTo)
    const { messages } = await ask('GET', '/messages?limit=100')
    assert.deepEqual(new Set(messages.map(({ to }: { to: string }) => to)), new Set([sentTo]))
  })

  test('P11: addresses that differ in case are one claim', async () => {
    const again = await n.call('POST', '/invitations', {
      secret: n.admin,
      body: { email: typed.toLowerCase(), username: 'another' },
    })
    assert.deepEqual([again.status, problemOf(again)], [409, 'email_taken'])
    const body = { email: 'GRACE.hopper@EXAMPLE.ORG', password: `${phrase}, again` }
    assert.equal((await n.call('POST', '/sessions', { body })).status, 201)
  })

  test('P11: an invitation sent as typed is valid while the claim holds, and so is a temporary password', async () => {
    const { user } = await ask('POST', '/invitations', {
      ...{ email: 'Ada@Example.org', username: 'ada', mode: 'temporary_password' },
    })
    assert.equal((await lastEmail('temporary_password')).to, 'Ada@example.org')
    const { invitations } = await ask('GET', '/invitations')
    assert.deepEqual(invitations[0].email, 'Ada@Example.org')
    await ask('PATCH', `/users/${user.id}`, { email: 'ADA@example.org' })
    assert.equal((await ask('GET', '/invitations')).invitations.length, 1)
  })
})
