import assert from 'node:assert/strict'
import { test } from 'node:test'
import { receiptOf } from '../src/core/access/authentication/auth-receipt.ts'
import { createCredential } from '../src/core/access/credentials/create-credential.ts'
import { openSession } from '../src/core/access/sessions/open-session.ts'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { changePassword } from '../src/core/accounts/passwords/change-password.ts'
import { createDomain } from '../src/core/directory/domains/create-domain.ts'
import { deleteDomain } from '../src/core/directory/domains/domains.ts'
import { updateDomain } from '../src/core/directory/domains/update-domain.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { anonymous } from '../src/core/kernel/caller.ts'
import { isDomainError } from '../src/core/kernel/domain-error.ts'
import type { Settings } from '../src/core/kernel/settings.ts'
import { onEachDatabase } from './databases.ts'
import { endOf, passcodeAt, password, seed, signing } from './factors.ts'
import { createTestCore, type TestCore } from './test-core.ts'

const minute = 60_000

onEachDatabase('lockout', (makePlace) => {
  const inTestCore = async (settings: Partial<Settings>, work: (core: TestCore) => Promise<void>) => {
    const core = await createTestCore(await makePlace(), settings)
    try {
      await work(core)
    } finally {
      await core.close()
    }
  }
  const failures = async (core: TestCore, id: string) =>
    (await core.store.reading.lockouts.get(id))?.count ?? 0
  const rows = async (core: TestCore) =>
    (await core.store.db.q.selectFrom('lockouts').select('user_id').execute()).map((row) => row.user_id)
  const locks = async (core: TestCore) =>
    (await core.events()).filter((kind) => kind === 'user.locked').length
  const times = (count: number, attempt: () => Promise<unknown>) =>
    Promise.all(Array.from({ length: count }, () => endOf(attempt())))

  test('T49: of 200 parallel wrong passwords every one counts', () =>
    inTestCore({ lockoutFailureAttempts: 1000 }, async (core) => {
      const as = signing(core)
      const id = await as.user()
      const ends = await times(200, () => as.password(id, 'wrong'))
      assert.deepEqual(new Set(ends), new Set(['password_wrong']))
      assert.equal(await failures(core, id), 200)
      assert.equal(await endOf(as.password(id)), 'ok')
      assert.equal(await failures(core, id), 0, 'forgiven')
    }))

  test('T49: 200 parallel wrong passwords lock once, exactly at the limit, and the right one is too late', () =>
    inTestCore({ lockoutFailureAttempts: 5 }, async (core) => {
      const as = signing(core)
      const id = await as.user()
      const wrong = times(200, () => as.password(id, 'wrong'))
      const right = times(3, () => as.password(id))
      assert.ok((await wrong).every((code) => code === 'password_wrong' || code === 'user_locked'))
      assert.deepEqual(await right, Array(3).fill('user_locked'))
      assert.equal(await failures(core, id), 5)
      assert.equal(await locks(core), 1)
      const event = (await core.store.reading.events.list(0, 1000)).find(({ kind }) => kind === 'user.locked')
      assert.deepEqual([event?.subject, event?.domainId], [{ type: 'user', id }, 'default'])
    }))

  test('a lock ends after its duration, and failures during it do not extend it', () =>
    inTestCore({ lockoutFailureAttempts: 3, lockoutDuration: 600 }, async (core) => {
      const as = signing(core)
      const id = await as.user()
      await times(3, () => as.password(id, 'wrong'))
      for (let passed = 0; passed < 10; passed++) {
        assert.equal(await endOf(as.password(id)), 'user_locked')
        assert.equal(await endOf(as.password(id, 'wrong')), 'user_locked')
        core.advanceTime(minute)
      }
      assert.equal(await endOf(as.password(id, 'wrong')), 'password_wrong')
      assert.equal(await failures(core, id), 1, 'counting has restarted')
      assert.equal(await endOf(as.password(id)), 'ok')
    }))

  test('without a duration a lock ends only when an administrator enables the user', () =>
    inTestCore({ lockoutFailureAttempts: 2, lockoutDuration: 0 }, async (core) => {
      const as = signing(core)
      const id = await as.user()
      await times(2, () => as.password(id, 'wrong'))
      core.advanceTime(1000 * 24 * 60 * minute)
      assert.equal(await endOf(as.password(id)), 'user_locked')
      await core.run(updateUser, { id, description: 'another' })
      assert.equal(await endOf(as.password(id)), 'user_locked')
      await core.run(updateUser, { id, enabled: true })
      assert.equal(await endOf(as.password(id)), 'ok')
      await times(2, () => as.password(id, 'wrong'))
      await core.run(updateUser, { id, status: 'active' })
      assert.equal(await endOf(as.password(id)), 'ok')
    }))

  test('consecutive failures count: a complete sign-in resets them, a partial one does not', () =>
    inTestCore({ lockoutFailureAttempts: 3 }, async (core) => {
      const as = signing(core)
      const plain = await as.user()
      for (let round = 0; round < 5; round++) {
        await times(2, () => as.password(plain, 'wrong'))
        assert.equal(await endOf(as.password(plain)), 'ok')
      }
      const options = { multi_factor_auth_rules: [['password', 'totp']] }
      const strict = await as.user({ options, device: true })
      // Otherwise a caller with the password could guess one-time passwords without limit.
      for (let round = 0; round < 3; round++) {
        assert.equal(await endOf(as.password(strict)), 'factors_missing')
        assert.equal(await failures(core, strict), round)
        assert.equal(await endOf(as.both(strict, '000000')), 'passcode_wrong')
      }
      assert.equal(await endOf(as.both(strict)), 'user_locked')
    }))

  test('T79: every flow with a password or code counts failures and stops at the lock; other flows continue', () =>
    inTestCore({ lockoutFailureAttempts: 2 }, async (core) => {
      const as = signing(core)
      const options = { multi_factor_auth_rules: [['password', 'totp'], ['password'], ['totp']] }
      const session = (id: string, input: string, passcode?: string) =>
        core.run(
          openSession,
          { username: names.get(id), password: input, passcode, agent: null, address: null },
          anonymous,
        )
      const names = new Map<string, string>()
      const receiptFor = async (id: string) => {
        const rules = (multi_factor_auth_rules: string[][]) =>
          core.run(updateUser, { id, options: { multi_factor_auth_rules } })
        await rules([['password', 'totp']])
        const rejected = await as.password(id).catch((thrown) => thrown)
        await rules(options.multi_factor_auth_rules)
        return isDomainError(rejected) ? receiptOf(rejected)?.text : undefined
      }
      const flows: Readonly<
        Record<string, (id: string, right: boolean, receipt?: string) => Promise<unknown>>
      > = {
        password: (id, right) => as.password(id, right ? password : 'wrong'),
        passcode: (id, right) => as.passcode(id, right ? passcodeAt(core.now()) : '000000'),
        'password and passcode': (id, right) => as.both(id, right ? passcodeAt(core.now()) : '000000'),
        'passcode after a receipt': (id, right, receipt) =>
          as.passcode(id, right ? passcodeAt(core.now()) : '000000', receipt),
        session: (id, right) => session(id, right ? password : 'wrong'),
        'session with a passcode': (id, right) =>
          session(id, password, right ? passcodeAt(core.now()) : '000000'),
        'change of the password': (id, right) =>
          core.run(changePassword, { id, original: right ? password : 'wrong', password }, anonymous),
      }
      for (const [name, flow] of Object.entries(flows)) {
        const id = await as.user({ name: `${name} a`, options, device: true })
        names.set(id, `${name} a`)
        const receipt = await receiptFor(id)
        assert.ok(receipt)
        await times(2, () => flow(id, false, receipt))
        assert.equal(await failures(core, id), 2, `${name} counts`)
        for (const [other, through] of Object.entries(flows)) {
          const thrown: unknown = await through(id, true, receipt).then(
            () => undefined,
            (error) => error,
          )
          assert.ok(isDomainError(thrown, 'unauthenticated'), `${other}, locked by ${name}`)
          assert.equal(thrown.message, 'The request you have made requires authentication.')
          assert.deepEqual(thrown.details, {})
        }
        await core.run(updateUser, { id, enabled: true })
        assert.equal(await endOf(flow(id, true, receipt)), 'ok', `${name} works again`)
        // Each code is valid once, also for the next user of the loop.
        core.advanceTime(2 * minute)
      }
    }))

  test('T79: a token from before a lock stays valid, and can be rescoped', () =>
    inTestCore({ lockoutFailureAttempts: 1 }, async (core) => {
      const as = signing(core)
      const id = await as.user()
      const { token } = await as.password(id)
      await as.password(id, 'wrong').catch(() => undefined)
      assert.equal(await endOf(as.password(id)), 'user_locked')
      assert.equal(await endOf(as.send({ methods: ['token'], token: { id: token } })), 'ok')
      assert.equal(await endOf(as.password(id)), 'user_locked', 'and resets no failures')
    }))

  test('T72, T73: unknown users, wrong passwords and locked users get the same response at the same cost', () =>
    inTestCore({ lockoutFailureAttempts: 3 }, async (core) => {
      const as = signing(core)
      const work = await spyOn(core)
      const locked = await as.user()
      await times(3, () => as.password(locked, 'wrong'))
      const attempts: readonly (readonly [string, () => Promise<unknown>])[] = [
        ['a wrong password', async () => as.password(await as.user(), 'wrong')],
        ['no such user', () => as.password('f'.repeat(32), 'wrong')],
        ['a locked user', () => as.password(locked, 'wrong')],
        ['a locked user, the right password', () => as.password(locked)],
        ['no password', async () => as.password(await as.user({ password: undefined }), 'wrong')],
        ['a disabled user', async () => as.password(await as.user({ status: 'disabled' }), 'wrong')],
        [
          'a user that is never locked',
          async () =>
            as.password(await as.user({ options: { ignore_lockout_failure_attempts: true } }), 'wrong'),
        ],
      ]
      for (const [who, attempt] of attempts) {
        const error = await attempt().catch((thrown) => thrown)
        assert.ok(isDomainError(error, 'unauthenticated'), who)
        assert.equal(error.message, 'The request you have made requires authentication.', who)
        assert.deepEqual(error.details, {}, who)
        assert.deepEqual(work.last(), ['password', 'hash', 'lock', 'write'], who)
      }
      assert.deepEqual((await rows(core)).includes(''), true, 'attempts without a user are recorded too')
      assert.equal(
        (await rows(core)).filter((id) => id === 'f'.repeat(32)).length,
        0,
        'T81: and makes no new row',
      )
    }))

  test('T73: without a lockout rule an unknown user costs as much as a wrong password, and writes nothing', () =>
    inTestCore({}, async (core) => {
      const as = signing(core)
      const id = await as.user()
      const work = await spyOn(core)
      for (const who of [id, 'f'.repeat(32)]) {
        assert.notEqual(await endOf(as.password(who, 'wrong')), 'ok')
        assert.deepEqual(work.last(), ['password', 'hash'])
      }
    }))

  test('exempt users are not counted, and no user is when the rule is off', () =>
    inTestCore({ lockoutFailureAttempts: 1 }, async (core) => {
      const as = signing(core)
      const id = await as.user({ options: { ignore_lockout_failure_attempts: true } })
      await times(5, () => as.password(id, 'wrong'))
      assert.equal(await failures(core, id), 0)
      assert.equal(await endOf(as.password(id)), 'ok')
    }).then(() =>
      inTestCore({}, async (core) => {
        const as = signing(core)
        const id = await as.user({ device: true })
        await times(20, () => as.password(id, 'wrong'))
        await times(20, () => as.passcode(id, '000000'))
        assert.deepEqual(await rows(core), [])
        assert.equal(await endOf(as.password(id)), 'ok')
      }),
    ))

  test('one-time passwords of one user are checked at most as often as the limit, also in parallel', () =>
    inTestCore({ lockoutFailureAttempts: 5 }, async (core) => {
      const as = signing(core)
      const id = await as.user({ device: true })
      const guesses = Array.from({ length: 100 }, (_, n) =>
        endOf(as.passcode(id, String(n).padStart(6, '0'))),
      )
      await Promise.all(guesses)
      assert.equal(await failures(core, id), 5)
      assert.equal(await endOf(as.passcode(id)), 'user_locked')
    }))

  test('failures are deleted with their user', () =>
    inTestCore({ lockoutFailureAttempts: 5 }, async (core) => {
      const as = signing(core)
      const domain = await core.run(createDomain, { name: 'short-lived' })
      const [alone, inDomain] = [await as.user(), await as.user({ domainId: domain.id })]
      await core.run(createCredential, { userId: inDomain, type: 'totp', blob: seed })
      await as.passcode(inDomain)
      for (const id of [alone, inDomain]) await times(2, () => as.password(id, 'wrong'))
      assert.deepEqual(new Set(await rows(core)), new Set([alone, inDomain]))
      await core.run(deleteUser, { id: alone })
      await core.run(updateDomain, { id: domain.id, enabled: false })
      await core.run(deleteDomain, { id: domain.id })
      assert.deepEqual(await rows(core), [])
      assert.deepEqual(await core.store.db.q.selectFrom('used_passcodes').selectAll().execute(), [])
    }))
})

/** Counts what a sign-in reads, hashes and writes. */
const spyOn = async (core: TestCore) => {
  let done: string[] = []
  const noting =
    <A extends unknown[], R>(what: string, work: (...args: A) => R) =>
    (...args: A): R => {
      done.push(what)
      return work(...args)
    }
  const { passwords: stored, lockouts } = core.store.reading
  Object.assign(stored, { current: noting('password', stored.current) })
  Object.assign(lockouts, { get: noting('lock', lockouts.get) })
  const { passwords } = core.ports
  Object.assign(core.ports, {
    passwords: {
      ...passwords,
      verify: noting('hash', passwords.verify),
      verifyDummy: noting('hash', passwords.verifyDummy),
    },
  })
  const { transaction } = core.store
  Object.assign(core.store, {
    transaction: (isolation: never, work: never) => {
      done.push('write')
      return transaction(isolation, work)
    },
  })
  return {
    /** The counts of the last attempt. */
    last: () => {
      const found = done.slice(done.lastIndexOf('password'))
      done = []
      return found
    },
  }
}
