import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCredential } from '../src/core/access/credentials/create-credential.ts'
import { openSession } from '../src/core/access/sessions/open-session.ts'
import { purgeExpiredRecovery } from '../src/core/accounts/cleanup.ts'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { inviteUser } from '../src/core/accounts/invitations/invite-user.ts'
import { changePassword } from '../src/core/accounts/passwords/change-password.ts'
import { answerRecovery } from '../src/core/accounts/recovery/answer-recovery.ts'
import { getRecovery } from '../src/core/accounts/recovery/get-recovery.ts'
import { type RequestRecovery, requestRecovery } from '../src/core/accounts/recovery/request-recovery.ts'
import { resetPassword } from '../src/core/accounts/recovery/reset-password.ts'
import { sendRecovery } from '../src/core/accounts/recovery/send-recovery.ts'
import { updateDomain } from '../src/core/directory/domains/update-domain.ts'
import { type CreateUser, createUser } from '../src/core/directory/users/create-user.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { anonymous, type Caller } from '../src/core/kernel/caller.ts'
import type { Settings } from '../src/core/kernel/settings.ts'
import { builders } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { endOf, passcodeAt, seed, signing } from './factors.ts'
import { secretIn } from './links.ts'
import { callerAs, createTestCore, inDomain, systemReader, type TestCore, unprivileged } from './test-core.ts'

const minute = 60_000
const email = 'ann@example.com'
const phrase = 'the phrase before'
const other = 'another phrase'

onEachDatabase('password recovery', (makePlace) => {
  const inTestCore = async (work: (core: TestCore) => Promise<void>, settings: Partial<Settings> = {}) => {
    const core = await createTestCore(await makePlace(), settings)
    try {
      await work(core)
    } finally {
      await core.close()
    }
  }
  const ann = (core: TestCore, more: Partial<CreateUser> = {}) =>
    core.run(createUser, { name: 'ann', email, claimEmail: true, password: phrase, ...more })
  const ask = (core: TestCore, requested: RequestRecovery = { email }, caller: Caller = anonymous) =>
    core.run(requestRecovery, requested, caller)
  const links = async (core: TestCore) =>
    (await core.sentEmails())
      .filter(({ template }) => template === 'recovery' || template === 'first_password')
      .map(secretIn)
  const newest = async (core: TestCore) => (await links(core)).at(-1) ?? assert.fail('no email')
  const reset = (core: TestCore, secret: string, password = other) =>
    core.run(resetPassword, { secret, password }, anonymous)
  const session = (core: TestCore, password: string, passcode?: string) =>
    core.run(
      openSession,
      {
        username: 'ann',
        password,
        ...(passcode === undefined ? {} : { passcode }),
        agent: null,
        address: null,
      },
      anonymous,
    )
  const signIn = (core: TestCore, password: string) => endOf(session(core, password))
  const alive = (core: TestCore, secret: string) => endOf(core.sessions.read(secret))

  test('a link goes to the claimed address, sets a password once, and ends all previous access', () =>
    inTestCore(async (core) => {
      const { id } = await ann(core)
      const before = await session(core, phrase)
      const token = await signing(core).password(id, phrase)
      assert.equal(await ask(core), undefined)
      const [mail] = await core.sentEmails()
      assert.deepEqual([mail?.to, mail?.template], [email, 'recovery'])
      const secret = secretIn(mail)
      const shown = await core.run(getRecovery, { secret }, anonymous)
      assert.deepEqual(shown, { email, domainName: 'Default', first: false, returnUrl: null })
      assert.equal(await signIn(core, phrase), 'ok', 'until it is used nothing changes')
      assert.deepEqual(await reset(core, secret), { username: 'ann' })
      assert.equal(await signIn(core, phrase), 'password_wrong')
      assert.equal(await signIn(core, other), 'ok')
      assert.equal(await alive(core, before.secret), 'session_unknown')
      const { payload: facts } = token
      assert.ok(
        (await core.store.reading.revocations.newest({
          userIds: [id],
          domainIds: [],
          auditId: facts.auditIds[0] ?? '',
          auditChainId: '',
        })) !== undefined,
      )
      assert.equal(await endOf(reset(core, secret)), 'recovery_invalid')
      assert.equal((await core.sentEmails()).at(-1)?.template, 'password_changed')
      const kinds = (await core.events()).filter((kind) => kind.startsWith('user.'))
      assert.deepEqual(kinds, ['user.created', 'user.recovery_sent', 'user.password_changed'])
    }))

  test('by username, by email or by either, in the given domain', () =>
    inTestCore(async (core) => {
      const domainId = await builders(core).domain()
      await ann(core)
      const there = await ann(core, { domainId, email: 'there@example.com' })
      const ways: readonly (readonly [RequestRecovery, string | undefined])[] = [
        [{ username: 'ann' }, email],
        [{ email: 'ANN@example.com' }, email],
        [{ login: 'ann' }, email],
        [{ login: email }, email],
        [{ username: 'ann', domain: { id: domainId } }, 'there@example.com'],
        [{ login: 'ann', domain: { name: 'domain-1' } }, 'there@example.com'],
        [{ email, domain: { id: domainId } }, undefined],
        [{ email: 'ann' }, undefined],
        [{ username: email }, undefined],
        [{ username: 'ann', domain: { id: 'nowhere' } }, undefined],
      ]
      for (const [requested, to] of ways) {
        const before = (await core.sentEmails()).length
        await ask(core, requested)
        const sent = (await core.sentEmails()).slice(before)
        assert.deepEqual(
          sent.map((mail) => mail.to),
          to === undefined ? [] : [to],
          JSON.stringify(requested),
        )
        core.advanceTime(31 * minute)
      }
      assert.equal(there.domainId, domainId)
    }))

  test('T72: for known and unknown accounts the response is the same', () =>
    inTestCore(async (core) => {
      const disabled = await ann(core, { name: 'disabled', email: 'disabled@example.com' })
      await core.run(updateUser, { id: disabled.id, status: 'disabled' })
      await ann(core, { name: 'pending', email: 'pending@example.com', status: 'pending' })
      await ann(core, { name: 'locked', email: 'locked@example.com', options: { lock_password: true } })
      await ann(core, { name: 'program', email: 'program@example.com', kind: 'service' })
      await core.run(createUser, { name: 'unclaimed', email: 'unclaimed@example.com', password: phrase })
      await core.run(inviteUser, { email: 'invited@example.com', mode: 'email_link' })
      const gone = await ann(core, { name: 'gone', email: 'gone@example.com' })
      await core.run(deleteUser, { id: gone.id })
      await ann(core)
      const before = (await core.sentEmails()).length
      const names = ['disabled', 'pending', 'locked', 'program', 'unclaimed', 'invited', 'gone', 'nobody']
      for (const name of names) {
        assert.equal(await ask(core, { email: `${name}@example.com` }), undefined)
        assert.equal(await ask(core, { username: name }), undefined)
      }
      assert.equal((await core.sentEmails()).length, before)
      assert.equal(await ask(core), undefined)
      assert.equal((await core.sentEmails()).length, before + 1)
    }))

  test('T81: unauthenticated requests store nothing for unknown accounts, and cannot accumulate', () =>
    inTestCore(async (core) => {
      await ann(core)
      const rows = async () =>
        Number(
          (
            await core.store.db.q
              .selectFrom('recovery_requests')
              .select(({ fn }) => fn.countAll<number>().as('count'))
              .executeTakeFirstOrThrow()
          ).count,
        )
      const events = (await core.events()).length
      for (let n = 0; n < 30; n++) await ask(core, { email: `stranger-${n % 10}@example.com` })
      assert.equal(await rows(), 10, 'a repeated request counts once')
      await core.sentEmails()
      assert.equal(await rows(), 0)
      assert.equal((await core.events()).length, events, 'and no event')
      await core.store.transaction('read committed', async ({ recovery }) => {
        for (let n = 0; n < 1000; n++)
          await recovery.enqueueRequest(
            { id: `${n}`, identifier: '{"email":"x@example.com"}', createdAt: core.now() },
            1000,
          )
      })
      for (const requested of [email, 'stranger@example.com'])
        assert.equal(await endOf(ask(core, { email: requested })), 'recovery_busy', 'for every caller')
      core.advanceTime(11 * minute)
      assert.deepEqual(await links(core), [], 'no request waits for those')
      assert.equal(await rows(), 0)
    }))

  test('mail bombing is limited: three valid links per user, and no further email until one expires', () =>
    inTestCore(async (core) => {
      await ann(core)
      for (let n = 0; n < 10; n++) {
        await ask(core)
        await ask(core, { username: 'ann' })
        await core.sentEmails()
      }
      const secrets = await links(core)
      assert.equal(secrets.length, 3)
      core.advanceTime(30 * minute)
      await ask(core)
      assert.equal((await links(core)).length, 4)
    }))

  test('T48: of 20 concurrent uses of one link one succeeds, and other links are invalidated with it', () =>
    inTestCore(async (core) => {
      await ann(core)
      for (let n = 0; n < 2; n++) {
        await ask(core)
        await core.sentEmails()
      }
      const [first = '', second = ''] = await links(core)
      const ends = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          endOf(reset(core, n % 2 ? first : second, `phrase number ${n}`)),
        ),
      )
      const winners = ends.flatMap((end, n) => (end === 'ok' ? [n] : []))
      assert.equal(winners.length, 1)
      assert.deepEqual(new Set(ends), new Set(['ok', 'recovery_invalid']))
      assert.equal(await signIn(core, `phrase number ${winners[0]}`), 'ok')
    }))

  test('a link is valid for thirty minutes to the millisecond, and is purged afterwards', () =>
    inTestCore(async (core) => {
      await ann(core)
      await ask(core)
      const secret = await newest(core)
      core.advanceTime(30 * minute - 1)
      assert.equal(await endOf(core.run(getRecovery, { secret }, anonymous)), 'ok')
      core.advanceTime(1)
      assert.equal(await endOf(reset(core, secret)), 'recovery_invalid')
      assert.equal(await core.run(purgeExpiredRecovery, {}, { kind: 'operator' }), 1)
    }))

  test('T62: a link is invalid once its user has claimed another address, or none', () =>
    inTestCore(async (core) => {
      const { id } = await ann(core)
      for (const change of [
        { email: 'new@example.com', claimEmail: true },
        { email: null },
        { email: 'x@y.example' },
      ]) {
        await ask(core)
        const secret = await newest(core)
        await core.run(updateUser, { id, ...change })
        assert.equal(await endOf(reset(core, secret)), 'recovery_invalid', JSON.stringify(change))
        await core.run(updateUser, { id, email, claimEmail: true })
        core.advanceTime(31 * minute)
      }
      assert.equal(await signIn(core, phrase), 'ok')
    }))

  test('a link is invalidated with its user, and by every other change of its password', () =>
    inTestCore(async (core) => {
      const { id } = await ann(core)
      let now = phrase
      const steps: Readonly<Record<string, () => Promise<unknown>>> = {
        'disabled and enabled again': async () => {
          await core.run(updateUser, { id, status: 'disabled' })
          await core.run(updateUser, { id, status: 'active' })
        },
        'set by an administrator': async () => {
          now = 'set by others'
          await core.run(updateUser, { id, password: now })
        },
        'changed by the user': async () => {
          await core.run(changePassword, { id, original: now, password: phrase }, anonymous)
          now = phrase
        },
        'domain disabled': () => core.run(updateDomain, { id: 'default', enabled: false }),
        'domain enabled, user deleted': async () => {
          await core.run(updateDomain, { id: 'default', enabled: true })
          await core.run(deleteUser, { id })
        },
      }
      for (const [name, step] of Object.entries(steps)) {
        await ask(core)
        const secret = await newest(core)
        await step()
        assert.equal(await endOf(reset(core, secret)), 'recovery_invalid', name)
        core.advanceTime(31 * minute)
      }
    }))

  test('T61: an administrator triggers a link and never sees it; the address cannot be chosen', () =>
    inTestCore(async (core) => {
      const { id } = await ann(core, { password: undefined })
      const input = { userId: id, email: 'eve@example.com', to: 'eve@example.com' }
      assert.equal(await core.run(sendRecovery, input), undefined)
      const [mail] = await core.sentEmails()
      assert.equal(mail?.to, email)
      const eventLog = JSON.stringify(await core.store.reading.events.list(0, 100))
      assert.doesNotMatch(eventLog, /mst_r_|ann@example/)
      for (let n = 0; n < 5; n++) await core.run(sendRecovery, { userId: id })
      const secrets = await links(core)
      const good = await Promise.all(
        secrets.map((secret) => endOf(core.run(getRecovery, { secret }, anonymous))),
      )
      assert.deepEqual(good, [...Array(3).fill('recovery_invalid'), ...Array(3).fill('ok')])
      assert.equal(await endOf(reset(core, secrets.at(-1) ?? '')), 'ok')
      assert.equal(await signIn(core, other), 'ok')
    }))

  test('a link is sent only to active users with a claimed address, with permission', () =>
    inTestCore(async (core) => {
      const domainId = await builders(core).domain()
      const { id } = await ann(core, { domainId })
      const send = (userId: string, caller?: Caller) => endOf(core.run(sendRecovery, { userId }, caller))
      assert.equal(await send(id, inDomain(domainId, 'manager')), 'ok')
      const others = [
        inDomain('default', 'manager'),
        inDomain(domainId, 'reader'),
        unprivileged,
        systemReader,
      ]
      for (const caller of [...others, callerAs({ userId: id })])
        assert.equal(await send(id, caller), 'forbidden_by_rule')
      assert.equal(await send(id, anonymous), 'authentication_required')
      assert.equal(await send('f'.repeat(32)), 'user_not_found')
      const invited = await core.run(inviteUser, { email: 'i@example.com', mode: 'email_link' })
      const pending = await ann(core, { status: 'pending' })
      const bare = await core.run(createUser, { name: 'bare', password: phrase })
      for (const user of [invited.user, pending, bare])
        assert.equal(await send(user.id), 'recovery_impossible')
    }))

  test('T52: a new password does not skip other factors, does not sign in, and ends a lock', () =>
    inTestCore(
      async (core) => {
        const options = { multi_factor_auth_enabled: true, multi_factor_auth_rules: [['password', 'totp']] }
        const { id } = await ann(core, { options })
        await core.run(createCredential, { userId: id, type: 'totp', blob: seed })
        for (let n = 0; n < 3; n++) await signIn(core, 'wrong')
        assert.equal(await endOf(session(core, phrase, passcodeAt(core.now()))), 'user_locked')
        await ask(core)
        const secret = await newest(core)
        for (let n = 0; n < 3; n++) await signIn(core, 'wrong')
        await reset(core, secret)
        assert.deepEqual(await core.store.db.q.selectFrom('sessions').selectAll().execute(), [])
        assert.equal(await signIn(core, other), 'factors_missing')
        assert.equal(await endOf(session(core, other, passcodeAt(core.now()))), 'ok')
      },
      { lockoutFailureAttempts: 3 },
    ))

  test('password rules apply to recovered passwords, and a rejected password does not consume the link', () =>
    inTestCore(
      async (core) => {
        await ann(core)
        await ask(core)
        const secret = await newest(core)
        assert.equal(await endOf(reset(core, secret, 'short')), 'password_too_weak')
        assert.equal(await endOf(reset(core, secret, phrase)), 'password_used_before')
        assert.equal(await endOf(reset(core, secret, '')), 'password_empty')
        assert.equal(await endOf(reset(core, 'mst_r_', 'short')), 'recovery_invalid')
        assert.equal(await endOf(reset(core, secret)), 'ok')
        await ask(core)
        assert.equal(await endOf(reset(core, await newest(core), phrase)), 'password_used_before')
      },
      { passwordRegex: '.{10,}$', uniqueLastPasswordCount: 3, minimumPasswordAge: 1 },
    ))

  test('T89: links of different kinds are not interchangeable, and manipulated ones are invalid', () =>
    inTestCore(async (core) => {
      await ann(core)
      await ask(core)
      const secret = await newest(core)
      for (let i = 0; i < secret.length; i++) {
        const edited = secret.slice(0, i) + (secret[i] === 'A' ? 'B' : 'A') + secret.slice(i + 1)
        assert.equal(await endOf(reset(core, edited)), 'recovery_invalid')
      }
      await core.run(inviteUser, { email: 'i@example.com', mode: 'email_link' })
      const invitation = secretIn((await core.sentEmails()).at(-1))
      for (const value of [
        invitation,
        invitation.replace('mst_i_', 'mst_r_'),
        core.ports.secrets.make('mst_r_'),
      ])
        assert.equal(await endOf(reset(core, value)), 'recovery_invalid')
      assert.equal(await endOf(reset(core, secret)), 'ok')
    }))

  test('invalid requests are rejected before any lookup', () =>
    inTestCore(async (core) => {
      assert.equal(await endOf(ask(core, {})), 'reference_incomplete')
      assert.equal(await endOf(ask(core, { email, username: 'ann' })), 'reference_incomplete')
      for (const value of ['a\0b', '\ud800', 'x'.repeat(400)])
        for (const requested of [
          { username: value },
          { email: value },
          { login: value },
          { email, domain: { id: value } },
        ])
          assert.match(await endOf(ask(core, requested)), /^text_/)
      assert.equal(await endOf(core.run(answerRecovery, {})), 'operator_only')
    }))

  test('after every password change other sessions end, and the current one stays', () =>
    inTestCore(async (core) => {
      const { id } = await ann(core)
      const [own, another] = [await session(core, phrase), await session(core, phrase)]
      const caller = await core.sessions.read(own.secret)
      await core.run(changePassword, { id, original: phrase, password: other }, caller)
      assert.equal(await alive(core, own.secret), 'ok')
      assert.equal(await alive(core, another.secret), 'session_unknown')
      const stranger = await core.run(createUser, { name: 'bob', password: phrase })
      await core.run(changePassword, { id: stranger.id, original: phrase, password: other }, caller)
      assert.equal(await alive(core, own.secret), 'ok', 'another user is independent')
      await core.run(
        changePassword,
        { user: { username: 'ann' }, original: other, password: phrase },
        anonymous,
      )
      assert.equal(await alive(core, own.secret), 'session_unknown')
      const last = await session(core, phrase)
      await core.run(updateUser, { id, password: other })
      assert.equal(await alive(core, last.secret), 'session_unknown')
      const reported = (await core.sentEmails()).filter(({ template }) => template === 'password_changed')
      assert.deepEqual(
        reported.map(({ to }) => to),
        Array(3).fill(email),
      )
    }))
})
