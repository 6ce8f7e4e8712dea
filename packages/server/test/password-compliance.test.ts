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
  const inTestCore = async (settings: Partial<Settings>, work: (h: TestCore) => Promise<void>) => {
    const h = await createTestCore(await makePlace(), settings)
    try {
      await work(h)
    } finally {
      await h.close()
    }
  }
  const change = (h: TestCore, id: string, original: string, to: string) =>
    h.run(changePassword, { id, original, password: to }, anonymous)
  const hashes = async (h: TestCore, id: string) =>
    (await h.store.reading.passwords.recent(id, 100)).map(({ hash }) => hash.slice('test$'.length))
  const expiry = async (h: TestCore, id: string) => (await h.run(getUser, { id })).passwordExpiresAt

  test('by default there are no rules, and old hashes are not kept', () =>
    inTestCore({}, async (h) => {
      const as = signing(h)
      const id = await as.user({ password: 'x' })
      assert.equal(await expiry(h, id), null)
      for (const [from, to] of [
        ['x', 'y'],
        ['y', 'y'],
        ['y', 'x'],
      ] as const)
        assert.equal(await endOf(change(h, id, from, to)), 'ok')
      await h.run(updateUser, { id, password: 'x' })
      assert.deepEqual(await hashes(h, id), ['x'])
      h.advanceTime(10_000 * day)
      assert.equal(await endOf(as.password(id, 'x')), 'ok')
    }))

  test('a pattern applies to passwords that are set, reset and chosen, and its description is returned', () =>
    inTestCore(
      { passwordRegex: '(?=.*\\d)(?=.*[a-z]).{7,}$', passwordRegexDescription: 'seven characters, a digit' },
      async (h) => {
        const create = (given: string | null | undefined) =>
          h.run(createUser, { name: h.ports.newId(), password: given })
        const { id } = await create('abcdef7')
        const wrong = ['7', 'abcdefg', '1234567', 'abc 12', '🙂🙂🙂🙂a1', null]
        const ways = [create, (given: string | null) => h.run(updateUser, { id, password: given })]
        for (const given of wrong)
          for (const way of ways)
            await assert.rejects(way(given), {
              kind: 'invalid',
              code: 'password_too_weak',
              message: 'The password does not match the requirements: seven characters, a digit.',
            })
        assert.equal((await create(undefined)).passwordExpiresAt, null, 'none is valid when none is named')
        assert.equal(await endOf(change(h, id, 'abcdef7', 'short')), 'password_too_weak')
        assert.equal(
          await endOf(change(h, id, 'not it', 'short')),
          'password_wrong',
          'authentication is checked first',
        )
        assert.equal(await endOf(change(h, id, 'abcdef7', 'abcdef8 and more')), 'ok')
        assert.equal(await endOf(create('prefix abcdef7')), 'ok')
      },
    ))

  test('T75: a pattern with catastrophic backtracking rejects the password', () =>
    inTestCore({ passwordRegex: '(a+)+$' }, async (h) => {
      const attempt = h.run(createUser, { name: 'ann', password: `${'a'.repeat(4000)}!` })
      await assert.rejects(attempt, { kind: 'invalid', code: 'password_too_weak' })
      assert.equal(await endOf(h.run(createUser, { name: 'ann', password: 'aaaa' })), 'ok')
    }))

  test('a password expires, is reported as expired only with the right password, and can be changed', () =>
    inTestCore({ passwordExpiresDays: 30, lockoutFailureAttempts: 2 }, async (h) => {
      const as = signing(h)
      h.advanceTime(123)
      const id = await as.user({ name: 'ann' })
      const end = Math.floor(h.now() / 1000) * 1000 + 30 * day
      assert.equal(await expiry(h, id), end)
      assert.equal((await as.password(id)).user.passwordExpiresAt, end)
      h.advanceTime(end - h.now() - 1)
      assert.equal(await endOf(as.password(id)), 'ok')
      h.advanceTime(1)
      const told = {
        kind: 'unauthenticated',
        message: `The password is expired and needs to be changed for user: ${id}.`,
      }
      await assert.rejects(as.password(id), told)
      const session = { username: 'ann', password, agent: null, address: null }
      await assert.rejects(h.run(openSession, session, anonymous), told)
      for (const wrong of ['wrong', 'wrong too'])
        assert.equal(await endOf(as.password(id, wrong)), 'password_wrong')
      assert.equal(await endOf(as.password(id)), 'user_locked', 'a lock hides the expiry')
      assert.equal(await endOf(change(h, id, password, 'a new one')), 'user_locked')
      await h.run(updateUser, { id, enabled: true })
      assert.equal(await endOf(change(h, id, password, 'a new one')), 'ok')
      assert.equal(await expiry(h, id), Math.floor(h.now() / 1000) * 1000 + 30 * day)
      assert.equal(await endOf(as.password(id, 'a new one')), 'ok')
      const reset = await h.run(updateUser, { id, password: 'reset' })
      assert.equal(reset.passwordExpiresAt, await expiry(h, id))
      assert.equal((await h.run(updateUser, { id, password: null })).passwordExpiresAt, null)
    }))

  test('exempt users have no expiry, and sign in with expired passwords', () =>
    inTestCore({ passwordExpiresDays: 1 }, async (h) => {
      const as = signing(h)
      const exempt = { ignore_password_expiry: true }
      const id = await as.user({ options: exempt })
      assert.equal(await expiry(h, id), null)
      const other = await as.user()
      h.advanceTime(2 * day)
      assert.equal(await endOf(as.password(other)), 'password_expired')
      await h.run(updateUser, { id: other, options: exempt })
      assert.equal(await endOf(as.password(other)), 'ok')
      await h.run(updateUser, { id: other, options: { ignore_password_expiry: null } })
      assert.equal(await endOf(as.password(other)), 'password_expired')
      await h.run(updateUser, { id: other, options: exempt, password: 'reset' })
      assert.equal(await expiry(h, other), null)
    }))

  test('a password set by another user is valid only for choosing a new one', () =>
    inTestCore({ changePasswordUponFirstUse: true, passwordExpiresDays: 5 }, async (h) => {
      const as = signing(h)
      const second = () => Math.floor(h.now() / 1000) * 1000
      const id = await as.user()
      assert.equal(await expiry(h, id), second())
      assert.equal(await endOf(as.password(id)), 'password_expired')
      assert.equal(await endOf(change(h, id, password, 'my own')), 'ok')
      assert.equal(await expiry(h, id), second() + 5 * day)
      assert.equal(await endOf(as.password(id, 'my own')), 'ok')
      await h.run(updateUser, { id, password: 'reset' })
      assert.equal(await endOf(as.password(id, 'reset')), 'password_expired')
      const options = { ignore_change_password_upon_first_use: true }
      const exempt = await as.user({ options })
      assert.equal(await endOf(as.password(exempt)), 'ok')
      assert.equal(await expiry(h, exempt), second() + 5 * day)
      await h.run(updateUser, { id, password: 'reset again', options })
      assert.equal(await endOf(as.password(id, 'reset again')), 'ok')
      const never = await as.user({ options: { ignore_password_expiry: true } })
      assert.equal(await endOf(as.password(never)), 'ok', 'users without password expiry can sign in')
    }))

  test('the first administrator signs in with the printed password', () =>
    inTestCore({ changePasswordUponFirstUse: true, passwordExpiresDays: 5 }, async (h) => {
      const { userId = '' } = await h.run(
        bootstrap,
        { password: 'printed once', again: false },
        { kind: 'operator' },
      )
      assert.equal(await endOf(signing(h).password(userId, 'printed once')), 'ok')
    }))

  test('a user cannot reuse previous passwords; exactly as many hashes are stored', () =>
    inTestCore({ uniqueLastPasswordCount: 3 }, async (h) => {
      const id = await signing(h).user({ password: 'one' })
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
        assert.equal(await endOf(change(h, id, from, to)), end, `${from} → ${to}`)
      assert.deepEqual(await hashes(h, id), ['one', 'four', 'three'])
      await h.run(updateUser, { id, password: 'four' })
      assert.deepEqual(await hashes(h, id), ['four', 'one', 'four'], 'an administrator may')
      assert.equal(await endOf(change(h, id, 'four', 'one')), 'password_used_before')
    }))

  test('a chosen password has a minimum age, one set by an administrator has none', () =>
    inTestCore({ minimumPasswordAge: 2 }, async (h) => {
      const id = await signing(h).user({ password: 'set' })
      assert.equal(await endOf(change(h, id, 'set', 'chosen')), 'ok')
      h.advanceTime(day + 1)
      const rejected = await change(h, id, 'chosen', 'again').catch((thrown) => thrown)
      assert.ok(isDomainError(rejected, 'invalid'))
      assert.match(rejected.message, /after 2 days at the earliest\. Change it again in 1 days/)
      h.advanceTime(day - 1)
      assert.equal(await endOf(change(h, id, 'chosen', 'again')), 'ok')
      await h.run(updateUser, { id, password: 'reset' })
      assert.equal(await endOf(change(h, id, 'reset', 'mine')), 'ok')
    }))

  test('lock_password restricts password changes to administrators', () =>
    inTestCore({}, async (h) => {
      const id = await signing(h).user({ options: { lock_password: true } })
      assert.equal(await endOf(change(h, id, password, 'mine')), 'password_locked')
      assert.equal(await endOf(change(h, id, 'wrong', 'mine')), 'password_wrong')
      await h.run(updateUser, { id, password: 'theirs' })
      assert.equal(await endOf(signing(h).password(id, 'theirs')), 'ok')
    }))

  test('of concurrent changes under a history rule exactly one succeeds, without reuse', () =>
    inTestCore({ uniqueLastPasswordCount: 2 }, async (h) => {
      const id = await signing(h).user({ password: 'old' })
      const ends = await Promise.all(
        Array.from({ length: 10 }, (_, n) => endOf(change(h, id, 'old', `new-${n}`))),
      )
      assert.equal(ends.filter((end) => end === 'ok').length, 1)
      assert.equal((await hashes(h, id))[1], 'old')
      assert.equal((await hashes(h, id)).length, 2)
    }))
})
