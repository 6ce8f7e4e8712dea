import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Webhook as Verifier } from 'standardwebhooks'
import { onEachDatabase } from '../databases.ts'
import { eventLogSettled } from '../event-log-settled.ts'
import { type Native, nativeClient, problemOf } from '../native.ts'
import { type Receiver, startReceiver } from '../receiver.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

onEachDatabase('webhooks of the native API', (makePlace) => {
  let s: TestServer
  let n: Native
  let receiver: Receiver
  before(async () => {
    s = await startTestServer(
      await makePlace(),
      {},
      { outbound_allowed_networks: ['127.0.0.1/32'], outbound_allow_http: true },
    )
    n = await nativeClient(s)
    receiver = await startReceiver()
  })
  after(async () => {
    await receiver.close()
    await s.close()
  })

  const at = (method: string, path = '', body?: object, secret: string = n.admin, headers = {}) =>
    n.call(method, `/webhooks${path}`, { secret, body, headers })
  const make = async (more: object = {}, secret?: string) => {
    const made = await at('POST', '', { url: `${receiver.url}/hook`, ...more }, secret)
    assert.equal(made.status, 201, JSON.stringify(made.body))
    return made
  }
  const manager = async () => {
    const { id, secret } = await n.newDomain('manager')
    return { id, secret, userId: (await n.call('GET', '/me', { secret })).body.user.id }
  }
  const round = async () => {
    await eventLogSettled(s.muster.store)
    await s.muster.webhooks.round()
    await s.muster.webhooks.settled()
  }

  test('creation, delivery and deletion', async () => {
    const made = await make({ kinds: ['user.created', 'group.*'], description: 'informs the shop' })
    const { webhook, secret } = made.body
    assert.match(secret, /^whsec_/)
    assert.equal(made.headers['location'], `http://muster.test/api/v1/webhooks/${webhook.id}`)
    assert.deepEqual(webhook, {
      id: webhook.id,
      domain_id: null,
      url: `${receiver.url}/hook`,
      description: 'informs the shop',
      kinds: ['user.created', 'group.*'],
      enabled: true,
      disabled_reason: null,
      paused_because: null,
      created_by: webhook.created_by,
      created_at: webhook.created_at,
      updated_at: webhook.created_at,
    })
    const me = await n.call('GET', '/me', { secret: n.admin })
    assert.equal(webhook.created_by, me.body.user.id)
    const shown = await at('GET', `/${webhook.id}`)
    assert.deepEqual([shown.status, shown.body], [200, webhook])
    assert.deepEqual((await at('GET')).body.webhooks, [webhook])

    const user = await n.newUser()
    await round()
    const [reported, ...rest] = receiver.received
    assert.ok(reported)
    assert.deepEqual(rest, [])
    const message = new Verifier(secret).verify(reported.body, reported.headers) as {
      type: string
      data: { sequence: number }
    }
    assert.equal(message.type, 'user.created')
    const event = await n.call('GET', `/events/${message.data.sequence}`, { secret: n.admin })
    assert.deepEqual(message.data, event.body, 'as the list of events shows it')
    assert.equal(event.body.subject_id, user.id)
    const { deliveries } = (await at('GET', `/${webhook.id}/deliveries`)).body
    assert.equal(deliveries.length, 1)
    assert.deepEqual(
      [deliveries[0].state, deliveries[0].last_status, deliveries[0].event_sequence],
      ['delivered', 204, message.data.sequence],
    )

    const rotated = await at('POST', `/${webhook.id}/secret/rotate`, { overlap_seconds: 60 })
    assert.equal(rotated.status, 200)
    const ping = await at('POST', `/${webhook.id}/ping`)
    assert.deepEqual([ping.status, ping.body.state, ping.body.event_sequence], [202, 'queued', null])
    const again = await at('POST', `/${webhook.id}/deliveries/${deliveries[0].id}/redeliver`)
    assert.deepEqual([again.status, again.body.state], [202, 'queued'])
    await round()
    assert.equal(receiver.received.length, 3)
    for (const one of receiver.received.slice(1))
      for (const key of [secret, rotated.body.secret])
        assert.ok(new Verifier(key).verify(one.body, one.headers))

    const tag = String((await at('GET', `/${webhook.id}`)).headers['etag'])
    const changed = await at('PATCH', `/${webhook.id}`, { enabled: false, description: null }, n.admin, {
      'if-match': tag,
    })
    assert.deepEqual([changed.status, changed.body.enabled, changed.body.description], [200, false, null])
    const stale = await at('PATCH', `/${webhook.id}`, { enabled: true }, n.admin, { 'if-match': tag })
    assert.deepEqual([stale.status, problemOf(stale)], [412, 'version_changed'])
    const barred = await at('POST', `/${webhook.id}/ping`)
    assert.deepEqual([barred.status, problemOf(barred)], [403, 'webhook_disabled'])
    assert.equal((await at('DELETE', `/${webhook.id}`)).status, 204)
    assert.equal((await at('GET', `/${webhook.id}`)).status, 404)
    assert.deepEqual((await at('GET')).body.webhooks, [])
  })

  test('S15: a webhook shows that its creator was disabled, and resumes when another administrator changes it', async () => {
    const { id, secret, userId } = await manager()
    const { webhook } = (await make({ kinds: ['webhook.updated'] }, secret)).body
    assert.deepEqual([webhook.created_by, webhook.paused_because], [userId, null])
    const status = { status: 'disabled' }
    assert.equal((await n.call('PATCH', `/users/${userId}`, { secret: n.admin, body: status })).status, 200)
    const paused = (await at('GET', `/${webhook.id}`)).body
    assert.deepEqual([paused.enabled, paused.paused_because], [true, 'maker_disabled'])
    assert.deepEqual((await at('GET', `?domain_id=${id}`)).body.webhooks, [paused])
    const ping = await at('POST', `/${webhook.id}/ping`)
    assert.deepEqual([ping.status, problemOf(ping)], [403, 'webhook_paused'])
    const taken = await at('PATCH', `/${webhook.id}`, {})
    const me = await n.call('GET', '/me', { secret: n.admin })
    assert.deepEqual(
      [taken.status, taken.body.paused_because, taken.body.created_by],
      [200, null, me.body.user.id],
    )
    assert.equal((await at('POST', `/${webhook.id}/ping`)).status, 202)
    for (const field of ['created_by', 'paused_because'])
      assert.equal((await at('PATCH', `/${webhook.id}`, { [field]: null })).status, 400, field)
    await at('DELETE', `/${webhook.id}`)
  })

  test('deliveries are listed with pages, and dead letters separately', async () => {
    const { webhook } = (await make({ kinds: ['group.deleted'] })).body
    receiver.react(410)
    const made: string[] = []
    for (let i = 0; i < 3; i++) made.push((await at('POST', `/${webhook.id}/ping`)).body.id)
    await round()
    receiver.react(204)
    const seen: string[] = []
    for (let query = '?limit=2'; query !== ''; ) {
      const { body } = await at('GET', `/${webhook.id}/deliveries${query}`)
      seen.push(...body.deliveries.map(({ id }: { id: string }) => id))
      query = body.next_cursor === null ? '' : `?limit=2&cursor=${encodeURIComponent(body.next_cursor)}`
    }
    assert.deepEqual(seen.toSorted(), made.toSorted())
    const dead = await at('GET', `/${webhook.id}/deliveries?state=dead`)
    assert.ok(dead.body.deliveries.length >= 1)
    const gone = (await at('GET', `/${webhook.id}`)).body
    assert.deepEqual([gone.enabled, gone.disabled_reason], [false, 'gone'])
    for (const query of ['state=lost', 'limit=0', 'cursor=x'])
      assert.equal((await at('GET', `/${webhook.id}/deliveries?${query}`)).status, 400, query)
    const { webhook: other } = (await make()).body
    const cursor = (await at('GET', `/${webhook.id}/deliveries?limit=1`)).body.next_cursor
    const foreign = await at('GET', `/${other.id}/deliveries?limit=1&cursor=${encodeURIComponent(cursor)}`)
    assert.deepEqual([foreign.status, problemOf(foreign)], [400, 'cursor_invalid'], 'T74')
    await at('DELETE', `/${webhook.id}`)
    await at('DELETE', `/${other.id}`)
  })

  test('T68: a URL inside the network is 400 at once, with the reason', async () => {
    for (const url of [
      'https://10.0.0.1/',
      'https://169.254.169.254/latest/meta-data/',
      'https://[::1]/',
      'https://2852039166/',
      'https://[::ffff:192.168.0.1]/',
    ]) {
      const answer = await at('POST', '', { url })
      assert.deepEqual([answer.status, problemOf(answer)], [400, 'url_refused'], url)
      assert.deepEqual(answer.body.errors[0].pointer, '/url')
    }
    for (const url of ['ftp://example.com/', 'https://a@example.com/', 'https://example.com/\r\nX: y', 'x']) {
      const answer = await at('POST', '', { url })
      assert.deepEqual([answer.status, problemOf(answer)], [400, 'url_invalid'], JSON.stringify(url))
    }
    assert.deepEqual((await at('GET')).body.webhooks, [])
  })

  test('P18: an unknown kind of events is rejected by its name', async () => {
    for (const kind of ['nope.x', 'user.craeted', 'nope.*', 'use.*', 'User.created', 'toString.*']) {
      const url = `${receiver.url}/x`
      const answers = [await at('POST', '', { url, kinds: ['user.*', kind] })]
      const { webhook } = (await make({ kinds: ['user.*'] })).body
      answers.push(await at('PATCH', `/${webhook.id}`, { kinds: [kind] }))
      for (const answer of answers) {
        assert.equal(answer.status, 400, kind)
        assert.equal(answer.body.errors[0].pointer.split('/')[1], 'kinds')
      }
      assert.deepEqual((await at('GET', `/${webhook.id}`)).body.kinds, ['user.*'])
      await at('DELETE', `/${webhook.id}`)
    }
    const answer = await at('POST', '', { url: `${receiver.url}/x`, kinds: ['nope.x'] })
    assert.equal(problemOf(answer), 'event_kind_unknown')
    assert.match(JSON.stringify(answer.body), /nope\.x/)
    assert.deepEqual((await at('GET')).body.webhooks, [])
  })

  test('an invalid webhook is reported field by field', async () => {
    const wrong: readonly (readonly [object, string])[] = [
      [{ kinds: [] }, '/kinds'],
      [{ kinds: ['user'] }, '/kinds'],
      [{ kinds: 'user.*' }, '/kinds'],
      [{ enabled: 'yes' }, '/enabled'],
      [{ description: 'x'.repeat(1001) }, '/description'],
      [{ url: '' }, '/url'],
      [{ url: null }, '/url'],
      [{ secret: 'whsec_mine' }, '/secret'],
      [{ disabled_reason: null }, '/disabled_reason'],
    ]
    for (const [more, pointer] of wrong) {
      const answer = await at('POST', '', { url: `${receiver.url}/x`, ...more })
      assert.equal(answer.status, 400, JSON.stringify(more))
      assert.equal(
        answer.body.errors[0].pointer.split('/').slice(0, 2).join('/'),
        pointer,
        JSON.stringify(answer.body),
      )
    }
    const nowhere = await at('POST', '', { url: `${receiver.url}/x`, domain_id: 'nowhere' })
    assert.deepEqual([nowhere.status, problemOf(nowhere)], [400, 'domain_not_found'])
    for (const id of ['x', '0', '%20', "' or 1=1 --", 'f'.repeat(3000), '..%2f'])
      assert.equal((await at('GET', `/${encodeURIComponent(id)}`)).status, 404, id)
  })

  test('T26: a domain manager has webhooks of that domain, and none of others', async () => {
    const { id, secret } = await n.newDomain('manager')
    const { webhook } = (await make({ kinds: ['*'] }, secret)).body
    assert.equal(webhook.domain_id, id)
    for (const domain_id of [null, 'default']) {
      const answer = await at('POST', '', { url: `${receiver.url}/x`, domain_id }, secret)
      assert.equal(answer.status, 403)
    }
    assert.equal((await at('PATCH', `/${webhook.id}`, { domain_id: null }, secret)).status, 400)
    const { webhook: foreign } = (await make()).body
    for (const answer of [
      await at('GET', `/${foreign.id}`, undefined, secret),
      await at('PATCH', `/${foreign.id}`, { enabled: false }, secret),
      await at('DELETE', `/${foreign.id}`, undefined, secret),
      await at('POST', `/${foreign.id}/secret/rotate`, {}, secret),
      await at('POST', `/${foreign.id}/ping`, undefined, secret),
      await at('GET', `/${foreign.id}/deliveries`, undefined, secret),
      await at('GET', `/${'f'.repeat(32)}`, undefined, secret),
    ])
      assert.equal(answer.status, 403)
    assert.deepEqual((await at('GET', '', undefined, secret)).body.webhooks, [webhook])
    assert.deepEqual((await at('GET', '?domain_id=default', undefined, secret)).body.webhooks, [])
    assert.deepEqual((await at('GET', `?domain_id=${id}`)).body.webhooks, [webhook])
  })
})
