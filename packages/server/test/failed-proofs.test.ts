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
  const verify = async (input: string, hash: string): Promise<PasswordMatch> => {
    const scheme = schemeOf(hash) ?? own
    spend(costs[scheme] ?? 0)
    return hash === scheme + input && (scheme === own ? 'current' : 'renew')
  }
  return {
    hash: async (input) => own + input,
    verify,
    verifyDummy: async (input) => void (await verify(input, `${own} nothing`)),
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
    work: (core: TestCore) => Promise<void>,
    parts: Parameters<typeof createTestCore>[3] = {},
    settings: Parameters<typeof createTestCore>[1] = {},
  ) => {
    const at: { core?: TestCore } = {}
    const passwords = fakeHashes((ms) => at.core?.advanceTime(ms))
    at.core = await createTestCore(await makePlace(), settings, {}, { passwords, ...parts })
    try {
      await work(at.core)
    } finally {
      await at.core.close()
    }
  }
  /** The duration of a failing attempt on the test clock. */
  const taken = async (core: TestCore, attempt: Promise<unknown>): Promise<number> => {
    const begun = core.now()
    await assert.rejects(attempt, (thrown) => isDomainError(thrown, 'unauthenticated'))
    return core.now() - begun
  }
  const imported = async (core: TestCore, scheme: string): Promise<string> => {
    const { id } = await core.run(createUser, { name: `of ${scheme}`, password })
    const stored = await core.store.reading.passwords.current(id)
    await core.store.reading.passwords.replaceHash(id, stored?.hash ?? '', scheme + password)
    return id
  }
  const attempts = (core: TestCore) => ({
    token: (id: string, input = 'wrong') =>
      core.run(signIn, { methods: ['password'], password: { user: { id }, password: input } }, anonymous),
    session: (username: string) =>
      core.run(openSession, { username, password: 'wrong', agent: null, address: null }, anonymous),
    change: (id: string) =>
      core.run(changePassword, { id, original: 'wrong', password: 'another long phrase' }, anonymous),
  })

  test('S6: a failed sign-in takes the same time for every password scheme, and for unknown users', () =>
    inTestCore(async (core) => {
      const ids = []
      for (const scheme of schemes) ids.push(await imported(core, scheme))
      const without = (await core.run(createUser, { name: 'without a password' })).id
      const off = (await core.run(createUser, { name: 'disabled', password, status: 'disabled' })).id
      await core.run(learnSchemes, {}, { kind: 'operator' })
      const as = attempts(core)
      const times = new Map<string, number>()
      for (const [index, id] of ids.entries()) {
        times.set(`token ${schemes[index]}`, await taken(core, as.token(id)))
        times.set(`session ${schemes[index]}`, await taken(core, as.session(`of ${schemes[index]}`)))
        times.set(`change ${schemes[index]}`, await taken(core, as.change(id)))
      }
      times.set('unknown', await taken(core, as.token('f'.repeat(32))))
      times.set('unknown session', await taken(core, as.session('unknown')))
      times.set('unknown change', await taken(core, as.change('f'.repeat(32))))
      times.set('without', await taken(core, as.token(without)))
      times.set('disabled, right', await taken(core, as.token(off, password)))
      times.set('disabled, wrong', await taken(core, as.token(off)))
      times.set(
        'one-time password',
        await taken(
          core,
          core.run(
            signIn,
            { methods: ['totp'], totp: { user: { id: without }, passcode: '000000' } },
            anonymous,
          ),
        ),
      )
      assert.deepEqual([...new Set(times.values())], [750], JSON.stringify([...times]))
    }))

  test('S6: so does a wrong secret of an application credential, chosen, generated or unknown', () =>
    inTestCore(async (core) => {
      const make = builders(core)
      const project = await make.project('default')
      const userId = (await core.run(createUser, { name: 'owner', password, developer: true })).id
      await make.give(userActor(userId), await make.role('member'), onProject(project))
      const scoped: SignInRequest = {
        methods: ['password'],
        password: { user: { id: userId }, password },
        scope: { kind: 'project', project: { id: project } },
      }
      const { caller } = await core.run(signIn, scoped, anonymous)
      const create = (name: string, secret?: string) =>
        core.run(createApplicationCredential, { userId, name, secret } as never, caller)
      await imported(core, dearest)
      await core.run(learnSchemes, {}, { kind: 'operator' })
      const chosen = await create('chosen', 'a secret that is long enough')
      const generated = await create('generated')
      const show = (input: object) =>
        core.run(
          signIn,
          { methods: ['application_credential'], applicationCredential: { secret: 'wrong', ...input } },
          anonymous,
        )
      const times = [
        await taken(core, show({ id: chosen.credential.id })),
        await taken(core, show({ id: generated.credential.id })),
        await taken(core, show({ name: 'chosen', user: { id: userId } })),
        await taken(core, show({ name: 'generated', user: { id: userId } })),
        await taken(core, show({ name: 'none', user: { id: userId } })),
        await taken(core, show({ name: 'none', user: { id: 'f'.repeat(32) } })),
      ]
      assert.deepEqual([...new Set(times)], [750], `${times}`)
    }))

  test('S6: the time follows the schemes in use, and a slower check is answered at the next multiple', () =>
    inTestCore(async (core) => {
      const as = attempts(core)
      assert.equal(await taken(core, as.token('f'.repeat(32))), 100)
      const id = await imported(core, dearest)
      await core.run(learnSchemes, {}, { kind: 'operator' })
      assert.equal(await taken(core, as.token('f'.repeat(32))), 750)
      const { verifyDummy } = core.ports.passwords
      Object.assign(core.ports.passwords, {
        verifyDummy: async (input: string) => {
          core.advanceTime(1000)
          await verifyDummy(input)
        },
      })
      assert.equal(await taken(core, as.token('f'.repeat(32))), 1500)
      await core.run(signIn, { methods: ['password'], password: { user: { id }, password } }, anonymous)
      await core.run(learnSchemes, {}, { kind: 'operator' })
      assert.equal(await taken(core, as.token(id)), 100, 'its hash was renewed by the sign-in')
    }))

  const limitedTo = (quota: number, from: { core?: TestCore }) => {
    const limiter = (name: string, most: number) =>
      makeLimiter({ name, quota: most, window: 300 }, () => from.core?.now() ?? 0)
    return {
      addresses: limiter('address', quota * 2),
      subjects: limiter('subject', quota),
      pairs: limiter('pair', quota),
    }
  }
  const withLimits = async (quota: number, work: (core: TestCore) => Promise<void>) => {
    const from: { core?: TestCore } = {}
    await inTestCore(
      (core) => {
        from.core = core
        return work(core)
      },
      { proofLimiters: limitedTo(quota, from) },
    )
  }
  const comingFrom =
    (core: TestCore, address: string) =>
    (request: SignInRequest): Promise<unknown> =>
      core.core.run(signIn, request, anonymous, { api: 'test', requestId: 'req', address })
  const withPassword = (id: string, input = password): SignInRequest => ({
    methods: ['password'],
    password: { user: { id }, password: input },
  })

  test('S7: after too many failures neither a wrong nor the right password is checked, for known and unknown users', () =>
    withLimits(5, async (core) => {
      const as = signing(core)
      const id = await as.user()
      const missing = 'f'.repeat(32)
      for (const [index, user] of [id, missing].entries()) {
        const send = comingFrom(core, `192.0.2.${index}`)
        for (let n = 0; n < 5; n++) assert.notEqual(await endOf(send(withPassword(user, 'wrong'))), 'ok')
        const before = core.now()
        assert.equal(await endOf(send(withPassword(user, 'wrong'))), 'too_many_failed_proofs')
        assert.equal(await endOf(send(withPassword(user))), 'too_many_failed_proofs')
        assert.equal(core.now(), before, 'nothing was hashed')
      }
      assert.equal(
        await endOf(comingFrom(core, '198.51.100.7')(withPassword(id))),
        'too_many_failed_proofs',
        'from everywhere',
      )
      core.advanceTime(60_000)
      assert.equal(await endOf(comingFrom(core, '198.51.100.7')(withPassword(id))), 'ok', 'a minute later')
    }))

  test('S7: of many parallel guesses only as many as the limit are answered', () =>
    withLimits(5, async (core) => {
      const id = await signing(core).user()
      const send = comingFrom(core, '192.0.2.1')
      const guesses = Array.from({ length: 40 }, (_, n) =>
        endOf(send(withPassword(id, n === 39 ? password : `wrong ${n}`))),
      )
      const ends = await Promise.all(guesses)
      assert.ok(ends.filter((end) => end !== 'too_many_failed_proofs').length <= 5, ends.join())
    }))

  test('S7: one address has a limit across all users', () =>
    withLimits(5, async (core) => {
      const as = signing(core)
      const send = comingFrom(core, '2001:db8::1')
      for (let n = 0; n < 10; n++)
        assert.equal(await endOf(send(withPassword(await as.user(), 'x'))), 'password_wrong')
      const id = await as.user()
      assert.equal(await endOf(send(withPassword(id))), 'too_many_failed_proofs')
      assert.equal(
        await endOf(comingFrom(core, '2001:db8::ffff')(withPassword(id))),
        'too_many_failed_proofs',
        'the IPv6 network counts',
      )
      assert.equal(await endOf(comingFrom(core, '192.0.2.9')(withPassword(id))), 'ok')
    }))

  test('S7: successes never count, and guesses from elsewhere do not lock a user out of its usual address', () =>
    withLimits(5, async (core) => {
      const id = await signing(core).user()
      const home = comingFrom(core, '192.0.2.1')
      for (let n = 0; n < 50; n++) assert.equal(await endOf(home(withPassword(id))), 'ok')
      const attacker = comingFrom(core, '203.0.113.5')
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
    withLimits(5, async (core) => {
      const as = signing(core)
      const id = await as.user({ device: true })
      for (let n = 0; n < 5; n++) assert.equal(await endOf(as.passcode(id, '000000')), 'passcode_wrong')
      assert.equal(await endOf(as.passcode(id, passcodeAt(core.now()))), 'too_many_failed_proofs')
      const other = await as.user()
      const change = (original: string) =>
        endOf(core.run(changePassword, { id: other, original, password: 'another phrase' }, anonymous))
      for (let n = 0; n < 5; n++) assert.equal(await change('wrong'), 'password_wrong')
      assert.equal(await change(password), 'too_many_failed_proofs')
      assert.equal(await endOf(as.password(other)), 'too_many_failed_proofs', 'one user, one count')
    }))

  test('S7: a locked and a limited user receive the same response in every API', () =>
    inTestCore(
      async (core) => {
        const as = signing(core)
        const id = await as.user()
        for (let n = 0; n < 3; n++) await endOf(as.password(id, 'wrong'))
        assert.equal(await endOf(as.password(id)), 'user_locked', 'the lockout is independent')
        await core.run(updateUser, { id, enabled: true })
        assert.equal(await endOf(as.password(id)), 'ok')
      },
      {},
      { lockoutFailureAttempts: 3 },
    ))
})
