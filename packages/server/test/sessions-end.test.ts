import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { purgeExpiredSessions } from '../src/core/access/cleanup.ts'
import {
  closeOwnSession,
  closeOwnSessions,
  closeUserSession,
  closeUserSessions,
} from '../src/core/access/sessions/close-session.ts'
import { listOwnSessions, listUserSessions } from '../src/core/access/sessions/list-sessions.ts'
import { openSession } from '../src/core/access/sessions/open-session.ts'
import { bootstrap } from '../src/core/accounts/bootstrap/bootstrap.ts'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { changePassword } from '../src/core/accounts/passwords/change-password.ts'
import { createDomain } from '../src/core/directory/domains/create-domain.ts'
import { deleteDomain } from '../src/core/directory/domains/domains.ts'
import { updateDomain } from '../src/core/directory/domains/update-domain.ts'
import { type CreateUser, createUser } from '../src/core/directory/users/create-user.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { anonymous, type Caller, type KnownCaller } from '../src/core/kernel/caller.ts'
import { cleanupBatch } from '../src/core/kernel/cleanup-operation.ts'
import { type DomainErrorKind, isDomainError } from '../src/core/kernel/domain-error.ts'
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

const password = 'a long enough phrase'

onEachDatabase('the end of sessions', (makePlace) => {
  let core: TestCore
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
  })
  afterEach(() => core.close())

  const newUser = (name: string, more: Partial<CreateUser> = {}) =>
    core.run(createUser, { name, password, ...more })
  const signIn = (username: string, domainId = 'default', input = password) =>
    core.run(
      openSession,
      { username, domain: { id: domainId }, password: input, agent: null, address: null },
      anonymous,
    )
  /** Signed in, and cached by the session reader. */
  const enter = async (username: string, domainId?: string) => {
    const { session, secret } = await signIn(username, domainId)
    const caller = await core.sessions.read(secret)
    assert.ok(core.sessions.peek(secret))
    return { session, secret, caller }
  }
  const dead = async (secret: string) => {
    assert.equal(core.sessions.peek(secret), undefined)
    await assert.rejects(core.sessions.read(secret), (thrown) => isDomainError(thrown, 'unauthenticated'))
  }
  const rejected = (kind: DomainErrorKind, code?: string) => (thrown: unknown) =>
    isDomainError(thrown, kind) && (code === undefined || thrown.code === code)

  test('T34: a closed session is invalid on the next request, and no other is', async () => {
    await newUser('ann')
    const [one, other] = [await enter('ann'), await enter('ann')]
    await core.run(closeOwnSession, { id: one.session.id }, one.caller)
    await dead(one.secret)
    assert.ok(core.sessions.peek(other.secret))
    assert.equal((await core.events()).at(-1), 'session.closed')
    await assert.rejects(
      core.run(closeOwnSession, { id: one.session.id }, other.caller),
      rejected('not_found'),
    )
  })

  test('T81: expired sessions are purged, in batches; others stay', async () => {
    const { id: userId } = await newUser('ann')
    const { session, secret } = await enter('ann')
    const idle = core.ports.settings.sessionIdleLimit * 1000
    const old = core.now() - idle
    await core.store.transaction('serializable', async ({ sessions }) => {
      for (let n = 0; n <= cleanupBatch; n++)
        await sessions.insert({
          ...session,
          id: `old-${n}`,
          userId,
          createdAt: old,
          lastSeenAt: old,
          secretHash: `old-${n}`,
        })
    })
    const cleanUp = () => core.run(purgeExpiredSessions, {}, { kind: 'operator' })
    assert.deepEqual([await cleanUp(), await cleanUp(), await cleanUp()], [cleanupBatch, 1, 0])
    assert.ok(await core.sessions.read(secret))
    core.advanceTime(idle)
    assert.equal(await cleanUp(), 1)
    await dead(secret)
    await assert.rejects(core.run(purgeExpiredSessions, {}), rejected('forbidden'))
  })

  test('a user can close every session, or every other one', async () => {
    await newUser('ann')
    await newUser('bob')
    const bob = await enter('bob')
    const [one, two, three] = [await enter('ann'), await enter('ann'), await enter('ann')]
    await core.run(closeOwnSessions, { keepThis: true }, two.caller)
    await dead(one.secret)
    await dead(three.secret)
    assert.ok(core.sessions.peek(two.secret))
    await core.run(closeOwnSessions, { keepThis: false }, two.caller)
    await dead(two.secret)
    assert.ok(core.sessions.peek(bob.secret))
  })

  const endings: readonly (readonly [cause: string, (id: string) => Promise<unknown>])[] = [
    ['disabled', (id) => core.run(updateUser, { id, status: 'disabled' })],
    ['put back to pending', (id) => core.run(updateUser, { id, status: 'pending' })],
    ['given a new password', (id) => core.run(updateUser, { id, password: 'another phrase' })],
    ['left without a password', (id) => core.run(updateUser, { id, password: null })],
    [
      'changing its own password',
      (id) => core.run(changePassword, { id, original: password, password: 'another phrase' }, anonymous),
    ],
    ['deleted', (id) => core.run(deleteUser, { id })],
  ]
  for (const [cause, end] of endings)
    test(`T35: the sessions of a user that is ${cause} are invalid on the next request, permanently`, async () => {
      const ann = await newUser('ann')
      await newUser('bob')
      const [one, two, bob] = [await enter('ann'), await enter('ann'), await enter('bob')]
      await end(ann.id)
      await dead(one.secret)
      await dead(two.secret)
      assert.ok(core.sessions.peek(bob.secret), 'other users stay signed in')
      if (cause !== 'deleted') {
        await core.run(updateUser, { id: ann.id, status: 'active', password: 'a third phrase' })
        await dead(one.secret)
      }
      assert.equal((await core.store.db.q.selectFrom('sessions').selectAll().execute()).length, 1)
    })

  test('T35: an unrelated change of the user ends no session', async () => {
    const ann = await newUser('ann')
    const { secret } = await enter('ann')
    await core.run(updateUser, { id: ann.id, displayName: 'Ann', status: 'active' })
    assert.ok(await core.sessions.read(secret))
  })

  test('T35: the sessions of a disabled domain are invalid, also after it is enabled again', async () => {
    const domain = await core.run(createDomain, { name: 'Elsewhere' })
    await newUser('ann', { domainId: domain.id })
    await newUser('bob')
    const [ann, bob] = [await enter('ann', domain.id), await enter('bob')]
    await core.run(updateDomain, { id: domain.id, enabled: false })
    await dead(ann.secret)
    await assert.rejects(signIn('ann', domain.id), rejected('unauthenticated', 'user_not_active'))
    await core.run(updateDomain, { id: domain.id, enabled: true })
    await dead(ann.secret)
    assert.ok(core.sessions.peek(bob.secret))
    assert.ok(await enter('ann', domain.id))
  })

  test('T35: the sessions of a deleted domain are deleted with its users', async () => {
    const domain = await core.run(createDomain, { name: 'Elsewhere' })
    await newUser('ann', { domainId: domain.id })
    const { secret } = await enter('ann', domain.id)
    await core.run(updateDomain, { id: domain.id, enabled: false })
    await core.run(deleteDomain, { id: domain.id })
    await dead(secret)
  })

  test('a repeated bootstrap ends the sessions of the administrator', async () => {
    const again = (input: string) =>
      core.run(bootstrap, { password: input, again: true }, { kind: 'operator' })
    await again(password)
    const { secret } = await enter('admin')
    await again('another phrase')
    await dead(secret)
  })

  test('T36: a password replaced during a sign-in does not open a session', async () => {
    const ann = await newUser('ann')
    const { passwords } = core.ports
    const { verify } = passwords
    passwords.verify = async (input, hash) => {
      const right = await verify(input, hash)
      core.advanceTime(1)
      await core.run(updateUser, { id: ann.id, password: 'another phrase' })
      return right
    }
    try {
      await assert.rejects(signIn('ann'), rejected('unauthenticated', 'password_replaced'))
    } finally {
      passwords.verify = verify
    }
    assert.ok(await signIn('ann', 'default', 'another phrase'))
  })

  test('T36: of sign-ins concurrent with a disabling none outlives it', async () => {
    const ann = await newUser('ann')
    const tries = Array.from({ length: 20 }, () => signIn('ann').catch(() => undefined))
    await core.run(updateUser, { id: ann.id, status: 'disabled' })
    const opened = (await Promise.all(tries)).flatMap((one) => (one ? [one.secret] : []))
    await core.run(updateUser, { id: ann.id, status: 'active' })
    for (const secret of opened) await dead(secret)
  })

  test('of twenty concurrent closings of one session exactly one succeeds', async () => {
    await newUser('ann')
    const { session, caller } = await enter('ann')
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () => core.run(closeOwnSession, { id: session.id }, caller)),
    )
    assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1)
    assert.ok(tries.every((one) => one.status === 'fulfilled' || isDomainError(one.reason, 'not_found')))
    assert.equal((await core.events()).filter((kind) => kind === 'session.closed').length, 1)
  })

  test('a list is newest first, with pages that survive the end of their last row', async () => {
    await newUser('ann')
    const opened: { id: string; caller: KnownCaller }[] = []
    for (let n = 0; n < 5; n++) {
      const { session, caller } = await enter('ann')
      opened.unshift({ id: session.id, caller })
      if (n !== 2) core.advanceTime(1000)
    }
    const [{ caller } = assert.fail()] = opened
    const first = await core.run(listOwnSessions, { limit: 3 }, caller)
    assert.equal(first.more, true)
    const last = first.rows.at(-1) ?? assert.fail()
    await core.run(closeOwnSession, { id: last.id }, caller)
    const from = { id: last.id, value: last.createdAt }
    const second = await core.run(listOwnSessions, { limit: 3, from }, caller)
    assert.equal(second.more, false)
    const times = [...first.rows, ...second.rows].map(({ createdAt }) => createdAt)
    assert.deepEqual(
      times,
      times.toSorted((a, b) => b - a),
    )
    assert.deepEqual(
      [...first.rows, ...second.rows].map(({ id }) => id).sort(),
      opened.map(({ id }) => id).sort(),
    )
  })

  test('a list contains active sessions only', async () => {
    const ann = await newUser('ann')
    await enter('ann')
    const used = await enter('ann')
    core.advanceTime(4 * 3_600_000)
    await core.sessions.read(used.secret)
    core.advanceTime(4 * 3_600_000)
    const { rows } = await core.run(listUserSessions, { userId: ann.id, limit: 10 })
    assert.deepEqual(
      rows.map(({ id }) => id),
      [used.session.id],
    )
  })

  test('T31: the session of another user is not found', async () => {
    await newUser('ann')
    await newUser('bob')
    const [ann, bob] = [await enter('ann'), await enter('bob')]
    await assert.rejects(core.run(closeOwnSession, { id: bob.session.id }, ann.caller), rejected('not_found'))
    const { rows } = await core.run(listOwnSessions, { limit: 10 }, ann.caller)
    assert.deepEqual(
      rows.map(({ id }) => id),
      [ann.session.id],
    )
    const mixed = { userId: ann.caller.userId, id: bob.session.id }
    await assert.rejects(
      core.run(closeUserSession, mixed),
      rejected('not_found'),
      'the path names two different users',
    )
    assert.ok(core.sessions.peek(bob.secret))
  })

  test('permissions to read and close the sessions of others', async () => {
    const domain = await core.run(createDomain, { name: 'Elsewhere' })
    const ann = await newUser('ann', { domainId: domain.id })
    const may: readonly (readonly [who: string, caller: Caller, allowed: boolean])[] = [
      ['an administrator', systemAdmin, true],
      ['a manager of the domain', inDomain(domain.id, 'manager', 'member', 'reader'), true],
      ['a reader of the system', systemReader, false],
      ['a reader of the domain', inDomain(domain.id, 'reader'), false],
      ['a manager of another domain', inDomain('default', 'manager', 'member', 'reader'), false],
      ['a member of a project', unprivileged, false],
      ['the user itself, by that path', callerAs({ userId: ann.id, userDomainId: domain.id }), false],
    ]
    for (const [who, caller, allowed] of may) {
      const { session } = await enter('ann', domain.id)
      const attempts = [
        () => core.run(listUserSessions, { userId: ann.id, limit: 10 }, caller),
        () => core.run(closeUserSession, { userId: ann.id, id: session.id }, caller),
        () => core.run(closeUserSessions, { userId: ann.id }, caller),
      ]
      for (const attempt of attempts)
        if (allowed) await assert.doesNotReject(attempt, who)
        else await assert.rejects(attempt, rejected('forbidden'), who)
    }
    await assert.rejects(
      core.run(listUserSessions, { userId: 'unknown', limit: 1 }, unprivileged),
      rejected('forbidden'),
    )
    await assert.rejects(core.run(listUserSessions, { userId: 'unknown', limit: 1 }), rejected('not_found'))
    await assert.rejects(core.run(listOwnSessions, { limit: 1 }, anonymous), rejected('unauthenticated'))
  })
})
