import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { type Native, nativeClient, problemOf } from '../native.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'

onEachDatabase('notifications at the native API', (makePlace) => {
  let s: TestServer
  let n: Native
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
  })
  after(() => s.close())

  const at = (method: string, path: string, body?: unknown, secret = n.admin) =>
    n.call(method, path, { secret, body })
  const expect = (answer: Called, status: number, code: string, places: readonly string[] = []) => {
    assert.equal(answer.status, status, JSON.stringify(answer.body))
    assert.equal(problemOf(answer), code)
    const reported = (answer.body.errors ?? []).map(
      (wrong: Record<string, string>) => wrong['pointer'] ?? wrong['parameter'],
    )
    assert.deepEqual(reported, places)
  }
  const person = async (more: object = {}) => {
    const user = await n.newUser(more)
    return { ...user, secret: await n.signIn(user.username, user.password) }
  }
  const send = (user_id: string, more: object = {}, secret = n.admin) =>
    at('POST', '/notifications', { user_id, type: 'comment_mention', title: 't', body: 'b', ...more }, secret)
  const byDefault = { channels: { email: true, web_ui: false }, types: { comment_mention: true } }

  test('a user reads and changes its own preferences, and an administrator those of any user', async () => {
    const { id, secret } = await person()
    const own = '/me/notification-preferences'
    assert.deepEqual((await at('GET', own, undefined, secret)).body, byDefault)
    const changed = await at('PATCH', own, { channels: { web_ui: true } }, secret)
    assert.equal(changed.status, 200, JSON.stringify(changed.body))
    const both = { ...byDefault, channels: { email: true, web_ui: true } }
    assert.deepEqual(changed.body, both)
    const path = `/users/${id}/notification-preferences`
    assert.deepEqual((await at('GET', path)).body, both)
    const all = { channels: { email: false, web_ui: false }, types: { comment_mention: false } }
    assert.deepEqual((await at('PATCH', path, all)).body, all)
    assert.deepEqual((await at('PATCH', path, {})).body, all)
    expect(await at('PATCH', path, { channels: { pigeon: true } }), 400, 'request_invalid', [
      '/channels/pigeon',
    ])
    expect(await at('PATCH', own, { types: { gossip: true } }, secret), 400, 'request_invalid', [
      '/types/gossip',
    ])
    expect(await at('PATCH', own, { channels: { email: 'yes' } }, secret), 400, 'request_invalid', [
      '/channels/email',
    ])
    const other = await person()
    expect(await at('GET', path, undefined, other.secret), 403, 'forbidden_by_rule')
    expect(await at('PATCH', path, {}, other.secret), 403, 'forbidden_by_rule')
  })

  test('a notification appears on every channel, and is sent by email', async () => {
    const { id } = await n.newUser({ email: 'told@example.com' })
    const sent = await send(id, { title: 'Mentioned', link: 'https://app.example/1' })
    assert.equal(sent.status, 200, JSON.stringify(sent.body))
    assert.deepEqual(sent.body, {
      notification_id: null,
      deliveries: [
        { channel: 'email', outcome: 'queued' },
        { channel: 'web_ui', outcome: 'disabled' },
      ],
    })
    const { messages } = (await at('GET', `/messages?user_id=${id}`)).body
    assert.deepEqual(
      messages.map(({ to, template }: Record<string, string>) => [to, template]),
      [['told@example.com', 'notification']],
    )
  })

  test('an inbox is listed, marked read and unread, and cleared', async () => {
    const { id, secret } = await person()
    await at('PATCH', '/me/notification-preferences', { channels: { web_ui: true } }, secret)
    const inbox = async (query = '') => (await at('GET', `/me/notifications${query}`, undefined, secret)).body
    assert.deepEqual(await inbox(), { notifications: [], unread: 0, next_cursor: null })
    const ids = []
    for (let i = 0; i < 3; i++) ids.push((await send(id, { title: `n${i}` })).body.notification_id)
    const { notifications, unread } = await inbox()
    assert.deepEqual([notifications.length, unread], [3, 3])
    const path = `/me/notifications/${ids[0]}`
    const read = await at('PATCH', path, { read: true }, secret)
    assert.deepEqual([read.status, read.body.read, read.body.title], [200, true, 'n0'])
    assert.match(read.body.read_at, /^\d{4}-/)
    const { created_at, read_at, ...rest } = read.body
    assert.ok(created_at <= read_at)
    assert.deepEqual(rest, {
      id: ids[0],
      type: 'comment_mention',
      title: 'n0',
      body: 'b',
      link: null,
      read: true,
    })
    const only = async (status: string) => {
      const found = await inbox(`?status=${status}`)
      return [found.notifications.length, found.unread]
    }
    assert.deepEqual(
      [await only('read'), await only('unread')],
      [
        [1, 2],
        [2, 2],
      ],
    )
    const first = await inbox('?limit=2')
    assert.deepEqual([first.notifications.length, first.unread], [2, 2])
    const next = await inbox(`?limit=2&cursor=${encodeURIComponent(first.next_cursor)}`)
    assert.deepEqual([next.notifications.length, next.next_cursor], [1, null])
    assert.equal((await at('PATCH', path, { read: false }, secret)).body.read_at, null)
    assert.deepEqual((await at('POST', '/me/notifications/read-all', undefined, secret)).body, { marked: 3 })
    assert.equal((await inbox()).unread, 0)
    assert.equal((await at('DELETE', path, undefined, secret)).status, 204)
    expect(await at('DELETE', path, undefined, secret), 404, 'notification_not_found')
    assert.equal((await inbox()).notifications.length, 2)
    const bad = await at('GET', '/me/notifications?status=seen', undefined, secret)
    expect(bad, 400, 'request_invalid', ['status'])
    const other = await person()
    const foreign = `/me/notifications/${ids[1]}`
    expect(await at('PATCH', foreign, { read: true }, other.secret), 404, 'notification_not_found')
    expect(await at('DELETE', foreign, undefined, other.secret), 404, 'notification_not_found')
  })

  test('a caller without permission is rejected, and invalid content is named', async () => {
    const { id, secret } = await person()
    expect(await send(id, {}, secret), 403, 'forbidden_by_rule')
    const [home, away] = [await n.newDomain(), await n.newDomain()]
    assert.equal((await send(home.userId, {}, home.secret)).status, 200)
    expect(await send(away.userId, {}, home.secret), 403, 'forbidden_by_rule')
    expect(await send('f'.repeat(32)), 400, 'user_not_found', ['/user_id'])
    const bad: readonly (readonly [string, object, string])[] = [
      ['request_invalid', { type: 'gossip' }, '/type'],
      ['request_invalid', { title: '' }, '/title'],
      ['title_malformed', { title: 'a\nb' }, '/title'],
      ['body_blank', { body: ' ' }, '/body'],
      ['link_malformed', { link: 'javascript:alert(1)' }, '/link'],
      ['request_invalid', { sender: 'me' }, '/sender'],
    ]
    for (const [code, more, place] of bad) expect(await send(id, more), 400, code, [place])
  })
})
