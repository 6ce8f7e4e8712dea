import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { claimMessages } from '../../src/core/messaging/mail/claim-messages.ts'
import type { Mail } from '../../src/core/messaging/mail/enqueue-mail.ts'
import { markFailed } from '../../src/core/messaging/mail/mark-message.ts'
import { onEachDatabase } from '../databases.ts'
import { askForMail, mailTo, secret } from '../mailing-fixtures.ts'
import { type Native, nativeClient, problemOf } from '../native.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

const operator = { kind: 'operator' } as const
const source = { api: 'test', requestId: 'req-test' }

onEachDatabase('messages at the native API', (makePlace) => {
  let s: TestServer
  let n: Native
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
  })
  after(() => s.close())

  const ask = (to: string, more: Partial<Mail> = {}) =>
    s.muster.core.run(askForMail, { mail: mailTo(to, more) }, operator, source)
  /** Queues an email that is abandoned. */
  const dead = async (to: string, more: Partial<Mail> = {}): Promise<string> => {
    await s.sentEmails()
    await ask(to, more)
    const [claimed] = await s.muster.core.run(claimMessages, { limit: 1 }, operator, source)
    assert.ok(claimed)
    const failure = { ...claimed, error: 'no such mailbox', nextAttemptAt: undefined }
    await s.muster.core.run(markFailed, failure, operator, source)
    return claimed.message.id
  }
  const get = async (query: string, who = n.admin) => {
    const answer = await n.call('GET', `/messages?${query}`, { secret: who })
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return answer.body
  }
  const addresses = ({ messages }: { messages: readonly { to: string }[] }) => messages.map(({ to }) => to)

  test('an administrator sees each message and its delivery state, without its link', async () => {
    const { id: userId } = await n.newUser()
    await ask('ann@example.com', { userId })
    const waiting = await get(`user_id=${userId}`)
    assert.equal(waiting.next_cursor, null)
    const [message] = waiting.messages
    assert.deepEqual(message, {
      id: message.id,
      user_id: userId,
      domain_id: 'default',
      to: 'ann@example.com',
      template: 'invitation',
      language: null,
      state: 'queued',
      attempts: 0,
      next_attempt_at: message.created_at,
      last_error: null,
      expires_at: null,
      created_at: message.created_at,
      sent_at: null,
    })
    await s.sentEmails()
    const [sent] = (await get(`user_id=${userId}&state=sent`)).messages
    assert.match(sent.sent_at, /^\d{4}-\d\d-\d\dT/)
    assert.deepEqual(addresses(await get(`user_id=${userId}&state=queued`)), [])
    assert.ok(!JSON.stringify([waiting, sent]).includes(secret))
  })

  test('a list continues from its cursor, for the same query alone', async () => {
    const domain = await n.newDomain()
    for (const name of ['a', 'b', 'c']) await ask(`${name}@example.com`, { domainId: domain.id })
    const first = await get(`domain_id=${domain.id}&limit=2`)
    const rest = await get(`domain_id=${domain.id}&limit=2&cursor=${first.next_cursor}`)
    assert.equal(rest.next_cursor, null)
    assert.deepEqual([...addresses(first), ...addresses(rest)].sort(), [
      'a@example.com',
      'b@example.com',
      'c@example.com',
    ])
    for (const query of [
      `cursor=${first.next_cursor}`,
      'cursor=forged',
      'limit=0',
      'state=lost',
      'template=x',
    ])
      assert.equal((await n.call('GET', `/messages?${query}`, { secret: n.admin })).status, 400, query)
  })

  test('a manager reads and retries messages of its domain; an ordinary user has no access', async () => {
    const [own, other] = [await n.newDomain(), await n.newDomain()]
    const id = await dead('own@example.com', { domainId: own.id })
    const list = await get('limit=100', own.secret)
    assert.ok(addresses(list).includes('own@example.com'))
    assert.ok(list.messages.every(({ domain_id }: { domain_id: string }) => domain_id === own.id))
    assert.deepEqual(addresses(await get(`domain_id=${own.id}`, other.secret)), [])
    const retry = (who?: string) => n.call('POST', `/messages/${id}/retry`, { secret: who })
    assert.equal((await retry(other.secret)).status, 403)
    assert.equal((await retry()).status, 401)
    const user = await n.newUser()
    const plain = await n.signIn(user.username, user.password)
    assert.equal((await retry(plain)).status, 403)
    assert.equal((await n.call('GET', '/messages', { secret: plain })).status, 403)
    const retried = await retry(own.secret)
    assert.deepEqual([retried.status, retried.body.state], [200, 'queued'])
    assert.ok((await s.sentEmails()).some(({ to }) => to === 'own@example.com'))
    const twice = await retry(own.secret)
    assert.equal(twice.status, 409)
    assert.equal(problemOf(twice), 'message_sent')
    assert.equal(
      problemOf(await n.call('POST', '/messages/none/retry', { secret: n.admin })),
      'message_not_found',
    )
  })

  test('T65: a link in an email uses the configured address, regardless of the request', async () => {
    const id = await dead('linked@example.com')
    const headers = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      forwarded: 'host=evil.example',
      'x-forwarded-proto': 'evil',
      origin: 'https://evil.example',
      referer: 'https://evil.example/',
    }
    assert.equal((await n.call('POST', `/messages/${id}/retry`, { secret: n.admin, headers })).status, 200)
    const email = (await s.sentEmails()).find(({ to }) => to === 'linked@example.com')
    assert.ok(email)
    assert.doesNotMatch(email.text + email.html, /evil/)
    assert.ok(email.text.includes(`\nhttp://muster.test/account/invitation?token=${secret}\n`))
  })
})
