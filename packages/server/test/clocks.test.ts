import assert from 'node:assert/strict'
import { test } from 'node:test'
import { validateToken } from '../src/core/access/tokens/validate-token.ts'
import { command } from '../src/core/kernel/operation.ts'
import { revokeUserTokens } from '../src/core/kernel/revocations/revoke-tokens.ts'
import { onEachDatabase, type Place } from './databases.ts'
import { createTestCore } from './test-core.ts'
import { startTestServer, type TestServer } from './test-server.ts'
import { trustFixture } from './trust-fixtures.ts'

const minutes = 60_000

/** Servers on one database with separate clocks. */
const nodes = async (place: Place, ...ahead: readonly number[]): Promise<readonly TestServer[]> => {
  const environment = { MUSTER_LOCKOUT_FAILURE_ATTEMPTS: '3', MUSTER_LOCKOUT_DURATION: '60' }
  const all: TestServer[] = []
  for (const by of ahead)
    all.push(await startTestServer(place, environment, {}, { systemTime: () => Date.now() + by }))
  return all
}

const first = 'first password 1'
const second = 'second password 2'

const makeUser = async ({ call, admin }: TestServer, name: string) => {
  const { status, body } = await call('POST', '/v3/users', {
    token: admin,
    body: { user: { name, domain_id: 'default', password: first } },
  })
  assert.equal(status, 201)
  return String(body.user.id)
}

const isValid = async ({ call, admin }: TestServer, subject: string) => {
  const { status } = await call('GET', '/v3/auth/tokens', { token: admin, subject })
  assert.ok(status === 200 || status === 404, `validation answered ${status}`)
  return status === 200
}

const tryPassword = (node: TestServer, id: string, password: string) =>
  node.call('POST', '/v3/auth/tokens', {
    body: { auth: { identity: { methods: ['password'], password: { user: { id, password } } } } },
  })

onEachDatabase('nodes with different clocks', (makePlace) => {
  for (const ahead of [5_000, 10 * minutes, -5_000, -10 * minutes]) {
    const title = `${Math.abs(ahead) / 1000} s ${ahead > 0 ? 'ahead' : 'behind'}`

    test(`R4: two nodes, the issuing one ${title}: no token outlives its revocation`, async () => {
      const place = await makePlace()
      // A SQLite database has one process and one clock.
      if (place.name === 'sqlite') return place.remove()
      const [issuing, ending] = (await nodes(place, ahead, 0)) as [TestServer, TestServer]

      const ends: Record<string, (id: string, token: string) => Promise<{ readonly status: number }>> = {
        'a password that the user changes': (id) =>
          ending.call('POST', `/v3/users/${id}/password`, {
            body: { user: { original_password: first, password: second } },
          }),
        'a password that an administrator sets': (id) =>
          ending.call('PATCH', `/v3/users/${id}`, {
            token: ending.admin,
            body: { user: { password: second } },
          }),
        'a revocation of the token': (_id, token) =>
          ending.call('DELETE', '/v3/auth/tokens', { token: ending.admin, subject: token }),
        'disabling and enabling': async (id) => {
          for (const enabled of [false, true]) {
            const answer = await ending.call('PATCH', `/v3/users/${id}`, {
              token: ending.admin,
              body: { user: { enabled } },
            })
            if (!enabled) assert.equal(answer.status, 200)
            else return answer
          }
          throw new Error('unreachable')
        },
      }
      for (const [what, end] of Object.entries(ends)) {
        const id = await makeUser(issuing, what)
        const token = await issuing.signIn({ id, password: first })
        assert.ok((await end(id, token)).status < 300, what)
        assert.equal(await isValid(ending, token), false, `${what}: on the node where it ended`)
        const password = what.startsWith('a password') ? second : first
        // The next sign-in waits for a second at most, on either node.
        for (const node of [ending, issuing]) {
          const again = await tryPassword(node, id, password)
          assert.equal(again.status, 201, `${what}: signing in again answered ${again.status}`)
          const fresh = String(again.headers['x-subject-token'])
          for (const other of [ending, issuing]) assert.equal(await isValid(other, fresh), true, what)
        }
        assert.equal(await isValid(issuing, token), false, `${what}: on the node that issued it`)
      }
      await ending.muster.close()
      await issuing.close()
    })
  }

  test('R4: a lock after wrong passwords holds on every node, whatever the clocks', async () => {
    const place = await makePlace()
    if (place.name === 'sqlite') return place.remove()
    const [fast, right] = (await nodes(place, 10 * minutes, 0)) as [TestServer, TestServer]
    const id = await makeUser(fast, 'locked')
    for (let guess = 0; guess < 3; guess++)
      assert.equal((await tryPassword(fast, id, 'wrong wrong 1')).status, 401)
    for (const node of [fast, right]) assert.equal((await tryPassword(node, id, first)).status, 401)
    const other = await makeUser(right, 'locked on the other')
    for (let guess = 0; guess < 3; guess++)
      assert.equal((await tryPassword(right, other, 'wrong wrong 1')).status, 401)
    // By its own clock the fast node would consider a lock of 60 s expired.
    assert.equal((await tryPassword(fast, other, first)).status, 401)
    await right.muster.close()
    await fast.close()
  })

  test('R4: correcting a fast clock restores nothing that was revoked, and locks out no user', async () => {
    const place = await makePlace()
    if (place.name === 'postgres') return place.remove()
    let ahead = 10 * minutes
    const environment = { MUSTER_LOCKOUT_FAILURE_ATTEMPTS: '3', MUSTER_LOCKOUT_DURATION: '1800' }
    const open = () =>
      startTestServer(
        { ...place, remove: async () => {} },
        environment,
        {},
        { systemTime: () => Date.now() + ahead },
      )
    const wrong = await open()
    const ended = await makeUser(wrong, 'ended')
    const kept = await makeUser(wrong, 'kept')
    const revoked = await wrong.signIn({ id: ended, password: first })
    await wrong.call('DELETE', '/v3/auth/tokens', { token: wrong.admin, subject: revoked })
    const active = await wrong.signIn({ id: kept, password: first })
    await wrong.close()

    ahead = 0
    const right = await open()
    assert.equal(await isValid(right, revoked), false)
    assert.equal(await isValid(right, active), true, 'a valid token stays valid')
    for (const id of [ended, kept]) assert.equal((await tryPassword(right, id, first)).status, 201)
    const changed = await right.call('PATCH', `/v3/users/${kept}`, {
      token: right.admin,
      body: { user: { password: second } },
    })
    assert.equal(changed.status, 200)
    assert.equal(await isValid(right, active), false, 'a token of the wrong time ends as any other')
    assert.equal((await tryPassword(right, kept, second)).status, 201, 'and its user signs in at once')

    // The clock is corrected while the server runs.
    ahead = 10 * minutes
    const later = await right.signIn({ id: kept, password: second })
    ahead = 0
    const again = await right.call('PATCH', `/v3/users/${kept}`, {
      token: right.admin,
      body: { user: { password: first } },
    })
    assert.equal(again.status, 200)
    assert.equal(await isValid(right, later), false)
    assert.equal((await tryPassword(right, kept, first)).status, 201)
    await right.close()
    await place.remove()
  })

  test('R4: a revocation covers tokens issued while its command was running', async () => {
    const core = await createTestCore(await makePlace())
    const w = await trustFixture(core)
    let token = ''
    const slow = command({
      access: 'public',
      prepare: async () => {
        // For example, hashing a password while the same user signs in elsewhere.
        core.advanceTime(3000)
        token = (await w.enter(w.trustor, w.onTheProject)).token
      },
      apply: (_input: object, at) => revokeUserTokens(w.trustor, at),
    })
    await core.run(slow, {})
    core.advanceTime(1000)
    await assert.rejects(core.run(validateToken, { token }), { kind: 'not_found' })
    const fresh = await w.enter(w.trustor, w.onTheProject)
    await core.run(validateToken, { token: fresh.token })
    await core.close()
  })
})
