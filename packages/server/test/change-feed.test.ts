import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import { bootstrapOnce } from '../src/composition/administrator.ts'
import { openMuster } from '../src/composition/server.ts'
import { loadConfig } from '../src/config/load-config.ts'
import { startChangeFeed } from '../src/jobs/change-feed.ts'
import { openPostgresStore } from '../src/store/engine/postgres-store.ts'
import { onEachDatabase, type Place } from './databases.ts'
import { nativeClient } from './native.ts'
import { adminPassword, startTestServer } from './test-server.ts'

const until = async (holds: () => Promise<boolean> | boolean, what: string) => {
  const end = Date.now() + 5000
  while (!(await holds())) {
    if (Date.now() > end) assert.fail(what)
    // Lets timers and sockets of the tested processes proceed.
    await new Promise((resolve) => setImmediate(resolve))
  }
}

onEachDatabase('several processes on one database', (makePlace) => {
  test('T45: a change at one process invalidates tokens cached by another', async () => {
    const place = await makePlace()
    const one = await startTestServer(place)
    const config = loadConfig({
      MUSTER_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
      MUSTER_PUBLIC_URL: 'http://muster.test',
      ...place.environment,
    })
    const other = await openMuster(config, { synchronous: 'off' })
    assert.equal(await bootstrapOnce(other, adminPassword), false, 'T61: one bootstrap, on any node')
    const user = { name: 'admin', domain: { id: 'default' }, password: adminPassword }
    const token = await one.signIn(user, { project: { name: 'admin', domain: { id: 'default' } } })
    const ask = async () =>
      (
        await other.app.inject({
          method: 'GET',
          url: '/v3/auth/tokens',
          headers: { 'x-auth-token': token, 'x-subject-token': token },
        })
      ).statusCode
    await until(async () => (await ask()) === 200, 'the other node never accepted the token')
    assert.equal((await one.call('DELETE', '/v3/auth/tokens', { token, subject: token })).status, 204)
    await until(async () => (await ask()) === 401, 'the other node did not receive the revocation')
    await other.close()
    await one.close()
  })

  test('T34, T45: a session or key that ends at one process is rejected by another at Identity v3', async () => {
    const place = await makePlace()
    const one = await startTestServer(place)
    const config = loadConfig({
      MUSTER_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
      MUSTER_PUBLIC_URL: 'http://muster.test',
      ...place.environment,
    })
    const other = await openMuster(config, { synchronous: 'off' })
    const n = await nativeClient(one)
    const newKey = async (name: string) =>
      (await n.call('POST', '/api-keys', { secret: n.admin, body: { name } })).body
    const signOut = async (secret: string) => n.call('DELETE', '/sessions/current', { secret })
    const endings = {
      'a closed session': async () => {
        const secret = await n.signIn('admin', adminPassword)
        return { secret, end: () => signOut(secret) }
      },
      'a revoked key': async () => {
        const { api_key, secret } = await newKey('revoked')
        const body = { revoked: true }
        return { secret, end: () => n.call('PATCH', `/api-keys/${api_key.id}`, { secret: n.admin, body }) }
      },
      'a rotated key': async () => {
        const { api_key, secret } = await newKey('rotated')
        const path = `/api-keys/${api_key.id}/rotate`
        return { secret, end: () => n.call('POST', path, { secret: n.admin, body: {} }) }
      },
      'a deleted key': async () => {
        const { api_key, secret } = await newKey('deleted')
        return { secret, end: () => n.call('DELETE', `/api-keys/${api_key.id}`, { secret: n.admin }) }
      },
      'a session of a disabled user': async () => {
        const { id, username, password } = await n.newUser()
        const own = await n.signIn(username, password)
        const body = { status: 'disabled' }
        return { secret: own, end: () => n.call('PATCH', `/users/${id}`, { secret: n.admin, body }) }
      },
    }
    for (const [what, prepare] of Object.entries(endings)) {
      const { secret, end } = await prepare()
      const ask = async (headers: Record<string, string>) =>
        (await other.app.inject({ method: 'GET', url: '/v3/auth/domains', headers })).statusCode
      const both = async () => [
        await ask({ 'x-auth-token': secret }),
        await ask({ authorization: `Bearer ${secret}` }),
      ]
      assert.deepEqual(await both(), [200, 200], what)
      assert.ok((await end()).status < 300, what)
      await until(async () => (await both()).every((status) => status === 401), `${what} stayed valid`)
    }
    await other.close()
    await one.close()
  })
})

describe('a node without a change feed', () => {
  test('bypasses its caches until the feed is available again', async () => {
    let broken = true
    const heard: string[] = []
    const feed = startChangeFeed({
      changes: {
        local: false,
        async next() {
          if (broken) throw new Error('the line is dead')
          return ['user:1']
        },
      },
      onInvalidate: (keys) => heard.push(...keys),
      onFailure: () => {},
    })
    assert.equal(feed.fresh(), false)
    broken = false
    await until(() => feed.fresh(), 'the feed never came back')
    assert.equal(heard[0], 'user:1')
    broken = true
    await until(() => !feed.fresh(), 'a dead feed was trusted for ever')
    await feed.stop()
  })
})

onEachDatabase('the event log as a change feed', (makePlace) => {
  test('a late commit is not skipped', async () => {
    const place: Place = await makePlace()
    if (place.name === 'sqlite') return place.remove()
    const store = await place.open()
    const writer = await openPostgresStore({ url: String(place.environment['MUSTER_DATABASE_URL']) })
    const event = (touches: string) => ({
      kind: 'test',
      subject: { type: 'test', id: '1' },
      invalidates: [touches],
      at: 0,
      actorId: null,
      face: 'test',
      requestId: 'req',
    })
    await store.changes.next()
    let commitLate: () => void = () => {}
    const gate = new Promise<void>((resolve) => {
      commitLate = resolve
    })
    let begun: () => void = () => {}
    const hasBegun = new Promise<void>((resolve) => {
      begun = resolve
    })
    const late = writer.transaction('read committed', async (stores) => {
      await stores.events.append([event('late')])
      begun()
      await gate
    })
    await hasBegun
    await store.transaction('read committed', (stores) => stores.events.append([event('early')]))
    assert.deepEqual(await store.changes.next(), ['early'])
    assert.deepEqual(await store.changes.next(), [])
    commitLate()
    await late
    assert.deepEqual(await store.changes.next(), ['late'])
    assert.deepEqual(await store.changes.next(), [])
    const { rows } = await sql<{ count: number }>`select count(*) as count from events`.execute(store.db.q)
    assert.equal(Number(rows[0]?.count), 2)
    await writer.close()
    await store.close()
    await place.remove()
  })
})
