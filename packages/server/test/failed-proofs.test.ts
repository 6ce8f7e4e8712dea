import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createApplicationCredential } from '../src/core/access/application-credentials/create-application-credential.ts'
import { learnSchemes } from '../src/core/access/authentication/learn-schemes.ts'
import { signIn } from '../src/core/access/authentication/sign-in.ts'
import type { SignInRequest } from '../src/core/access/authentication/sign-in-request.ts'
import { openSession } from '../src/core/access/sessions/open-session.ts'
import { changePassword } from '../src/core/accounts/passwords/change-password.ts'
import { createUser } from '../src/core/directory/users/create-user.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { anonymous } from '../src/core/kernel/caller.ts'
import { isDomainError } from '../src/core/kernel/domain-error.ts'
import type { PasswordMatch, Ports } from '../src/core/kernel/ports.ts'
import { makeLimiter } from '../src/http/rate-limits.ts'
import { builders, onProject, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { endOf, passcodeAt, signing } from './factors.ts'
import { createTestCore, type TestCore } from './test-core.ts'

const password = 'a long enough phrase'

/** The duration of a check of each scheme on the test clock, in milliseconds. */
const costs: Readonly<Record<string, number>> = {
  '$argon2id$v=19$m=19456,t=2,p=1$': 50,
  $2b$12$: 700,
  '$pbkdf2-sha512$25000$': 160,
  '$scrypt$ln=16,r=8,p=1$': 110,
}
const schemes = Object.keys(costs)
const [own = '', dearest = ''] = schemes

/** Fake hashes of scheme and password, whose checks advance the test clock through `spend`. */
const fakeHashes = (spend: (ms: number) => void): Ports['passwords'] => {
  const schemeOf = (hash: string) => schemes.find((scheme) => hash.startsWith(scheme))
  let expected: string[] = [own]
  const verify = async (given: string, hash: string): Promise<PasswordMatch> => {
    const scheme = schemeOf(hash) ?? own
    spend(costs[scheme] ?? 0)
    return hash === scheme + given && (scheme === own ? 'current' : 'renew')
  }
  return {
    hash: async (given) => own + given,
    verify,
    verifyDummy: async (given) => void (await verify(given, `${own} nothing`)),
    canVerify: (hash) => schemeOf(hash) !== undefined,
    schemeOf,
    expect: async (hashes, complete) => {
      const found = hashes.flatMap((hash) => schemeOf(hash) ?? [])
      expected = complete ? [own, ...found] : [...expected, ...found]
    },
    failureSlot: () => Math.max(...expected.map((scheme) => costs[scheme] ?? 0)) + 50,
  }
}

onEachDatabase('failed authentication', (makePlace) => {
  const inTestCore = async (
    work: (h: TestCore) => Promise<void>,
    parts: Parameters<typeof createTestCore>[3] = {},
    settings: Parameters<typeof createTestCore>[1] = {},
  ) => {
    const at: { h?: TestCore } = {}
    const passwords = fakeHashes((ms) => at.h?.advanceTime(ms))
    at.h = await createTestCore(await makePlace(), settings, {}, { passwords, ...parts })
    try {
      await work(at.h)
    } finally {
      await at.h.close()
    }
  }
  /** The duration of a failing attempt on the test clock. */
  const taken = async (h: TestCore, attempt: Promise<unknown>): Promise<number> => {
    const begun = h.now()
    await assert.rejects(attempt, (thrown) => isDomainError(thrown, 'unauthenticated'))
    return h.now() - begun
  }
  const imported = async (h: TestCore, scheme: string): Promise<string> => {
    const { id } = await h.run(createUser, { name: `of ${scheme}`, password })
    const stored = await h.store.reading.passwords.current(id)
    await h.store.reading.passwords.replaceHash(id, stored?.hash ?? '', scheme + password)
    return id
  }
  const attempts = (h: TestCore) => ({
    token: (id: string, given = 'wrong') =>
      h.run(signIn, { methods: ['password'], password: { user: { id }, password: given } }, anonymous),
    session: (username: string) =>
      h.run(openSession, { username, password: 'wrong', agent: null, address: null }, anonymous),
    change: (id: string) =>
      h.run(changePassword, { id, original: 'wrong', password: 'another long phrase' }, anonymous),
  })

  test('S6: a failed sign-in takes the same time for every password scheme, and for unknown users', () =>
    inTestCore(async (h) => {
      const ids = []
      for (const scheme of schemes) ids.push(await imported(h, scheme))
      const without = (await h.run(createUser, { name: 'without a password' })).id
      const off = (await h.run(createUser, { name: 'disabled', password, status: 'disabled' })).id
      await h.run(learnSchemes, {}, { kind: 'operator' })
      const as = attempts(h)
      const times = new Map<string, number>()
      for (const [index, id] of ids.entries()) {
        times.set(`token ${schemes[index]}`, await taken(h, as.token(id)))
        times.set(`session ${schemes[index]}`, await taken(h, as.session(`of ${schemes[index]}`)))
        times.set(`change ${schemes[index]}`, await taken(h, as.change(id)))
      }
      times.set('unknown', await taken(h, as.token('f'.repeat(32))))
      times.set('unknown session', await taken(h, as.session('unknown')))
      times.set('unknown change', await taken(h, as.change('f'.repeat(32))))
      times.set('without', await taken(h, as.token(without)))
      times.set('disabled, right', await taken(h, as.token(off, password)))
      times.set('disabled, wrong', await taken(h, as.token(off)))
      times.set(
        'one-time password',
        await taken(
          h,
          h.run(
            signIn,
            { methods: ['totp'], totp: { user: { id: without }, passcode: '000000' } },
            anonymous,
          ),
        ),
      )
      assert.deepEqual([...new Set(times.values())], [750], JSON.stringify([...times]))
    }))

  test('S6: so does a wrong secret of an application credential, chosen, generated or unknown', () =>
    inTestCore(async (h) => {
      const make = builders(h)
      const project = await make.project('default')
      const userId = (await h.run(createUser, { name: 'owner', password, developer: true })).id
      await make.give(userActor(userId), await make.role('member'), onProject(project))
      const scoped: SignInRequest = {
        methods: ['password'],
        password: { user: { id: userId }, password },
        scope: { kind: 'project', project: { id: project } },
      }
      const { caller } = await h.run(signIn, scoped, anonymous)
      const create = (name: string, secret?: string) =>
        h.run(createApplicationCredential, { userId, name, secret } as never, caller)
      await imported(h, dearest)
      await h.run(learnSchemes, {}, { kind: 'operator' })
      const chosen = await create('chosen', 'a secret that is long enough')
      const generated = await create('generated')
      const show = (given: object) =>
        h.run(
          signIn,
          { methods: ['application_credential'], applicationCredential: { secret: 'wrong', ...given } },
          anonymous,
        )
      const times = [
        await taken(h, show({ id: chosen.credential.id })),
        await taken(h, show({ id: generated.credential.id })),
        await taken(h, show({ name: 'chosen', user: { id: userId } })),
        await taken(h, show({ name: 'generated', user: { id: userId } })),
        await taken(h, show({ name: 'none', user: { id: userId } })),
        await taken(h, show({ name: 'none', user: { id: 'f'.repeat(32) } })),
      ]
      assert.deepEqual([...new Set(times)], [750], `${times}`)
    }))

  test('S6: the time follows the schemes in use, and a slower check is answered at the next multiple', () =>
    inTestCore(async (h) => {
      const as = attempts(h)
      assert.equal(await taken(h, as.token('f'.repeat(32))), 100)
      const id = await imported(h, dearest)
      await h.run(learnSchemes, {}, { kind: 'operator' })
      assert.equal(await taken(h, as.token('f'.repeat(32))), 750)
      const { verifyDummy: verifyNothing } = h.ports.passwords
      Object.assign(h.ports.passwords, {
        verifyDummy: async (given: string) => {
          h.advanceTime(1000)
          await verifyNothing(given)
        },
      })
      assert.equal(await taken(h, as.token('f'.repeat(32))), 1500)
      await h.run(signIn, { methods: ['password'], password: { user: { id }, password } }, anonymous)
      await h.run(learnSchemes, {}, { kind: 'operator' })
      assert.equal(await taken(h, as.token(id)), 100, 'its hash was renewed by the sign-in')
    }))

  const limitedTo = (quota: number, from: { h?: TestCore }) => {
    const limiter = (name: string, most: number) =>
      makeLimiter({ name, quota: most, window: 300 }, () => from.h?.now() ?? 0)
    return {
      addresses: limiter('address', quota * 2),
      subjects: limiter('subject', quota),
      pairs: limiter('pair', quota),
    }
  }
  const withLimits = async (quota: number, work: (h: TestCore) => Promise<void>) => {
    const from: { h?: TestCore } = {}
    await inTestCore(
      (h) => {
        from.h = h
        return work(h)
      },
      { proofLimiters: limitedTo(quota, from) },
    )
  }
  const comingFrom =
    (h: TestCore, address: string) =>
    (request: SignInRequest): Promise<unknown> =>
      h.core.run(signIn, request, anonymous, { api: 'test', requestId: 'req', address })
  const withPassword = (id: string, given = password): SignInRequest => ({
    methods: ['password'],
    password: { user: { id }, password: given },
  })

  test('S7: after too many failures neither a wrong nor the right password is checked, for known and unknown users', () =>
    withLimits(5, async (h) => {
      const as = signing(h)
      const id = await as.user()
      const missing = 'f'.repeat(32)
      for (const [index, user] of [id, missing].entries()) {
        const send = comingFrom(h, `192.0.2.${index}`)
        for (let n = 0; n < 5; n++) assert.notEqual(await endOf(send(withPassword(user, 'wrong'))), 'ok')
        const before = h.now()
        assert.equal(await endOf(send(withPassword(user, 'wrong'))), 'too_many_failed_proofs')
        assert.equal(await endOf(send(withPassword(user))), 'too_many_failed_proofs')
        assert.equal(h.now(), before, 'nothing was hashed')
      }
      assert.equal(
        await endOf(comingFrom(h, '198.51.100.7')(withPassword(id))),
        'too_many_failed_proofs',
        'from everywhere',
      )
      h.advanceTime(60_000)
      assert.equal(await endOf(comingFrom(h, '198.51.100.7')(withPassword(id))), 'ok', 'a minute later')
    }))

  test('S7: of many parallel guesses only as many as the limit are answered', () =>
    withLimits(5, async (h) => {
      const id = await signing(h).user()
      const send = comingFrom(h, '192.0.2.1')
      const guesses = Array.from({ length: 40 }, (_, n) =>
        endOf(send(withPassword(id, n === 39 ? password : `wrong ${n}`))),
      )
      const ends = await Promise.all(guesses)
      assert.ok(ends.filter((end) => end !== 'too_many_failed_proofs').length <= 5, ends.join())
    }))

  test('S7: one address has a limit across all users', () =>
    withLimits(5, async (h) => {
      const as = signing(h)
      const send = comingFrom(h, '2001:db8::1')
      for (let n = 0; n < 10; n++)
        assert.equal(await endOf(send(withPassword(await as.user(), 'x'))), 'password_wrong')
      const id = await as.user()
      assert.equal(await endOf(send(withPassword(id))), 'too_many_failed_proofs')
      assert.equal(
        await endOf(comingFrom(h, '2001:db8::ffff')(withPassword(id))),
        'too_many_failed_proofs',
        'the IPv6 network counts',
      )
      assert.equal(await endOf(comingFrom(h, '192.0.2.9')(withPassword(id))), 'ok')
    }))

  test('S7: successes never count, and guesses from elsewhere do not lock a user out of its usual address', () =>
    withLimits(5, async (h) => {
      const id = await signing(h).user()
      const home = comingFrom(h, '192.0.2.1')
      for (let n = 0; n < 50; n++) assert.equal(await endOf(home(withPassword(id))), 'ok')
      const attacker = comingFrom(h, '203.0.113.5')
      for (let n = 0; n < 20; n++) await endOf(attacker(withPassword(id, 'wrong')))
      assert.equal(await endOf(attacker(withPassword(id))), 'too_many_failed_proofs')
      assert.equal(await endOf(home(withPassword(id))), 'ok')
      for (let n = 0; n < 5; n++) assert.equal(await endOf(home(withPassword(id, 'wrong'))), 'password_wrong')
      assert.equal(
        await endOf(home(withPassword(id))),
        'too_many_failed_proofs',
        'failures at a known address count there',
      )
    }))

  test('S7: one-time passwords, secrets of application credentials and password changes are limited alike', () =>
    withLimits(5, async (h) => {
      const as = signing(h)
      const id = await as.user({ device: true })
      for (let n = 0; n < 5; n++) assert.equal(await endOf(as.passcode(id, '000000')), 'passcode_wrong')
      assert.equal(await endOf(as.passcode(id, passcodeAt(h.now()))), 'too_many_failed_proofs')
      const other = await as.user()
      const change = (original: string) =>
        endOf(h.run(changePassword, { id: other, original, password: 'another phrase' }, anonymous))
      for (let n = 0; n < 5; n++) assert.equal(await change('wrong'), 'password_wrong')
      assert.equal(await change(password), 'too_many_failed_proofs')
      assert.equal(await endOf(as.password(other)), 'too_many_failed_proofs', 'one user, one count')
    }))

  test('S7: a locked and a limited user receive the same response in every API', () =>
    inTestCore(
      async (h) => {
        const as = signing(h)
        const id = await as.user()
        for (let n = 0; n < 3; n++) await endOf(as.password(id, 'wrong'))
        assert.equal(await endOf(as.password(id)), 'user_locked', 'the lockout is independent')
        await h.run(updateUser, { id, enabled: true })
        assert.equal(await endOf(as.password(id)), 'ok')
      },
      {},
      { lockoutFailureAttempts: 3 },
    ))
})
