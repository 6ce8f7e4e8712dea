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
  const inTestCore = async (work: (h: TestCore) => Promise<void>, settings: Partial<Settings> = {}) => {
    const h = await createTestCore(await makePlace(), settings)
    try {
      await work(h)
    } finally {
      await h.close()
    }
  }
  const ann = (h: TestCore, more: Partial<CreateUser> = {}) =>
    h.run(createUser, { name: 'ann', email, claimEmail: true, password: phrase, ...more })
  const ask = (h: TestCore, asked: RequestRecovery = { email }, caller: Caller = anonymous) =>
    h.run(requestRecovery, asked, caller)
  const links = async (h: TestCore) =>
    (await h.sentEmails())
      .filter(({ template }) => template === 'recovery' || template === 'first_password')
      .map(secretIn)
  const newest = async (h: TestCore) => (await links(h)).at(-1) ?? assert.fail('no email')
  const reset = (h: TestCore, secret: string, password = other) =>
    h.run(resetPassword, { secret, password }, anonymous)
  const session = (h: TestCore, password: string, passcode?: string) =>
    h.run(
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
  const signIn = (h: TestCore, password: string) => endOf(session(h, password))
  const alive = (h: TestCore, secret: string) => endOf(h.sessions.read(secret))

  test('a link goes to the claimed address, sets a password once, and ends all previous access', () =>
    inTestCore(async (h) => {
      const { id } = await ann(h)
      const before = await session(h, phrase)
      const token = await signing(h).password(id, phrase)
      assert.equal(await ask(h), undefined)
      const [mail] = await h.sentEmails()
      assert.deepEqual([mail?.to, mail?.template], [email, 'recovery'])
      const secret = secretIn(mail)
      const shown = await h.run(getRecovery, { secret }, anonymous)
      assert.deepEqual(shown, { email, domainName: 'Default', first: false, returnUrl: null })
      assert.equal(await signIn(h, phrase), 'ok', 'until it is used nothing changes')
      assert.deepEqual(await reset(h, secret), { username: 'ann' })
      assert.equal(await signIn(h, phrase), 'password_wrong')
      assert.equal(await signIn(h, other), 'ok')
      assert.equal(await alive(h, before.secret), 'session_unknown')
      const { payload: facts } = token
      assert.ok(
        (await h.store.reading.revocations.newest({
          userIds: [id],
          domainIds: [],
          auditId: facts.auditIds[0] ?? '',
          auditChainId: '',
        })) !== undefined,
      )
      assert.equal(await endOf(reset(h, secret)), 'recovery_invalid')
      assert.equal((await h.sentEmails()).at(-1)?.template, 'password_changed')
      const kinds = (await h.events()).filter((kind) => kind.startsWith('user.'))
      assert.deepEqual(kinds, ['user.created', 'user.recovery_sent', 'user.password_changed'])
    }))

  test('by username, by email or by either, in the given domain', () =>
    inTestCore(async (h) => {
      const domainId = await builders(h).domain()
      await ann(h)
      const there = await ann(h, { domainId, email: 'there@example.com' })
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
      for (const [asked, to] of ways) {
        const before = (await h.sentEmails()).length
        await ask(h, asked)
        const sent = (await h.sentEmails()).slice(before)
        assert.deepEqual(
          sent.map((mail) => mail.to),
          to === undefined ? [] : [to],
          JSON.stringify(asked),
        )
        h.advanceTime(31 * minute)
      }
      assert.equal(there.domainId, domainId)
    }))

  test('T72: for known and unknown accounts the response is the same', () =>
    inTestCore(async (h) => {
      const disabled = await ann(h, { name: 'disabled', email: 'disabled@example.com' })
      await h.run(updateUser, { id: disabled.id, status: 'disabled' })
      await ann(h, { name: 'pending', email: 'pending@example.com', status: 'pending' })
      await ann(h, { name: 'locked', email: 'locked@example.com', options: { lock_password: true } })
      await ann(h, { name: 'program', email: 'program@example.com', kind: 'service' })
      await h.run(createUser, { name: 'unclaimed', email: 'unclaimed@example.com', password: phrase })
      await h.run(inviteUser, { email: 'invited@example.com', mode: 'email_link' })
      const gone = await ann(h, { name: 'gone', email: 'gone@example.com' })
      await h.run(deleteUser, { id: gone.id })
      await ann(h)
      const before = (await h.sentEmails()).length
      const names = ['disabled', 'pending', 'locked', 'program', 'unclaimed', 'invited', 'gone', 'nobody']
      for (const name of names) {
        assert.equal(await ask(h, { email: `${name}@example.com` }), undefined)
        assert.equal(await ask(h, { username: name }), undefined)
      }
      assert.equal((await h.sentEmails()).length, before)
      assert.equal(await ask(h), undefined)
      assert.equal((await h.sentEmails()).length, before + 1)
    }))

  test('T81: unauthenticated requests store nothing for unknown accounts, and cannot accumulate', () =>
    inTestCore(async (h) => {
      await ann(h)
      const rows = async () =>
        Number(
          (
            await h.store.db.q
              .selectFrom('recovery_requests')
              .select(({ fn }) => fn.countAll<number>().as('count'))
              .executeTakeFirstOrThrow()
          ).count,
        )
      const events = (await h.events()).length
      for (let n = 0; n < 30; n++) await ask(h, { email: `stranger-${n % 10}@example.com` })
      assert.equal(await rows(), 10, 'a repeated request counts once')
      await h.sentEmails()
      assert.equal(await rows(), 0)
      assert.equal((await h.events()).length, events, 'and no event')
      await h.store.transaction('read committed', async ({ recovery }) => {
        for (let n = 0; n < 1000; n++)
          await recovery.enqueueRequest(
            { id: `${n}`, identifier: '{"email":"x@example.com"}', createdAt: h.now() },
            1000,
          )
      })
      for (const asked of [email, 'stranger@example.com'])
        assert.equal(await endOf(ask(h, { email: asked })), 'recovery_busy', 'for every caller')
      h.advanceTime(11 * minute)
      assert.deepEqual(await links(h), [], 'no request waits for those')
      assert.equal(await rows(), 0)
    }))

  test('mail bombing is limited: three valid links per user, and no further email until one expires', () =>
    inTestCore(async (h) => {
      await ann(h)
      for (let n = 0; n < 10; n++) {
        await ask(h)
        await ask(h, { username: 'ann' })
        await h.sentEmails()
      }
      const secrets = await links(h)
      assert.equal(secrets.length, 3)
      h.advanceTime(30 * minute)
      await ask(h)
      assert.equal((await links(h)).length, 4)
    }))

  test('T48: of 20 concurrent uses of one link one succeeds, and other links are invalidated with it', () =>
    inTestCore(async (h) => {
      await ann(h)
      for (let n = 0; n < 2; n++) {
        await ask(h)
        await h.sentEmails()
      }
      const [first = '', second = ''] = await links(h)
      const ends = await Promise.all(
        Array.from({ length: 20 }, (_, n) => endOf(reset(h, n % 2 ? first : second, `phrase number ${n}`))),
      )
      const winners = ends.flatMap((end, n) => (end === 'ok' ? [n] : []))
      assert.equal(winners.length, 1)
      assert.deepEqual(new Set(ends), new Set(['ok', 'recovery_invalid']))
      assert.equal(await signIn(h, `phrase number ${winners[0]}`), 'ok')
    }))

  test('a link is valid for thirty minutes to the millisecond, and is purged afterwards', () =>
    inTestCore(async (h) => {
      await ann(h)
      await ask(h)
      const secret = await newest(h)
      h.advanceTime(30 * minute - 1)
      assert.equal(await endOf(h.run(getRecovery, { secret }, anonymous)), 'ok')
      h.advanceTime(1)
      assert.equal(await endOf(reset(h, secret)), 'recovery_invalid')
      assert.equal(await h.run(purgeExpiredRecovery, {}, { kind: 'operator' }), 1)
    }))

  test('T62: a link is invalid once its user has claimed another address, or none', () =>
    inTestCore(async (h) => {
      const { id } = await ann(h)
      for (const change of [
        { email: 'new@example.com', claimEmail: true },
        { email: null },
        { email: 'x@y.example' },
      ]) {
        await ask(h)
        const secret = await newest(h)
        await h.run(updateUser, { id, ...change })
        assert.equal(await endOf(reset(h, secret)), 'recovery_invalid', JSON.stringify(change))
        await h.run(updateUser, { id, email, claimEmail: true })
        h.advanceTime(31 * minute)
      }
      assert.equal(await signIn(h, phrase), 'ok')
    }))

  test('a link is invalidated with its user, and by every other change of its password', () =>
    inTestCore(async (h) => {
      const { id } = await ann(h)
      let now = phrase
      const steps: Readonly<Record<string, () => Promise<unknown>>> = {
        'disabled and enabled again': async () => {
          await h.run(updateUser, { id, status: 'disabled' })
          await h.run(updateUser, { id, status: 'active' })
        },
        'set by an administrator': async () => {
          now = 'set by others'
          await h.run(updateUser, { id, password: now })
        },
        'changed by the user': async () => {
          await h.run(changePassword, { id, original: now, password: phrase }, anonymous)
          now = phrase
        },
        'domain disabled': () => h.run(updateDomain, { id: 'default', enabled: false }),
        'domain enabled, user deleted': async () => {
          await h.run(updateDomain, { id: 'default', enabled: true })
          await h.run(deleteUser, { id })
        },
      }
      for (const [name, step] of Object.entries(steps)) {
        await ask(h)
        const secret = await newest(h)
        await step()
        assert.equal(await endOf(reset(h, secret)), 'recovery_invalid', name)
        h.advanceTime(31 * minute)
      }
    }))

  test('T61: an administrator triggers a link and never sees it; the address cannot be chosen', () =>
    inTestCore(async (h) => {
      const { id } = await ann(h, { password: undefined })
      const input = { userId: id, email: 'eve@example.com', to: 'eve@example.com' }
      assert.equal(await h.run(sendRecovery, input), undefined)
      const [mail] = await h.sentEmails()
      assert.equal(mail?.to, email)
      const eventLog = JSON.stringify(await h.store.reading.events.list(0, 100))
      assert.doesNotMatch(eventLog, /mst_r_|ann@example/)
      for (let n = 0; n < 5; n++) await h.run(sendRecovery, { userId: id })
      const secrets = await links(h)
      const good = await Promise.all(
        secrets.map((secret) => endOf(h.run(getRecovery, { secret }, anonymous))),
      )
      assert.deepEqual(good, [...Array(3).fill('recovery_invalid'), ...Array(3).fill('ok')])
      assert.equal(await endOf(reset(h, secrets.at(-1) ?? '')), 'ok')
      assert.equal(await signIn(h, other), 'ok')
    }))

  test('a link is sent only to active users with a claimed address, with permission', () =>
    inTestCore(async (h) => {
      const domainId = await builders(h).domain()
      const { id } = await ann(h, { domainId })
      const send = (userId: string, caller?: Caller) => endOf(h.run(sendRecovery, { userId }, caller))
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
      const invited = await h.run(inviteUser, { email: 'i@example.com', mode: 'email_link' })
      const pending = await ann(h, { status: 'pending' })
      const bare = await h.run(createUser, { name: 'bare', password: phrase })
      for (const user of [invited.user, pending, bare])
        assert.equal(await send(user.id), 'recovery_impossible')
    }))

  test('T52: a new password does not skip other factors, does not sign in, and ends a lock', () =>
    inTestCore(
      async (h) => {
        const options = { multi_factor_auth_enabled: true, multi_factor_auth_rules: [['password', 'totp']] }
        const { id } = await ann(h, { options })
        await h.run(createCredential, { userId: id, type: 'totp', blob: seed })
        for (let n = 0; n < 3; n++) await signIn(h, 'wrong')
        assert.equal(await endOf(session(h, phrase, passcodeAt(h.now()))), 'user_locked')
        await ask(h)
        const secret = await newest(h)
        for (let n = 0; n < 3; n++) await signIn(h, 'wrong')
        await reset(h, secret)
        assert.deepEqual(await h.store.db.q.selectFrom('sessions').selectAll().execute(), [])
        assert.equal(await signIn(h, other), 'factors_missing')
        assert.equal(await endOf(session(h, other, passcodeAt(h.now()))), 'ok')
      },
      { lockoutFailureAttempts: 3 },
    ))

  test('password rules apply to recovered passwords, and a rejected password does not consume the link', () =>
    inTestCore(
      async (h) => {
        await ann(h)
        await ask(h)
        const secret = await newest(h)
        assert.equal(await endOf(reset(h, secret, 'short')), 'password_too_weak')
        assert.equal(await endOf(reset(h, secret, phrase)), 'password_used_before')
        assert.equal(await endOf(reset(h, secret, '')), 'password_empty')
        assert.equal(await endOf(reset(h, 'mst_r_', 'short')), 'recovery_invalid')
        assert.equal(await endOf(reset(h, secret)), 'ok')
        await ask(h)
        assert.equal(await endOf(reset(h, await newest(h), phrase)), 'password_used_before')
      },
      { passwordRegex: '.{10,}$', uniqueLastPasswordCount: 3, minimumPasswordAge: 1 },
    ))

  test('T89: links of different kinds are not interchangeable, and manipulated ones are invalid', () =>
    inTestCore(async (h) => {
      await ann(h)
      await ask(h)
      const secret = await newest(h)
      for (let i = 0; i < secret.length; i++) {
        const edited = secret.slice(0, i) + (secret[i] === 'A' ? 'B' : 'A') + secret.slice(i + 1)
        assert.equal(await endOf(reset(h, edited)), 'recovery_invalid')
      }
      await h.run(inviteUser, { email: 'i@example.com', mode: 'email_link' })
      const invitation = secretIn((await h.sentEmails()).at(-1))
      for (const given of [
        invitation,
        invitation.replace('mst_i_', 'mst_r_'),
        h.ports.secrets.make('mst_r_'),
      ])
        assert.equal(await endOf(reset(h, given)), 'recovery_invalid')
      assert.equal(await endOf(reset(h, secret)), 'ok')
    }))

  test('invalid requests are rejected before any lookup', () =>
    inTestCore(async (h) => {
      assert.equal(await endOf(ask(h, {})), 'reference_incomplete')
      assert.equal(await endOf(ask(h, { email, username: 'ann' })), 'reference_incomplete')
      for (const given of ['a\0b', '\ud800', 'x'.repeat(400)])
        for (const asked of [
          { username: given },
          { email: given },
          { login: given },
          { email, domain: { id: given } },
        ])
          assert.match(await endOf(ask(h, asked)), /^text_/)
      assert.equal(await endOf(h.run(answerRecovery, {})), 'operator_only')
    }))

  test('after every password change other sessions end, and the current one stays', () =>
    inTestCore(async (h) => {
      const { id } = await ann(h)
      const [own, another] = [await session(h, phrase), await session(h, phrase)]
      const caller = await h.sessions.read(own.secret)
      await h.run(changePassword, { id, original: phrase, password: other }, caller)
      assert.equal(await alive(h, own.secret), 'ok')
      assert.equal(await alive(h, another.secret), 'session_unknown')
      const stranger = await h.run(createUser, { name: 'bob', password: phrase })
      await h.run(changePassword, { id: stranger.id, original: phrase, password: other }, caller)
      assert.equal(await alive(h, own.secret), 'ok', 'another user is independent')
      await h.run(changePassword, { user: { username: 'ann' }, original: other, password: phrase }, anonymous)
      assert.equal(await alive(h, own.secret), 'session_unknown')
      const last = await session(h, phrase)
      await h.run(updateUser, { id, password: other })
      assert.equal(await alive(h, last.secret), 'session_unknown')
      const told = (await h.sentEmails()).filter(({ template }) => template === 'password_changed')
      assert.deepEqual(
        told.map(({ to }) => to),
        Array(3).fill(email),
      )
    }))
})
