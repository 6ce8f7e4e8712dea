import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSession } from '../src/core/access/sessions/open-session.ts'
import { bootstrap } from '../src/core/accounts/bootstrap/bootstrap.ts'
import { changePassword } from '../src/core/accounts/passwords/change-password.ts'
import { createUser } from '../src/core/directory/users/create-user.ts'
import { getUser } from '../src/core/directory/users/get-user.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { anonymous } from '../src/core/kernel/caller.ts'
import { isDomainError } from '../src/core/kernel/domain-error.ts'
import type { Settings } from '../src/core/kernel/settings.ts'
import { onEachDatabase } from './databases.ts'
import { endOf, password, signing } from './factors.ts'
import { createTestCore, type TestCore } from './test-core.ts'

const day = 86_400_000

onEachDatabase('password rules', (makePlace) => {
  const inTestCore = async (settings: Partial<Settings>, work: (core: TestCore) => Promise<void>) => {
    const core = await createTestCore(await makePlace(), settings)
    try {
      await work(core)
    } finally {
      await core.close()
    }
  }
  const change = (core: TestCore, id: string, original: string, to: string) =>
    core.run(changePassword, { id, original, password: to }, anonymous)
  const hashes = async (core: TestCore, id: string) =>
    (await core.store.reading.passwords.recent(id, 100)).map(({ hash }) => hash.slice('test$'.length))
  const expiry = async (core: TestCore, id: string) => (await core.run(getUser, { id })).passwordExpiresAt

  test('by default there are no rules, and old hashes are not kept', () =>
    inTestCore({}, async (core) => {
      const as = signing(core)
      const id = await as.user({ password: 'x' })
      assert.equal(await expiry(core, id), null)
      for (const [from, to] of [
        ['x', 'y'],
        ['y', 'y'],
        ['y', 'x'],
      ] as const)
        assert.equal(await endOf(change(core, id, from, to)), 'ok')
      await core.run(updateUser, { id, password: 'x' })
      assert.deepEqual(await hashes(core, id), ['x'])
      core.advanceTime(10_000 * day)
      assert.equal(await endOf(as.password(id, 'x')), 'ok')
    }))

  test('a pattern applies to passwords that are set, reset and chosen, and its description is returned', () =>
    inTestCore(
      { passwordRegex: '(?=.*\\d)(?=.*[a-z]).{7,}$', passwordRegexDescription: 'seven characters, a digit' },
      async (core) => {
        const create = (input: string | null | undefined) =>
          core.run(createUser, { name: core.ports.newId(), password: input })
        const { id } = await create('abcdef7')
        const wrong = ['7', 'abcdefg', '1234567', 'abc 12', '🙂🙂🙂🙂a1', null]
        const ways = [create, (input: string | null) => core.run(updateUser, { id, password: input })]
        for (const input of wrong)
          for (const way of ways)
            await assert.rejects(way(input), {
              kind: 'invalid',
              code: 'password_too_weak',
              message: 'The password does not match the requirements: seven characters, a digit.',
            })
        assert.equal((await create(undefined)).passwordExpiresAt, null, 'none is valid when none is named')
        assert.equal(await endOf(change(core, id, 'abcdef7', 'short')), 'password_too_weak')
        assert.equal(
          await endOf(change(core, id, 'not it', 'short')),
          'password_wrong',
          'authentication is checked first',
        )
        assert.equal(await endOf(change(core, id, 'abcdef7', 'abcdef8 and more')), 'ok')
        assert.equal(await endOf(create('prefix abcdef7')), 'ok')
      },
    ))

  test('T75: a pattern with catastrophic backtracking rejects the password', () =>
    inTestCore({ passwordRegex: '(a+)+$' }, async (core) => {
      const attempt = core.run(createUser, { name: 'ann', password: `${'a'.repeat(4000)}!` })
      await assert.rejects(attempt, { kind: 'invalid', code: 'password_too_weak' })
      assert.equal(await endOf(core.run(createUser, { name: 'ann', password: 'aaaa' })), 'ok')
    }))

  test('a password expires, is reported as expired only with the right password, and can be changed', () =>
    inTestCore({ passwordExpiresDays: 30, lockoutFailureAttempts: 2 }, async (core) => {
      const as = signing(core)
      core.advanceTime(123)
      const id = await as.user({ name: 'ann' })
      const end = Math.floor(core.now() / 1000) * 1000 + 30 * day
      assert.equal(await expiry(core, id), end)
      assert.equal((await as.password(id)).user.passwordExpiresAt, end)
      core.advanceTime(end - core.now() - 1)
      assert.equal(await endOf(as.password(id)), 'ok')
      core.advanceTime(1)
      const reported = {
        kind: 'unauthenticated',
        message: `The password is expired and needs to be changed for user: ${id}.`,
      }
      await assert.rejects(as.password(id), reported)
      const session = { username: 'ann', password, agent: null, address: null }
      await assert.rejects(core.run(openSession, session, anonymous), reported)
      for (const wrong of ['wrong', 'wrong too'])
        assert.equal(await endOf(as.password(id, wrong)), 'password_wrong')
      assert.equal(await endOf(as.password(id)), 'user_locked', 'a lock hides the expiry')
      assert.equal(await endOf(change(core, id, password, 'a new one')), 'user_locked')
      await core.run(updateUser, { id, enabled: true })
      assert.equal(await endOf(change(core, id, password, 'a new one')), 'ok')
      assert.equal(await expiry(core, id), Math.floor(core.now() / 1000) * 1000 + 30 * day)
      assert.equal(await endOf(as.password(id, 'a new one')), 'ok')
      const reset = await core.run(updateUser, { id, password: 'reset' })
      assert.equal(reset.passwordExpiresAt, await expiry(core, id))
      assert.equal((await core.run(updateUser, { id, password: null })).passwordExpiresAt, null)
    }))

  test('exempt users have no expiry, and sign in with expired passwords', () =>
    inTestCore({ passwordExpiresDays: 1 }, async (core) => {
      const as = signing(core)
      const exempt = { ignore_password_expiry: true }
      const id = await as.user({ options: exempt })
      assert.equal(await expiry(core, id), null)
      const other = await as.user()
      core.advanceTime(2 * day)
      assert.equal(await endOf(as.password(other)), 'password_expired')
      await core.run(updateUser, { id: other, options: exempt })
      assert.equal(await endOf(as.password(other)), 'ok')
      await core.run(updateUser, { id: other, options: { ignore_password_expiry: null } })
      assert.equal(await endOf(as.password(other)), 'password_expired')
      await core.run(updateUser, { id: other, options: exempt, password: 'reset' })
      assert.equal(await expiry(core, other), null)
    }))

  test('a password set by another user is valid only for choosing a new one', () =>
    inTestCore({ changePasswordUponFirstUse: true, passwordExpiresDays: 5 }, async (core) => {
      const as = signing(core)
      const second = () => Math.floor(core.now() / 1000) * 1000
      const id = await as.user()
      assert.equal(await expiry(core, id), second())
      assert.equal(await endOf(as.password(id)), 'password_expired')
      assert.equal(await endOf(change(core, id, password, 'my own')), 'ok')
      assert.equal(await expiry(core, id), second() + 5 * day)
      assert.equal(await endOf(as.password(id, 'my own')), 'ok')
      await core.run(updateUser, { id, password: 'reset' })
      assert.equal(await endOf(as.password(id, 'reset')), 'password_expired')
      const options = { ignore_change_password_upon_first_use: true }
      const exempt = await as.user({ options })
      assert.equal(await endOf(as.password(exempt)), 'ok')
      assert.equal(await expiry(core, exempt), second() + 5 * day)
      await core.run(updateUser, { id, password: 'reset again', options })
      assert.equal(await endOf(as.password(id, 'reset again')), 'ok')
      const never = await as.user({ options: { ignore_password_expiry: true } })
      assert.equal(await endOf(as.password(never)), 'ok', 'users without password expiry can sign in')
    }))

  test('the first administrator signs in with the printed password', () =>
    inTestCore({ changePasswordUponFirstUse: true, passwordExpiresDays: 5 }, async (core) => {
      const { userId = '' } = await core.run(
        bootstrap,
        { password: 'printed once', again: false },
        { kind: 'operator' },
      )
      assert.equal(await endOf(signing(core).password(userId, 'printed once')), 'ok')
    }))

  test('a user cannot reuse previous passwords; exactly as many hashes are stored', () =>
    inTestCore({ uniqueLastPasswordCount: 3 }, async (core) => {
      const id = await signing(core).user({ password: 'one' })
      const steps: readonly (readonly [string, string, string])[] = [
        ['one', 'one', 'password_used_before'],
        ['one', 'two', 'ok'],
        ['two', 'one', 'password_used_before'],
        ['two', 'three', 'ok'],
        ['three', 'one', 'password_used_before'],
        ['three', 'two', 'password_used_before'],
        ['three', 'three', 'password_used_before'],
        ['three', 'four', 'ok'],
        ['four', 'one', 'ok'],
      ]
      for (const [from, to, end] of steps)
        assert.equal(await endOf(change(core, id, from, to)), end, `${from} → ${to}`)
      assert.deepEqual(await hashes(core, id), ['one', 'four', 'three'])
      await core.run(updateUser, { id, password: 'four' })
      assert.deepEqual(await hashes(core, id), ['four', 'one', 'four'], 'an administrator may')
      assert.equal(await endOf(change(core, id, 'four', 'one')), 'password_used_before')
    }))

  test('a chosen password has a minimum age, one set by an administrator has none', () =>
    inTestCore({ minimumPasswordAge: 2 }, async (core) => {
      const id = await signing(core).user({ password: 'set' })
      assert.equal(await endOf(change(core, id, 'set', 'chosen')), 'ok')
      core.advanceTime(day + 1)
      const rejected = await change(core, id, 'chosen', 'again').catch((thrown) => thrown)
      assert.ok(isDomainError(rejected, 'invalid'))
      assert.match(rejected.message, /after 2 days at the earliest\. Change it again in 1 days/)
      core.advanceTime(day - 1)
      assert.equal(await endOf(change(core, id, 'chosen', 'again')), 'ok')
      await core.run(updateUser, { id, password: 'reset' })
      assert.equal(await endOf(change(core, id, 'reset', 'mine')), 'ok')
    }))

  test('lock_password restricts password changes to administrators', () =>
    inTestCore({}, async (core) => {
      const id = await signing(core).user({ options: { lock_password: true } })
      assert.equal(await endOf(change(core, id, password, 'mine')), 'password_locked')
      assert.equal(await endOf(change(core, id, 'wrong', 'mine')), 'password_wrong')
      await core.run(updateUser, { id, password: 'theirs' })
      assert.equal(await endOf(signing(core).password(id, 'theirs')), 'ok')
    }))

  test('of concurrent changes under a history rule exactly one succeeds, without reuse', () =>
    inTestCore({ uniqueLastPasswordCount: 2 }, async (core) => {
      const id = await signing(core).user({ password: 'old' })
      const ends = await Promise.all(
        Array.from({ length: 10 }, (_, n) => endOf(change(core, id, 'old', `new-${n}`))),
      )
      assert.equal(ends.filter((end) => end === 'ok').length, 1)
      assert.equal((await hashes(core, id))[1], 'old')
      assert.equal((await hashes(core, id)).length, 2)
    }))
})
