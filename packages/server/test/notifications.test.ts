import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { purgeUser } from '../src/core/accounts/deletion/purge-user.ts'
import {
  deleteOwnNotification,
  listOwnNotifications,
  markOwnNotification,
  markOwnNotificationsRead,
} from '../src/core/directory/notifications/own-notifications.ts'
import {
  type SendNotification,
  sendNotification,
} from '../src/core/directory/notifications/send-notification.ts'
import { getPreferences, updatePreferences } from '../src/core/directory/notifications/user-preferences.ts'
import { type CreateUser, createUser } from '../src/core/directory/users/create-user.ts'
import { getUser } from '../src/core/directory/users/get-user.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { anonymous, type Caller } from '../src/core/kernel/caller.ts'
import { type DomainErrorKind, isDomainError } from '../src/core/kernel/domain-error.ts'
import { purgeExpiredNotifications } from '../src/core/messaging/cleanup.ts'
import { preferencesFromLists } from '../src/core/messaging/notifications/preferences.ts'
import { builders } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import {
  callerAs,
  createTestCore,
  inDomain,
  systemAdmin,
  systemReader,
  type TestCore,
  unprivileged,
} from './test-core.ts'

const byDefault = { channels: { email: true, web_ui: false }, types: { comment_mention: true } }
const day = 86_400_000

onEachDatabase('notifications', (makePlace) => {
  let core: TestCore
  let make: ReturnType<typeof builders>
  before(async () => {
    core = await createTestCore(await makePlace(), {
      notificationUserLimit: 5,
      notificationRetention: 90 * 86_400,
    })
    make = builders(core)
  })
  after(() => core.close())

  let count = 0
  const operator: Caller = { kind: 'operator' }
  const newUser = (more: Partial<CreateUser> = {}) =>
    core.run(createUser, { name: `user ${++count}`, email: `user-${count}@example.com`, ...more })
  const withInbox = async () => {
    const { id } = await newUser({ preferences: { channels: { web_ui: true } } })
    return { id, self: callerAs({ userId: id, scope: { kind: 'unscoped' } }) }
  }
  const send = (userId: string, more: Partial<SendNotification> = {}) =>
    core.run(sendNotification, {
      userId,
      type: 'comment_mention',
      title: 'Ann mentioned you',
      body: 'Look at this.',
      ...more,
    })
  const rejected = (work: Promise<unknown>, kind: DomainErrorKind, code: string) =>
    assert.rejects(work, (thrown) => {
      assert.ok(isDomainError(thrown), String(thrown))
      assert.deepEqual([thrown.kind, thrown.code], [kind, code])
      return true
    })
  const sentEmails = (userId: string) =>
    core.store.db.q.selectFrom('messages').selectAll().where('user_id', '=', userId).execute()
  const inbox = (caller: Caller, state?: 'unread' | 'read') =>
    core.run(listOwnNotifications, { state, limit: 10 }, caller)
  const outcomes = async (userId: string) =>
    (await send(userId)).outcomes.map(({ channel, outcome }) => `${channel} ${outcome}`).join(', ')

  test('preferences are the defaults until changed, and then merge key by key', async () => {
    const { id: userId, version } = await newUser()
    assert.deepEqual(await core.run(getPreferences, { userId }), byDefault)
    const first = await core.run(updatePreferences, { userId, channels: { web_ui: true } })
    assert.deepEqual(first, { ...byDefault, channels: { email: true, web_ui: true } })
    await core.run(updatePreferences, {
      userId,
      channels: { email: false },
      types: { comment_mention: false },
    })
    const all = { channels: { email: false, web_ui: true }, types: { comment_mention: false } }
    assert.deepEqual(await core.run(getPreferences, { userId }), all)
    await rejected(
      core.run(updatePreferences, { userId, channels: { email: true, pigeon: true } }),
      'invalid',
      'channel_unknown',
    )
    assert.deepEqual(await core.run(getPreferences, { userId }), all, 'an invalid change stores nothing')
    assert.equal((await core.run(getUser, { id: userId })).version, version + 2)
    await core.run(updateUser, { id: userId, preferences: { channels: { email: true } } })
    assert.equal((await core.run(getPreferences, { userId })).channels.email, true)
  })

  test('concurrent changes of different preferences are all stored', async () => {
    const { id: userId } = await newUser()
    await Promise.all([
      core.run(updatePreferences, { userId, channels: { email: false } }),
      core.run(updatePreferences, { userId, channels: { web_ui: true } }),
      core.run(updatePreferences, { userId, types: { comment_mention: false } }),
    ])
    assert.deepEqual(await core.run(getPreferences, { userId }), {
      channels: { email: false, web_ui: true },
      types: { comment_mention: false },
    })
  })

  test('a user can be created with lists of enabled preferences', async () => {
    const { id: userId } = await newUser({ preferences: preferencesFromLists({ channels: null, types: [] }) })
    assert.deepEqual(await core.run(getPreferences, { userId }), {
      channels: { email: false, web_ui: false },
      types: { comment_mention: false },
    })
    await rejected(
      newUser({ preferences: { types: { gossip: true } } }),
      'invalid',
      'notification_type_unknown',
    )
  })

  test('a notification is delivered where its channel and its type are enabled, and nowhere else', async () => {
    const { id } = await newUser()
    const expectEach: readonly (readonly [object, string, number])[] = [
      [{}, 'email queued, web_ui disabled', 1],
      [{ channels: { web_ui: true } }, 'email queued, web_ui stored', 2],
      [{ channels: { email: false } }, 'email disabled, web_ui stored', 2],
      [{ types: { comment_mention: false } }, 'email disabled, web_ui disabled', 2],
    ]
    for (const [change, expected, mails] of expectEach) {
      await core.run(updatePreferences, { userId: id, ...change })
      assert.equal(await outcomes(id), expected)
      assert.equal((await sentEmails(id)).length, mails)
    }
    const self = callerAs({ userId: id, scope: { kind: 'unscoped' } })
    assert.equal((await inbox(self)).rows.length, 2)
  })

  test('email goes to active users with a deliverable address', async () => {
    assert.equal(await outcomes((await newUser({ email: null })).id), 'email no_address, web_ui disabled')
    const odd = await newUser({ email: 'not an address' })
    assert.equal(await outcomes(odd.id), 'email no_address, web_ui disabled')
    const { id } = await newUser()
    await core.run(updateUser, { id, status: 'disabled' })
    assert.equal(await outcomes(id), 'email user_not_active, web_ui disabled')
    assert.deepEqual(await sentEmails(id), [])
  })

  test('the inbox shows the sent content, which is absent from the event log', async () => {
    const { id, self } = await withInbox()
    const words = { title: 'Zebra', body: 'line\none', link: 'https://app.example/c/1?x=ü#y' }
    const { notificationId } = await send(id, words)
    const { rows, unread } = await inbox(self)
    assert.deepEqual(rows, [
      {
        id: notificationId,
        userId: id,
        type: 'comment_mention',
        ...words,
        createdAt: core.now(),
        readAt: null,
      },
    ])
    assert.equal(unread, 1)
    const eventLog = JSON.stringify(await core.store.reading.events.list(0, 1000))
    assert.ok(!/Zebra|app\.example/.test(eventLog))
  })

  test('invalid notifications and active content are rejected and not delivered', async () => {
    const { id, self } = await withInbox()
    const bad: readonly (readonly [string, Partial<SendNotification>])[] = [
      ['notification_type_unknown', { type: 'gossip' }],
      ['notification_type_unknown', { type: 'constructor' }],
      ['title_malformed', { title: ' ' }],
      ['title_malformed', { title: 'Hello\r\nBcc: everybody@example.com' }],
      ['title_malformed', { title: 'x'.repeat(201) }],
      ['body_blank', { body: ' \n ' }],
      ['text_too_long', { body: 'x'.repeat(10_001) }],
      ['text_unstorable', { body: 'a\0b' }],
      ...[
        'javascript:alert(1)',
        'data:text/html,x',
        '/relative',
        'https://',
        'https://a b',
        'http://a\n.b',
      ].map((link) => ['link_malformed', { link }] as const),
      ['link_malformed', { link: `https://a/${'x'.repeat(2048)}` }],
    ]
    for (const [code, words] of bad) await rejected(send(id, words), 'invalid', code)
    await rejected(send('f'.repeat(32)), 'not_found', 'user_not_found')
    assert.deepEqual((await inbox(self)).rows, [])
    assert.deepEqual(await sentEmails(id), [])
  })

  test('notifications are marked read and unread, one or all, and deleted', async () => {
    const { id, self } = await withInbox()
    const ids: string[] = []
    for (let n = 0; n < 3; n++) {
      core.advanceTime(1000)
      ids.push((await send(id)).notificationId ?? '')
    }
    const [a = '', b = '', c = ''] = ids
    const shown = async (state?: 'unread' | 'read') => {
      const { rows, unread } = await inbox(self, state)
      return [rows.map((row) => 'abc'[ids.indexOf(row.id)]).join(''), unread]
    }
    assert.deepEqual(await shown(), ['cba', 3])
    const marked = await core.run(markOwnNotification, { id: b, read: true }, self)
    assert.equal(marked.readAt, core.now())
    core.advanceTime(1000)
    const again = await core.run(markOwnNotification, { id: b, read: true }, self)
    assert.equal(again.readAt, marked.readAt, 'the first time is kept')
    assert.deepEqual(
      [await shown('unread'), await shown('read')],
      [
        ['ca', 2],
        ['b', 2],
      ],
    )
    await core.run(markOwnNotification, { id: b, read: false }, self)
    assert.deepEqual(await shown('unread'), ['cba', 3])
    await core.run(markOwnNotification, { id: a, read: true }, self)
    assert.equal(await core.run(markOwnNotificationsRead, {}, self), 2)
    assert.deepEqual(await shown(), ['cba', 0])
    await core.run(deleteOwnNotification, { id: c }, self)
    assert.deepEqual(await shown(), ['ba', 0])
    for (const gone of [c, 'nowhere']) {
      const mark = core.run(markOwnNotification, { id: gone, read: true }, self)
      await rejected(mark, 'not_found', 'notification_not_found')
      await rejected(
        core.run(deleteOwnNotification, { id: gone }, self),
        'not_found',
        'notification_not_found',
      )
    }
  })

  test('an inbox is paged', async () => {
    const { id, self } = await withInbox()
    for (let n = 0; n < 5; n++) {
      core.advanceTime(n % 2)
      await send(id, { title: `n${n}` })
    }
    const found: string[] = []
    for (let from: { id: string; value: number } | undefined; ; ) {
      const { rows, more } = await core.run(listOwnNotifications, { limit: 2, from }, self)
      found.push(...rows.map(({ title }) => title))
      const last = rows.at(-1)
      if (!more || !last) break
      from = { id: last.id, value: last.createdAt }
    }
    assert.deepEqual(found.toSorted(), ['n0', 'n1', 'n2', 'n3', 'n4'])
  })

  test('an inbox keeps the newest entries, also under concurrent deliveries', async () => {
    const { id, self } = await withInbox()
    const first = await send(id)
    core.advanceTime(1000)
    await Promise.all(Array.from({ length: 8 }, () => send(id)))
    const { rows } = await inbox(self)
    assert.ok(!rows.some((row) => row.id === first.notificationId))
    await send(id)
    assert.equal((await inbox(self)).rows.length, 5)
  })

  test('old read notifications are purged, unread ones are not', async () => {
    const { id, self } = await withInbox()
    const [read, later, unread] = [await send(id), await send(id), await send(id)]
    await core.run(markOwnNotification, { id: read.notificationId ?? '', read: true }, self)
    core.advanceTime(60 * day)
    await core.run(markOwnNotification, { id: later.notificationId ?? '', read: true }, self)
    const left = async () => {
      await core.run(purgeExpiredNotifications, {}, operator)
      return (await inbox(self)).rows.length
    }
    core.advanceTime(30 * day)
    assert.equal(await left(), 3)
    core.advanceTime(1)
    assert.equal(await left(), 2)
    core.advanceTime(300 * day)
    assert.equal(await left(), 1)
    assert.equal((await inbox(self)).rows[0]?.id, unread.notificationId)
  })

  test('the inbox of a purged user is deleted', async () => {
    const { id } = await withInbox()
    await send(id)
    await core.run(purgeUser, { id })
    const left = await core.store.db.q
      .selectFrom('notifications')
      .select('id')
      .where('user_id', '=', id)
      .execute()
    assert.deepEqual(left, [])
  })

  test('T31: the inbox of another user is inaccessible by any id', async () => {
    const [one, two] = [await withInbox(), await withInbox()]
    const { notificationId } = await send(one.id)
    const id = notificationId ?? ''
    assert.deepEqual((await inbox(two.self)).rows, [])
    const mark = core.run(markOwnNotification, { id, read: true }, two.self)
    await rejected(mark, 'not_found', 'notification_not_found')
    await rejected(core.run(deleteOwnNotification, { id }, two.self), 'not_found', 'notification_not_found')
    assert.equal(await core.run(markOwnNotificationsRead, {}, two.self), 0)
    assert.equal((await inbox(one.self)).unread, 1)
    for (const work of [
      () => inbox(anonymous),
      () => core.run(markOwnNotificationsRead, {}, anonymous),
      () => core.run(deleteOwnNotification, { id }, anonymous),
    ])
      await rejected(work(), 'unauthenticated', 'authentication_required')
  })

  test('permissions to send notifications and to read and change preferences', async () => {
    const domain = await make.domain()
    const [userId, other] = [await make.user(domain), await make.user(domain)]
    const everybody: Readonly<Record<string, Caller>> = {
      admin: systemAdmin,
      manager: inDomain(domain, 'manager', 'member', 'reader'),
      reader: inDomain(domain, 'reader'),
      systemReader,
      service: callerAs({ roles: ['service'] }),
      self: callerAs({ userId, userDomainId: domain, scope: { kind: 'unscoped' } }),
      other: callerAs({ userId: other, userDomainId: domain, scope: { kind: 'unscoped' } }),
      stranger: inDomain('default', 'manager', 'member', 'reader'),
      member: unprivileged,
      anonymous,
    }
    const words = { userId, type: 'comment_mention', title: 't', body: 'b' }
    const matrix: readonly (readonly [string, (caller: Caller) => Promise<unknown>, readonly string[]])[] = [
      ['send', (caller) => core.run(sendNotification, words, caller), ['admin', 'manager', 'service']],
      [
        'get',
        (caller) => core.run(getPreferences, { userId }, caller),
        ['admin', 'manager', 'reader', 'systemReader', 'self'],
      ],
      ['update', (caller) => core.run(updatePreferences, { userId }, caller), ['admin', 'manager', 'self']],
    ]
    for (const [name, ask, allowed] of matrix) {
      const found: string[] = []
      for (const [who, caller] of Object.entries(everybody))
        await ask(caller).then(
          () => found.push(who),
          (thrown) =>
            assert.ok(
              isDomainError(thrown, who === 'anonymous' ? 'unauthenticated' : 'forbidden'),
              `${name} ${who}`,
            ),
        )
      assert.deepEqual(found, allowed, name)
    }
  })
})
