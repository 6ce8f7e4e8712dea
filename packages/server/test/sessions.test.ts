import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { signIn as signInForToken } from '../src/core/access/authentication/sign-in.ts'
import { type OpenSession, openSession } from '../src/core/access/sessions/open-session.ts'
import { makeSessionReader, type SessionView } from '../src/core/access/sessions/session-reader.ts'
import { whoAmI } from '../src/core/access/sessions/who-am-i.ts'
import { makeDependencyCache } from '../src/core/access/tokens/dependency-cache.ts'
import type { AssignmentTarget } from '../src/core/directory/assignments/assignment.ts'
import { grantRole, revokeRole } from '../src/core/directory/assignments/grant-role.ts'
import { createDomain } from '../src/core/directory/domains/create-domain.ts'
import { createGroup } from '../src/core/directory/groups/create-group.ts'
import { addMember } from '../src/core/directory/groups/group-members.ts'
import { createProject } from '../src/core/directory/projects/create-project.ts'
import { updateProject } from '../src/core/directory/projects/update-project.ts'
import { createRole } from '../src/core/directory/roles/create-role.ts'
import { type CreateUser, createUser } from '../src/core/directory/users/create-user.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { anonymous } from '../src/core/kernel/caller.ts'
import { isDomainError } from '../src/core/kernel/domain-error.ts'
import { onEachDatabase } from './databases.ts'
import { invited } from './invited-fixtures.ts'
import { createTestCore, type TestCore } from './test-core.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const password = 'a long enough phrase'

onEachDatabase('sessions', (makePlace) => {
  let core: TestCore
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
  })
  afterEach(() => core.close())

  const newUser = (name: string, more: Partial<CreateUser> = {}) =>
    core.run(createUser, { name, password, ...more })
  const signIn = (input: Partial<OpenSession>) =>
    core.run(openSession, { password, agent: 'a test', address: '192.0.2.7', ...input }, anonymous)
  const grant = (userId: string, target: AssignmentTarget, roleId: string) =>
    core.run(grantRole, { actor: { type: 'user', id: userId }, target, roleId, inherited: false })
  const scopeOf = async (secret: string) => {
    const { scope, roles } = await core.sessions.read(secret)
    return [scope.kind, ...roles.map(({ name }) => name)]
  }
  const dead = (secret: string) =>
    assert.rejects(core.sessions.read(secret), (thrown) => isDomainError(thrown, 'unauthenticated'))
  const failed = (input: Partial<OpenSession>, code: string) =>
    assert.rejects(
      signIn(input),
      (thrown) => isDomainError(thrown, 'unauthenticated') && thrown.code === code,
    )

  test('a sign-in opens a session of its user, and does not store the secret', async () => {
    const ann = await newUser('ann')
    const { session, secret } = await signIn({ username: 'ann' })
    assert.match(secret, /^mst_s_[\w-]{49}$/)
    const caller = await core.sessions.read(secret)
    assert.equal(caller.userId, ann.id)
    assert.deepEqual(caller.chain.methods, ['password'])
    assert.equal(caller.chain.sessionId, session.id)
    assert.deepEqual(await core.store.reading.sessions.get(session.id), {
      id: session.id,
      userId: ann.id,
      methods: ['password'],
      agent: 'a test',
      address: '192.0.2.7',
      createdAt: core.now(),
      lastSeenAt: core.now(),
    })
    assert.equal((await core.store.reading.users.get(ann.id))?.lastActiveAt, core.now())
    const stored = JSON.stringify([
      await core.store.db.q.selectFrom('sessions').selectAll().execute(),
      await core.store.reading.events.list(0, 100),
    ])
    assert.ok(!stored.includes(secret) && !stored.includes(secret.slice(6, 40)))
    assert.deepEqual(await core.events(), ['user.created', 'session.opened'])
  })

  test('a session reads its user, itself and its rights', async () => {
    await newUser('ann')
    const { session, secret } = await signIn({ username: 'ann' })
    const found = await core.run(whoAmI, {}, await core.sessions.read(secret))
    assert.equal(found.user.name, 'ann')
    assert.equal(found.session?.id, session.id)
    assert.deepEqual(found.authority, { scope: { kind: 'unscoped' }, roles: [] })
    await assert.rejects(core.run(whoAmI, {}, anonymous), (thrown) =>
      isDomainError(thrown, 'unauthenticated'),
    )
  })

  test('a claimed email signs in in any spelling, an unclaimed one does not', async () => {
    await newUser('ann', { email: 'Ann@Example.com', claimEmail: true })
    await newUser('bob', { email: 'bob@example.com' })
    assert.ok(await signIn({ email: ' ANN@example.COM' }))
    await failed({ email: 'bob@example.com' }, 'user_unknown')
  })

  test('the domain of a sign-in is the default one unless given', async () => {
    const domain = await core.run(createDomain, { name: 'Elsewhere' })
    await newUser('ann', { domainId: domain.id, email: 'ann@example.com', claimEmail: true })
    await failed({ username: 'ann' }, 'user_unknown')
    await failed({ email: 'ann@example.com' }, 'user_unknown')
    assert.ok(await signIn({ username: 'ann', domain: { id: domain.id } }))
    assert.ok(await signIn({ email: 'ann@example.com', domain: { name: 'Elsewhere' } }))
  })

  test('T81: a failed sign-in stores no row, whatever the reason', async () => {
    await newUser('ann')
    await newUser('ben', { status: 'disabled' })
    await invited(core.store, (await newUser('cat')).id)
    await newUser('dan', { password: undefined })
    await failed({ username: 'ann', password: 'wrong' }, 'password_wrong')
    await failed({ username: 'eve' }, 'user_unknown')
    await failed({ email: 'no address\r\n' }, 'user_unknown')
    await failed({ username: 'ann', domain: { id: 'nowhere' } }, 'user_unknown')
    await failed({ username: 'ben' }, 'user_not_active')
    await failed({ username: 'cat' }, 'user_not_active')
    await failed({ username: 'dan' }, 'user_without_password')
    await failed({ username: 'ann', password: 'x'.repeat(1_000_000) }, 'password_too_long')
    assert.deepEqual(await core.store.db.q.selectFrom('sessions').selectAll().execute(), [])
  })

  test('T64: a user with multi-factor rules gets no session for a password alone', async () => {
    await newUser('ann', { options: { multi_factor_auth_rules: [['password', 'totp']] } })
    await newUser('ben', { options: { multi_factor_auth_rules: [['password', 'totp'], ['password']] } })
    await newUser('cat', {
      options: { multi_factor_auth_enabled: false, multi_factor_auth_rules: [['password', 'totp']] },
    })
    await failed({ username: 'ann' }, 'factors_missing')
    await failed({ username: 'ann', password: 'wrong' }, 'password_wrong')
    assert.ok(await signIn({ username: 'ben' }))
    assert.ok(await signIn({ username: 'cat' }))
  })

  test('T79: failures here and at Identity v3 count together, and a lock applies to both', async () => {
    const locking = await createTestCore(await makePlace(), {
      lockoutFailureAttempts: 3,
      lockoutDuration: 60,
    })
    try {
      await locking.run(createUser, { name: 'ann', password })
      const here = (value: string) =>
        locking.run(openSession, { username: 'ann', password: value, agent: null, address: null }, anonymous)
      const there = (value: string) => {
        const user = { name: 'ann', domain: { id: 'default' } }
        return locking.run(
          signInForToken,
          { methods: ['password'], password: { user, password: value } },
          anonymous,
        )
      }
      const wrong = (thrown: unknown) => isDomainError(thrown, 'unauthenticated')
      await assert.rejects(here('wrong'), wrong)
      await assert.rejects(there('wrong'), wrong)
      assert.ok(await here(password), 'two failures are reset')
      for (const attempt of [here, there, here]) await assert.rejects(attempt('wrong'), wrong)
      await assert.rejects(here(password), wrong, 'locked')
      await assert.rejects(there(password), wrong, 'locked')
      locking.advanceTime(60_000)
      assert.ok(await here(password))
    } finally {
      await locking.close()
    }
  })

  test('T49: of many concurrent wrong passwords every one counts', async () => {
    const locking = await createTestCore(await makePlace(), {
      lockoutFailureAttempts: 20,
      lockoutDuration: 60,
    })
    try {
      const ann = await locking.run(createUser, { name: 'ann', password })
      const guess = () =>
        locking.run(openSession, { username: 'ann', password: 'x', agent: null, address: null }, anonymous)
      await Promise.allSettled(Array.from({ length: 19 }, guess))
      assert.equal((await locking.store.reading.lockouts.get(ann.id))?.count, 19)
    } finally {
      await locking.close()
    }
  })

  test('using a session counts as activity of the user, an unused one does not', async () => {
    const far = {
      sessionIdleLimit: 90 * 86_400,
      sessionAbsoluteLimit: 900 * 86_400,
      disableUserAccountDaysInactive: 3,
    }
    const patient = await createTestCore(await makePlace(), far)
    try {
      await patient.run(createUser, { name: 'ann', password })
      const { secret } = await patient.run(
        openSession,
        { username: 'ann', password, agent: null, address: null },
        anonymous,
      )
      for (let days = 0; days < 8; days += 2) {
        assert.ok(await patient.sessions.read(secret), `day ${days}`)
        patient.advanceTime(2 * day)
      }
      patient.advanceTime(2 * day)
      assert.equal(patient.sessions.peek(secret), undefined)
      await assert.rejects(patient.sessions.read(secret), (thrown) =>
        isDomainError(thrown, 'unauthenticated'),
      )
    } finally {
      await patient.close()
    }
  })

  test('T44: every sign-in has a new id and secret, also right after a sign-out', async () => {
    await newUser('ann')
    const opened = await Promise.all(Array.from({ length: 20 }, () => signIn({ username: 'ann' })))
    assert.equal(new Set(opened.map(({ secret }) => secret)).size, 20)
    assert.equal(new Set(opened.map(({ session }) => session.id)).size, 20)
    for (const { session, secret } of opened)
      assert.equal((await core.sessions.read(secret)).chain.sessionId, session.id)
  })

  test('T45: the session has the widest scope, and a change of roles applies on the next request', async () => {
    const { id: reader } = await core.run(createRole, { name: 'reader' })
    const project = await core.run(createProject, { name: 'home' })
    const ann = await newUser('ann', { defaultProjectId: project.id })
    const { secret } = await signIn({ username: 'ann' })
    const actor = { type: 'user', id: ann.id } as const
    assert.deepEqual(await scopeOf(secret), ['unscoped'])

    await grant(ann.id, { type: 'project', id: project.id }, reader)
    assert.deepEqual(await scopeOf(secret), ['project', 'reader'])
    await core.run(updateProject, { id: project.id, enabled: false })
    assert.deepEqual(await scopeOf(secret), ['unscoped'], 'a disabled project gives no authority')
    await core.run(updateProject, { id: project.id, enabled: true })
    assert.deepEqual(await scopeOf(secret), ['project', 'reader'])

    await grant(ann.id, { type: 'domain', id: 'default' }, reader)
    assert.deepEqual(await scopeOf(secret), ['domain', 'reader'])
    await grant(ann.id, { type: 'system' }, reader)
    assert.deepEqual(await scopeOf(secret), ['system', 'reader'])

    for (const target of [{ type: 'system' }, { type: 'domain', id: 'default' }] as const)
      await core.run(revokeRole, { actor, target, roleId: reader, inherited: false })
    assert.deepEqual(await scopeOf(secret), ['project', 'reader'])
    await core.run(updateUser, { id: ann.id, defaultProjectId: null })
    assert.deepEqual(await scopeOf(secret), ['unscoped'])
  })

  test('roles of groups apply from the moment of joining', async () => {
    const { id: reader } = await core.run(createRole, { name: 'reader' })
    const ann = await newUser('ann')
    const group = await core.run(createGroup, { name: 'readers' })
    const { secret } = await signIn({ username: 'ann' })
    const target = { type: 'domain', id: 'default' } as const
    await core.run(addMember, { groupId: group.id, userId: ann.id })
    assert.deepEqual(await scopeOf(secret), ['unscoped'])
    await core.run(grantRole, {
      actor: { type: 'group', id: group.id },
      target,
      roleId: reader,
      inherited: false,
    })
    assert.deepEqual(await scopeOf(secret), ['domain', 'reader'])
  })

  test('a role on another domain gives a session nothing', async () => {
    const { id: reader } = await core.run(createRole, { name: 'reader' })
    const domain = await core.run(createDomain, { name: 'Elsewhere' })
    const ann = await newUser('ann')
    await grant(ann.id, { type: 'domain', id: domain.id }, reader)
    const { secret } = await signIn({ username: 'ann' })
    assert.deepEqual(await scopeOf(secret), ['unscoped'])
  })

  test('an idle session expires, one in use does not', async () => {
    await newUser('ann')
    const used = await signIn({ username: 'ann' })
    const idle = await signIn({ username: 'ann' })
    for (let hours = 0; hours < 12; hours += 4) {
      core.advanceTime(4 * hour)
      await core.sessions.read(used.secret)
    }
    await dead(idle.secret)
    assert.ok(await core.sessions.read(used.secret))
    core.advanceTime(8 * hour)
    await dead(used.secret)
  })

  test('a session expires at its absolute limit regardless of use', async () => {
    await newUser('ann')
    const { secret } = await signIn({ username: 'ann' })
    for (let hours = 0; hours < 30 * 24 - 6; hours += 6) {
      core.advanceTime(6 * hour)
      await core.sessions.read(secret)
    }
    core.advanceTime(6 * hour - 1)
    assert.ok(await core.sessions.read(secret))
    core.advanceTime(1)
    await dead(secret)
  })

  test('the last use is stored at most once a minute, and cached in between', async () => {
    const ann = await newUser('ann')
    const { session, secret } = await signIn({ username: 'ann' })
    const opened = core.now()
    const seen = async () => (await core.store.reading.sessions.get(session.id))?.lastSeenAt
    await core.sessions.read(secret)
    core.advanceTime(minute - 1)
    assert.ok(core.sessions.peek(secret), 'nothing is due: no waiting')
    assert.equal(await seen(), opened)
    core.advanceTime(1)
    assert.equal(core.sessions.peek(secret), undefined, 'something must be written')
    await core.sessions.read(secret)
    assert.equal(await seen(), opened + minute)
    assert.equal((await core.store.reading.users.get(ann.id))?.lastActiveAt, opened + minute)
    assert.ok(core.sessions.peek(secret))
  })

  test('activity at another node keeps a session alive here', async () => {
    await newUser('ann')
    const { secret } = await signIn({ username: 'ann' })
    const { store, ports } = core
    const other = makeSessionReader({
      store,
      ports,
      cache: makeDependencyCache<SessionView>(),
      mayUseCache: () => true,
    })
    await core.sessions.read(secret)
    for (let hours = 0; hours < 9; hours += 3) {
      core.advanceTime(3 * hour)
      await other.read(secret)
    }
    assert.ok(await core.sessions.read(secret), 'nine hours without a request here')
  })

  test('caches are bypassed while they may be stale', async () => {
    await newUser('ann')
    const { session, secret } = await signIn({ username: 'ann' })
    let fresh = true
    const { store, ports } = core
    const reader = makeSessionReader({
      store,
      ports,
      cache: makeDependencyCache<SessionView>(),
      mayUseCache: () => fresh,
    })
    await reader.read(secret)
    await store.transaction('read committed', ({ sessions }) => sessions.close(session.id))
    assert.ok(reader.peek(secret), 'this reader was not notified')
    fresh = false
    assert.equal(reader.peek(secret), undefined)
    await assert.rejects(reader.read(secret), (thrown) => isDomainError(thrown, 'unauthenticated'))
  })

  test('expired sessions are deleted when their user signs in again', async () => {
    await newUser('ann')
    await newUser('bob')
    await signIn({ username: 'ann' })
    await signIn({ username: 'bob' })
    core.advanceTime(day)
    const { session } = await signIn({ username: 'ann' })
    const ids = await core.store.db.q.selectFrom('sessions').select(['id', 'user_id']).execute()
    assert.equal(ids.length, 2)
    assert.ok(ids.some(({ id }) => id === session.id))
  })

  test('a malformed session secret is rejected without a database query', async () => {
    await newUser('ann')
    const { secret } = await signIn({ username: 'ann' })
    const last = secret.endsWith('A') ? 'B' : 'A'
    for (const text of [
      '',
      'mst_s_',
      secret.slice(0, -1),
      secret.slice(0, -1) + last,
      `${secret}A`,
      'x'.repeat(1e6),
    ]) {
      assert.equal(core.sessions.peek(text), undefined)
      await assert.rejects(
        core.sessions.read(text),
        (thrown) => isDomainError(thrown, 'unauthenticated') && thrown.code === 'session_unreadable',
      )
    }
  })
})
