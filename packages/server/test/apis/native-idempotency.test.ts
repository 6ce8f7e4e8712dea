import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { beginIdempotent, keepAnswer } from '../../src/core/kernel/idempotency/idempotency-keys.ts'
import { onEachDatabase } from '../databases.ts'
import { type Native, nativeClient, problemOf } from '../native.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

onEachDatabase('Idempotency-Key at the native API', (makePlace) => {
  let s: TestServer
  let n: Native
  let count = 0
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
  })
  after(() => s.close())

  const newKey = () => `key ${++count}`
  const post = (path: string, body: unknown, key: string, secret = n.admin) =>
    n.call('POST', path, { secret, body, headers: { 'idempotency-key': key } })
  const users = (username: string, key: string, secret?: string) => post('/users', { username }, key, secret)
  const countOf = async (username: string) =>
    (await s.muster.store.db.q.selectFrom('users').select('id').where('name', '=', username).execute()).length

  test('a repeated request receives the same response and has no further effect', async () => {
    const key = newKey()
    const first = await users('once', key)
    assert.equal(first.status, 201)
    assert.equal(first.headers['idempotent-replay'], undefined)
    const again = await users('once', key)
    assert.deepEqual([again.status, again.body], [201, first.body])
    for (const name of ['location', 'etag', 'content-type'])
      assert.equal(again.headers[name], first.headers[name])
    assert.equal(again.headers['idempotent-replay'], 'true')
    assert.equal(await countOf('once'), 1)
  })

  test('20 parallel requests create one object; requests during the first are asked to retry', async () => {
    const key = newKey()
    const answers = await Promise.all(Array.from({ length: 20 }, () => users('parallel', key)))
    const made = answers.filter(({ status }) => status === 201)
    const early = answers.filter(({ status }) => status === 409)
    assert.ok(made.length >= 1)
    assert.equal(made.length + early.length, 20)
    for (const answer of early) {
      assert.equal(problemOf(answer), 'idempotency_in_progress')
      assert.equal(answer.headers['retry-after'], '1')
    }
    assert.equal(new Set(made.map(({ body }) => body.id)).size, 1)
    assert.equal(made.filter(({ headers }) => headers['idempotent-replay'] === undefined).length, 1)
    assert.equal((await users('parallel', key)).body.id, made[0]?.body.id)
    assert.equal(await countOf('parallel'), 1)
  })

  test('a key reused for a different request is rejected, and is independent per operation', async () => {
    const key = newKey()
    assert.equal((await users('mine', key)).status, 201)
    const other = await users('other', key)
    assert.equal(other.status, 422)
    assert.equal(problemOf(other), 'idempotency_key_reused')
    assert.equal((await post('/api-keys', { name: 'mine' }, key)).status, 201)
    assert.equal(await countOf('other'), 0)
  })

  test('T31: a key belongs to one caller; other callers neither see nor change its response', async () => {
    const key = newKey()
    const { secret } = await n.newDomain()
    const theirs = await users('both', key, secret)
    const ours = await users('both', key)
    assert.deepEqual([theirs.status, ours.status], [201, 201])
    assert.notEqual(theirs.body.id, ours.body.id)
    assert.equal(ours.headers['idempotent-replay'], undefined)
  })

  test('T01: an API key does not receive the stored responses of its owner', async () => {
    const key = newKey()
    const delegated = (await post('/api-keys', { name: 'lent', roles: [{ name: 'reader' }] }, newKey())).body
      .secret
    const made = await post('/api-keys', { name: 'strong' }, key)
    assert.equal(made.status, 201)
    assert.equal((await post('/api-keys', { name: 'strong' }, key)).body.secret, made.body.secret)
    const stolen = await post('/api-keys', { name: 'strong' }, key, delegated)
    assert.equal(stolen.status, 403)
    assert.ok(!JSON.stringify(stolen.body).includes(made.body.secret))
  })

  test('T30: a stored response with a secret is sealed', async () => {
    const { secret } = (await post('/api-keys', { name: 'sealed' }, newKey())).body
    const rows = await s.muster.store.db.q.selectFrom('kept_answers').selectAll().execute()
    assert.ok(rows.some(({ answer }) => answer !== null))
    assert.ok(!JSON.stringify(rows).includes(secret) && !JSON.stringify(rows).includes('sealed"'))
  })

  test('an error response is repeated; an unreadable request is not stored', async () => {
    const key = newKey()
    await users('taken', newKey())
    const first = await users('taken', key)
    assert.equal(first.status, 409)
    const again = await users('taken', key)
    assert.deepEqual([again.status, again.body.type], [409, first.body.type])
    assert.equal(again.headers['idempotent-replay'], 'true')
    const unread = newKey()
    assert.equal((await post('/users', { nothing: true }, unread)).status, 400)
    assert.equal((await users('read', unread)).status, 201)
  })

  const source = { api: 'test', requestId: 'test' }
  /** Starts a request to create a user as the administrator and leaves it unfinished. */
  const begin = async (username: string, key: string) => {
    const { body } = await n.call('GET', '/me', { secret: n.admin })
    const caller = {
      kind: 'known',
      userId: body.user.id,
      scope: { kind: 'system' },
      roles: body.authority.roles,
      chain: { delegation: { kind: 'none' }, methods: [], auditIds: [] },
    } as never
    const input = {
      key,
      operation: 'native.createUser',
      request: JSON.stringify(['/api/v1/users', { username }]),
    }
    const begun = await s.muster.core.run(beginIdempotent, input, caller, source)
    assert.ok(begun.kind === 'first')
    return { caller, attempt: { id: begun.id, attempt: begun.attempt } }
  }

  test('an error that an earlier version stored is repeated, and errors are stored as it reads them', async () => {
    const key = newKey()
    const { caller, attempt } = await begin('earlier', key)
    const refused = { kind: 'barred', code: 'status_step_barred', message: 'Not from there.', details: {} }
    await s.muster.core.run(keepAnswer, { ...attempt, answer: { refused } }, caller, source)
    const again = await users('earlier', key)
    assert.deepEqual([again.status, problemOf(again)], [403, 'status_step_barred'])
    assert.equal(again.headers['idempotent-replay'], 'true')

    const made = await post('/webhooks', { url: 'https://hooks.example.org/', enabled: false }, newKey())
    assert.equal(made.status, 201, JSON.stringify(made.body))
    const pinging = newKey()
    for (const replayed of [undefined, 'true']) {
      const ping = await post(`/webhooks/${made.body.webhook.id}/ping`, {}, pinging)
      assert.deepEqual([ping.status, problemOf(ping)], [403, 'webhook_disabled'])
      assert.equal(ping.headers['idempotent-replay'], replayed)
    }
    const request = JSON.stringify([`/api/v1/webhooks/${made.body.webhook.id}/ping`, {}])
    const input = { key: pinging, operation: 'native.pingWebhook', request }
    const stored = await s.muster.core.run(beginIdempotent, input, caller, source)
    assert.equal((stored as { answer: { refused: { kind: string } } }).answer.refused.kind, 'barred')
  })

  test('a completed request with a lost response is not executed again', async () => {
    const key = newKey()
    await begin('broken', key)
    const soon = await users('broken', key)
    assert.deepEqual([soon.status, problemOf(soon)], [409, 'idempotency_in_progress'])
    await s.muster.store.db.q
      .updateTable('kept_answers')
      .set({ begun_at: Date.now() - 600_000, done: 1 })
      .where('answer', 'is', null)
      .execute()
    const later = await users('broken', key)
    assert.deepEqual([later.status, problemOf(later)], [409, 'idempotency_outcome_unknown'])
    assert.equal(await countOf('broken'), 0)
    await s.muster.store.db.q
      .updateTable('kept_answers')
      .set({ begun_at: Date.now() - 86_400_001 })
      .where('answer', 'is', null)
      .execute()
    assert.equal((await users('broken', key)).status, 201, 'after a day the key can be reused')
  })

  test('T77: invalid keys are rejected', async () => {
    for (const key of ['', 'x'.repeat(256), 'a\tb', 'caf\u00e9']) {
      const answer = await users('never', key)
      assert.equal(answer.status, 400, JSON.stringify(key))
      assert.equal(problemOf(answer), 'idempotency_key_invalid')
    }
    assert.equal((await users('longest', 'x'.repeat(255))).status, 201)
    assert.equal(await countOf('never'), 0)
  })

  test('a sign-in ignores it: nothing is stored for unauthenticated callers', async () => {
    const key = newKey()
    const { username, password } = await n.newUser()
    const enter = () =>
      n.call('POST', '/sessions', { body: { username, password }, headers: { 'idempotency-key': key } })
    const [one, two] = [await enter(), await enter()]
    assert.deepEqual([one.status, two.status], [201, 201])
    assert.notEqual(one.body.secret, two.body.secret)
    assert.equal(two.headers['idempotent-replay'], undefined)
  })
})
