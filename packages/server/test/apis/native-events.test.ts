import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { eventLogSettled } from '../event-log-settled.ts'
import { type Native, nativeClient, problemOf } from '../native.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'

onEachDatabase('events of the native API', (makePlace) => {
  let s: TestServer
  let n: Native
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
  })
  after(() => s.close())

  const list = async (query = '', secret: string | undefined = n.admin): Promise<Called> => {
    await eventLogSettled(s.muster.store)
    return n.call('GET', `/events${query === '' ? '' : `?${query}`}`, { secret })
  }
  const events = ({ status, body }: Called) => {
    assert.equal(status, 200, JSON.stringify(body))
    return body.events as {
      readonly sequence: number
      readonly kind: string
      readonly domain_id: string | null
    }[]
  }

  test('an event is returned in a list and by its number', async () => {
    const { id } = await n.newUser()
    const [event, ...rest] = events(await list(`subject_type=user&subject_id=${id}`))
    assert.ok(event)
    assert.deepEqual(rest, [])
    const { body: me } = await n.call('GET', '/me', { secret: n.admin })
    const { occurred_at, request_id, sequence, ...plain } = event as unknown as Record<string, unknown>
    assert.deepEqual(plain, {
      kind: 'user.created',
      subject_type: 'user',
      subject_id: id,
      actor_id: me.user.id,
      domain_id: 'default',
      face: 'native',
      detail: {},
    })
    assert.match(String(occurred_at), /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    assert.equal(typeof request_id, 'string')
    const one = await n.call('GET', `/events/${sequence}`, { secret: n.admin })
    assert.deepEqual([one.status, one.body], [200, event])
    for (const no of ['0', '-1', '1.5', '1e3', 'x', '999999999999999', '9'.repeat(40), '%20', '..%2f'])
      assert.equal((await n.call('GET', `/events/${no}`, { secret: n.admin })).status, 404, no)
  })

  test('newest first by default, oldest first on request, and cursors work in both directions', async () => {
    for (let i = 0; i < 3; i++) await n.newUser()
    const all = events(await list('kind=user.created&limit=1000')).map(({ sequence }) => sequence)
    for (const [sort, expected] of [
      ['newest', all],
      ['oldest', all.toReversed()],
    ] as const) {
      const seen: number[] = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const query = `kind=user.created&sort=${sort}&limit=2${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`
        const answer: Called = await list(query)
        seen.push(...events(answer).map(({ sequence }) => sequence))
        cursor = answer.body.next_cursor
      }
      assert.deepEqual(seen, expected, sort)
    }
  })

  test('T74: a cursor of events is valid for its own query and user alone', async () => {
    const { body } = await list('kind=user.*&limit=1')
    const cursor = encodeURIComponent(body.next_cursor)
    assert.equal((await list(`kind=user.*&limit=5&cursor=${cursor}`)).status, 200)
    const { secret: manager } = await n.newDomain('manager')
    const [position = '', signature = ''] = String(body.next_cursor).split('.')
    const forged = [
      `${Buffer.from('["1","0"]').toString('base64url')}.${signature}`,
      `${Buffer.from(`["1 or 1=1"]`).toString('base64url')}.${signature}`,
      `${position}.${'A'.repeat(43)}`,
    ]
    for (const answer of [
      await list(`cursor=${cursor}`),
      await list(`kind=user.*&sort=oldest&cursor=${cursor}`),
      await list(`kind=user.created&cursor=${cursor}`),
      await list(`kind=user.*&domain_id=default&cursor=${cursor}`),
      await list(`kind=user.*&cursor=${cursor}`, manager),
      ...(await Promise.all(forged.map((one) => list(`kind=user.*&cursor=${encodeURIComponent(one)}`)))),
    ]) {
      assert.equal(answer.status, 400)
      assert.equal(problemOf(answer), 'cursor_invalid')
    }
  })

  test('query errors are reported by parameter', async () => {
    const wrong = [
      ['kind=user', 'kind'],
      ['kind=user.created&kind=x.y', 'kind'],
      ['kind=%27--', 'kind'],
      ['sort=sequence', 'sort'],
      ['since=yesterday', 'since'],
      ['since=2026-01-02', 'since'],
      ['until=2026-13-02T00:00:00Z', 'until'],
      ['since=2026-01-02T00:00:00', 'since'],
      ['limit=0', 'limit'],
      ['touches=user', 'touches'],
    ] as const
    for (const [query, parameter] of wrong) {
      const answer = await list(query)
      assert.equal(answer.status, 400, query)
      assert.deepEqual(
        answer.body.errors.map((one: { parameter: string }) => one.parameter),
        [parameter],
        query,
      )
    }
    assert.equal((await list('subject_id=%00')).status, 400)
    assert.deepEqual(events(await list('since=2100-01-01T00:00:00%2B05:30')), [])
    assert.deepEqual(events(await list('until=2000-01-01T00:00:00z')), [])
  })

  test('a domain manager sees its domain; other users and unauthenticated callers see nothing', async () => {
    const { id, secret } = await n.newDomain('manager')
    await n.newUser({ domain_id: id })
    const shown = events(await list('limit=1000', secret))
    assert.ok(shown.length >= 2)
    assert.ok(shown.every(({ domain_id }) => domain_id === id))
    assert.deepEqual(events(await list('domain_id=default', secret)), [])
    const foreign = events(await list('domain_id=default&limit=1'))[0]?.sequence
    assert.equal((await n.call('GET', `/events/${foreign}`, { secret })).status, 403)
    const plain = await n.newUser()
    assert.equal((await list('', await n.signIn(plain.username, plain.password))).status, 403)
    assert.equal((await n.call('GET', '/events')).status, 401)
  })
})
