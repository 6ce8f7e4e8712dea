import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { anonymous, type Caller } from '../src/core/kernel/caller.ts'
import { isDomainError } from '../src/core/kernel/domain-error.ts'
import { purgeExpiredMessages } from '../src/core/messaging/cleanup.ts'
import { claimMessages, leaseTime } from '../src/core/messaging/mail/claim-messages.ts'
import type { Mail } from '../src/core/messaging/mail/enqueue-mail.ts'
import { listMessages } from '../src/core/messaging/mail/list-messages.ts'
import { markFailed, markSent } from '../src/core/messaging/mail/mark-message.ts'
import type { MessageListQuery } from '../src/core/messaging/mail/message-store.ts'
import { retryMessage } from '../src/core/messaging/mail/retry-message.ts'
import { builders } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { askForMail, mailTo, newestMessage, secret } from './mailing-fixtures.ts'
import {
  callerAs,
  createTestCore,
  inDomain,
  systemAdmin,
  systemReader,
  type TestCore,
  unprivileged,
} from './test-core.ts'

const operator: Caller = { kind: 'operator' }
const day = 86_400_000

onEachDatabase('messages', (makePlace) => {
  let core: TestCore
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
  })
  afterEach(() => core.close())

  const ask = async (to: string, more: Partial<Mail> = {}) => {
    await core.run(askForMail, { mail: mailTo(to, more) })
    return newestMessage(core)
  }
  const claim = (limit = 10) => core.run(claimMessages, { limit }, operator)
  const claimOne = async () => {
    const [claimed] = await claim(1)
    return claimed ?? assert.fail('nothing was due')
  }
  const die = async () => {
    const { message, lease } = await claimOne()
    await core.run(
      markFailed,
      { message, lease, error: 'no such mailbox', nextAttemptAt: undefined },
      operator,
    )
    return message.id
  }
  const list = async (query: Partial<MessageListQuery> = {}, caller?: Caller) =>
    (await core.run(listMessages, { limit: 100, ...query }, caller)).rows.map(({ to }) => to)
  const get = (id: string) => core.store.reading.messages.get(id)
  const rows = async () =>
    JSON.stringify([
      await core.store.db.q.selectFrom('messages').selectAll().execute(),
      await core.store.db.q.selectFrom('events').selectAll().execute(),
    ])
  const forbidden = (thrown: unknown) => isDomainError(thrown, 'forbidden')

  test('an email is queued with its command, or not at all', async () => {
    await assert.rejects(
      core.run(askForMail, { mail: mailTo('ann@example.com'), butFail: true }),
      /came to nothing/,
    )
    assert.deepEqual(await list(), [])
    assert.deepEqual(await core.events(), [])
    const message = await ask('Ann@Example.COM')
    assert.deepEqual(message, {
      id: message.id,
      userId: null,
      domainId: 'default',
      to: 'Ann@example.com',
      template: 'invitation',
      language: null,
      state: 'queued',
      attempts: 0,
      nextAttemptAt: core.now(),
      lastError: null,
      expiresAt: null,
      createdAt: core.now(),
      sentAt: null,
    })
    assert.deepEqual(await core.events(), ['mail.queued'])
  })

  test('rejects invalid addresses and addresses without a user', async () => {
    for (const to of [
      'nobody',
      'a@b@c',
      'ann@example.com\r\nBcc: eve@evil.example',
      'ann@example.com, eve@evil.example',
    ])
      await assert.rejects(ask(to), (thrown) => isDomainError(thrown, 'invalid'), to)
    await assert.rejects(ask('ann@example.com', { userId: 'f'.repeat(32) }), (thrown) =>
      isDomainError(thrown, 'not_found'),
    )
    assert.deepEqual(await list(), [])
  })

  test('links and passwords are sealed at rest, absent from events, and deleted after delivery', async () => {
    await ask('ann@example.com')
    assert.ok(!(await rows()).includes(secret))
    const [email] = await core.sentEmails()
    assert.ok(email?.text.includes(secret))
    const message = await newestMessage(core)
    assert.deepEqual([message.state, message.sentAt, message.nextAttemptAt], ['sent', core.now(), null])
    const stored = await rows()
    assert.ok(!stored.includes(secret))
    assert.equal(JSON.parse(stored)[0][0].sealed_parameters, null)
    assert.ok(!JSON.stringify(await core.store.reading.events.list(0, 100)).includes('ann@example.com'))
    assert.deepEqual(await core.events(), ['mail.queued', 'mail.sent'])
  })

  test('two dispatchers never claim the same message', async () => {
    for (let n = 0; n < 30; n++) await ask(`user-${n}@example.com`)
    const taken = (await Promise.all(Array.from({ length: 10 }, () => claim(5)))).flat()
    assert.equal(new Set(taken.map(({ message }) => message.id)).size, taken.length)
    const rest = await claim(30)
    assert.equal(taken.length + rest.length, 30)
    assert.deepEqual(await claim(), [])
  })

  test('a dispatcher that stops responding loses its claimed messages, and cannot update them', async () => {
    const { id } = await ask('ann@example.com')
    const lost = await claimOne()
    assert.equal(lost.parameters['token'], secret)
    core.advanceTime(leaseTime - 1)
    assert.deepEqual(await claim(), [])
    core.advanceTime(1)
    const next = await claimOne()
    assert.equal(next.message.attempts, 2)
    await core.run(markFailed, { ...lost, error: 'late', nextAttemptAt: undefined }, operator)
    await core.run(markSent, lost, operator)
    assert.equal((await get(id))?.state, 'queued')
    await core.run(markSent, next, operator)
    assert.equal((await get(id))?.state, 'sent')
    assert.deepEqual(await core.events(), ['mail.queued', 'mail.sent'])
  })

  test('only the operator process claims messages and records their delivery', async () => {
    await ask('ann@example.com')
    const claimed = await claimOne()
    for (const caller of [anonymous, unprivileged, systemAdmin]) {
      await assert.rejects(core.run(claimMessages, { limit: 1 }, caller), forbidden)
      await assert.rejects(core.run(markSent, claimed, caller), forbidden)
      await assert.rejects(
        core.run(markFailed, { ...claimed, error: '', nextAttemptAt: 0 }, caller),
        forbidden,
      )
      await assert.rejects(core.run(purgeExpiredMessages, {}, caller), forbidden)
    }
  })

  test('messages to deleted users, expired ones, and those sealed with another key are not sent', async () => {
    const userId = await builders(core).user()
    await ask('gone@example.com', { userId })
    await ask('late@example.com', { expiresAt: core.now() + 1000 })
    await ask('odd@example.com')
    const { id: odd } = await newestMessage(core)
    const { sealed_parameters } = await core.store.db.q
      .selectFrom('messages')
      .select('sealed_parameters')
      .where('address', '=', 'late@example.com')
      .executeTakeFirstOrThrow()
    await core.store.db.q.updateTable('messages').set({ sealed_parameters }).where('id', '=', odd).execute()
    // The state after a deletion concurrent with the dispatch.
    await core.store.transaction('read committed', ({ deletedUsers: tombstones }) =>
      tombstones.softDelete(userId, core.now()),
    )
    core.advanceTime(1000)
    assert.deepEqual(await core.sentEmails(), [])
    const { rows: dead } = await core.run(listMessages, { limit: 10, state: 'dead' })
    assert.deepEqual(Object.fromEntries(dead.map(({ to, lastError }) => [to, lastError])), {
      'gone@example.com': 'The user was deleted.',
      'late@example.com': 'The message expired before it was sent.',
      'odd@example.com': 'The parameters cannot be decrypted with the current master key.',
    })
    assert.equal((await core.events()).filter((kind) => kind === 'mail.dead').length, 3)
  })

  test('messages are listed newest first, by state, user and domain', async () => {
    const b = builders(core)
    const [other, userId] = [await b.domain(), await b.user()]
    await ask('a@example.com', { userId })
    await core.sentEmails()
    core.advanceTime(1)
    await ask('b@example.com', { userId })
    core.advanceTime(1)
    await ask('c@example.com', { domainId: other })
    await ask('d@example.com', { domainId: null })
    assert.deepEqual(await list(), ['d@example.com', 'c@example.com', 'b@example.com', 'a@example.com'])
    assert.deepEqual(await list({ state: 'sent' }), ['a@example.com'])
    assert.deepEqual(await list({ state: 'queued', userId }), ['b@example.com'])
    assert.deepEqual(await list({ domainId: other }), ['c@example.com'])
    assert.deepEqual(await list({ domainId: 'nowhere\0' }), [])
    const first = await core.run(listMessages, { limit: 3 })
    assert.equal(first.more, true)
    const last = first.rows.at(-1) ?? assert.fail()
    assert.deepEqual(await list({ from: { id: last.id, value: last.createdAt } }), ['a@example.com'])
  })

  test('T26: a domain sees its own messages with any filter, and other callers see none', async () => {
    const b = builders(core)
    const other = await b.domain()
    const { id } = await ask('own@example.com')
    await ask('other@example.com', { domainId: other })
    await ask('none@example.com', { domainId: null })
    const manager = inDomain('default', 'manager')
    assert.deepEqual(await list({}, manager), ['own@example.com'])
    assert.deepEqual(await list({ domainId: other }, manager), [])
    assert.deepEqual((await list({}, systemReader)).length, 3)
    for (const caller of [unprivileged, inDomain('default', 'reader'), callerAs({ roles: ['manager'] })])
      await assert.rejects(list({}, caller), forbidden)
    for (const caller of [inDomain(other, 'manager'), systemReader, unprivileged])
      await assert.rejects(core.run(retryMessage, { id }, caller), forbidden)
    assert.equal((await core.run(retryMessage, { id }, manager)).id, id)
  })

  test('T20: a manager without a domain has no access to messages without one', async () => {
    const { id } = await ask('none@example.com', { domainId: null })
    for (const caller of [callerAs({ roles: ['manager'] }), inDomain('default', 'manager')])
      await assert.rejects(core.run(retryMessage, { id }, caller), forbidden)
  })

  test('a dead message can be retried with all attempts available', async () => {
    await ask('ann@example.com')
    const id = await die()
    assert.deepEqual(await claim(), [])
    const dead = await get(id)
    assert.deepEqual([dead?.state, dead?.lastError, dead?.nextAttemptAt], ['dead', 'no such mailbox', null])
    const again = await core.run(retryMessage, { id })
    assert.deepEqual([again.state, again.attempts, again.nextAttemptAt], ['queued', 0, core.now()])
    assert.equal((await core.sentEmails()).length, 1)
    assert.deepEqual(await core.events(), ['mail.queued', 'mail.dead', 'mail.retried', 'mail.sent'])
  })

  test('retrying a waiting message sends it at once, one in delivery is unchanged, a sent one is rejected', async () => {
    const { id } = await ask('ann@example.com')
    const { message, lease } = await claimOne()
    assert.equal((await core.run(retryMessage, { id })).attempts, 1)
    assert.deepEqual(await claim(), [], 'still claimed by the first dispatcher')
    await core.run(markFailed, { message, lease, error: 'busy', nextAttemptAt: core.now() + day }, operator)
    assert.deepEqual(await core.sentEmails(), [])
    await core.run(retryMessage, { id })
    assert.equal((await core.sentEmails()).length, 1)
    await assert.rejects(core.run(retryMessage, { id }), (thrown) => isDomainError(thrown, 'conflict'))
    await assert.rejects(core.run(retryMessage, { id: 'nothing' }), (thrown) =>
      isDomainError(thrown, 'not_found'),
    )
  })

  test('the content of a dead message is stored for a week, and messages for the configured time', async () => {
    await ask('sent@example.com')
    await core.sentEmails()
    await ask('dead@example.com')
    const id = await die()
    core.advanceTime(7 * day)
    await core.run(purgeExpiredMessages, {}, operator)
    core.advanceTime(1)
    await ask('late@example.com')
    await core.run(purgeExpiredMessages, {}, operator)
    await assert.rejects(
      core.run(retryMessage, { id }),
      (thrown) => isDomainError(thrown, 'conflict') && thrown.code === 'message_forgotten',
    )
    assert.equal((await list()).length, 3)
    core.advanceTime(23 * day)
    assert.equal(await core.run(purgeExpiredMessages, {}, operator), 2)
    core.advanceTime(100 * day)
    assert.equal(await core.run(purgeExpiredMessages, {}, operator), 0, 'unsent messages are kept')
    assert.deepEqual(await list(), ['late@example.com'])
  })

  test('messages to a user are deleted with it', async () => {
    const userId = await builders(core).user()
    await ask('ann@example.com', { userId })
    await core.sentEmails()
    await ask('ann@example.com', { userId })
    await ask('bob@example.com')
    await core.run(deleteUser, { id: userId })
    assert.deepEqual(await list(), ['bob@example.com'])
  })
})
