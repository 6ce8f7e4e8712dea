import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { createApplicationCredential } from '../src/core/access/application-credentials/create-application-credential.ts'
import { type GivenReceipt, receiptOf } from '../src/core/access/authentication/auth-receipt.ts'
import { createCredential } from '../src/core/access/credentials/create-credential.ts'
import { deleteCredential } from '../src/core/access/credentials/delete-credential.ts'
import { updateCredential } from '../src/core/access/credentials/update-credential.ts'
import {
  listUserSecondFactors,
  resetUserSecondFactors,
} from '../src/core/access/second-factors/user-second-factors.ts'
import { openSession } from '../src/core/access/sessions/open-session.ts'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { anonymous } from '../src/core/kernel/caller.ts'
import { isDomainError } from '../src/core/kernel/domain-error.ts'
import { builders, onProject, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { endOf, passcodeAt, password, seed, signing } from './factors.ts'
import { createTestCore, inDomain, type TestCore } from './test-core.ts'

const window = 30_000
const rules = (...multi_factor_auth_rules: string[][]) => ({ multi_factor_auth_rules })
const strict = rules(['password', 'totp'])

onEachDatabase('multi-factor authentication', (makePlace) => {
  let core: TestCore
  let as: ReturnType<typeof signing>
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    as = signing(core)
  })
  afterEach(() => core.close())

  /** The receipt of an attempt that lacks a factor. */
  const receiptOfAttempt = async (attempt: Promise<unknown>): Promise<GivenReceipt | undefined> => {
    const thrown = await attempt.then(
      () => undefined,
      (error) => error,
    )
    assert.ok(isDomainError(thrown, 'unauthenticated'))
    assert.equal(thrown.code, 'factors_missing')
    return receiptOf(thrown)
  }
  const receiptFor = async (id: string) => (await receiptOfAttempt(as.password(id)))?.text ?? ''
  const methodsOf = (view: { readonly payload: { readonly methods: readonly string[] } }) =>
    [...view.payload.methods].sort()

  test('T64: for every rule and every method, exactly the required factors suffice', async () => {
    const every: readonly (readonly [
      ReturnType<typeof rules> & { multi_factor_auth_enabled?: boolean },
      string,
    ])[] = [
      [rules(), 'password passcode both receipt'],
      [strict, 'both receipt'],
      [rules(['password']), 'password both receipt'],
      [rules(['totp']), 'passcode both receipt'],
      [rules(['password', 'totp'], ['password']), 'password both receipt'],
      [rules(['totp'], ['application_credential']), 'passcode both receipt'],
      [rules(['password', 'webauthn']), 'password both receipt'],
      [rules(['password', 'mapped']), ''],
      [rules(['webauthn'], ['u2f']), 'password passcode both receipt'],
      [rules(['application_credential']), ''],
      [{ ...strict, multi_factor_auth_enabled: true }, 'both receipt'],
      [{ ...strict, multi_factor_auth_enabled: false }, 'password passcode both receipt'],
    ]
    for (const [options, expected] of every) {
      const name = `user ${JSON.stringify(options)}`
      const id = await as.user({ name, options, device: true })
      const session = (passcode?: string) =>
        core.run(openSession, { username: name, password, passcode, agent: null, address: null }, anonymous)
      const enough: string[] = []
      const tries = async (way: string, attempts: readonly (() => Promise<unknown>)[]) => {
        const ends: string[] = []
        for (const attempt of attempts) {
          ends.push(await endOf(attempt()))
          core.advanceTime(2 * window)
        }
        assert.equal(new Set(ends).size, 1, `${way} of ${name}: ${ends}`)
        if (ends[0] === 'ok') enough.push(way)
        else assert.equal(ends[0], 'factors_missing', `${way} of ${name}`)
      }
      await tries('password', [() => as.password(id), () => session()])
      await tries('passcode', [() => as.passcode(id)])
      await tries('both', [() => as.both(id), () => session(passcodeAt(core.now()))])
      const then = async (
        first: Promise<unknown>,
        second: (receipt: string | undefined) => Promise<unknown>,
      ) => {
        const lacking = await first.then(
          () => undefined,
          (error) => error,
        )
        if (lacking) await second(receiptOf(lacking)?.text)
      }
      await tries('receipt', [
        () => then(as.password(id), (receipt) => as.passcode(id, undefined, receipt)),
        () => then(as.passcode(id), (receipt) => as.password(id, undefined, receipt)),
      ])
      assert.equal(enough.join(' '), expected, name)
    }
  })

  test('a receipt contains the methods, the user, its expiry and the rules it belongs to', async () => {
    const id = await as.user({
      name: 'ann',
      options: rules(['password', 'totp'], ['totp'], ['password', 'token', 'webauthn']),
      device: true,
    })
    const input = await receiptOfAttempt(as.password(id))
    const second = Math.floor(core.now() / 1000)
    assert.deepEqual(input?.receipt, {
      userId: id,
      methods: ['password'],
      issuedAt: second,
      expiresAt: second + 300,
    })
    assert.deepEqual(input?.user, { id, name: 'ann', domain: { id: 'default', name: 'Default' } })
    assert.deepEqual(input?.requiredMethods, [
      ['password', 'totp'],
      ['password', 'token'],
    ])
    assert.match(input?.text ?? '', /^gAAAAA[\w-]+$/)
    assert.deepEqual(methodsOf(await as.passcode(id, undefined, input?.text)), ['password', 'totp'])
    core.advanceTime(window)
    // Unlike a one-time password it is reusable until it expires.
    assert.deepEqual(methodsOf(await as.passcode(id, undefined, input?.text)), ['password', 'totp'])
  })

  test('receipts accumulate until a rule is met', async () => {
    const id = await as.user({ options: rules(['password', 'totp', 'token']), device: true })
    await core.run(updateUser, { id, options: { multi_factor_auth_enabled: false } })
    const { token } = await as.password(id)
    await core.run(updateUser, { id, options: { multi_factor_auth_enabled: null } })
    const first = await receiptFor(id)
    const second = await receiptOfAttempt(as.passcode(id, undefined, first))
    assert.deepEqual(second?.receipt.methods, ['totp', 'password'])
    const done = await as.send({ methods: ['token'], token: { id: token }, receipt: second?.text })
    assert.deepEqual(methodsOf(done), ['password', 'token', 'totp'])
  })

  test('a forged, altered, foreign or expired receipt fails the authentication', async () => {
    const id = await as.user({ options: strict, device: true })
    const other = await as.user({ options: strict, device: true })
    const plain = await as.user()
    const receipt = await receiptFor(id)
    const { token } = await as.both(other)
    const altered = receipt.slice(0, 40) + (receipt[40] === 'A' ? 'B' : 'A') + receipt.slice(41)
    for (const bad of ['gAAAAA', altered, `${receipt}A`, receipt.slice(1), token, 'x'.repeat(100_000), '\0'])
      assert.equal(await endOf(as.passcode(id, undefined, bad)), 'receipt_not_valid', bad.slice(0, 20))
    assert.equal(await endOf(as.passcode(other, passcodeAt(core.now(), -1), receipt)), 'receipt_not_valid')
    assert.equal(
      await endOf(as.password(plain, undefined, receipt)),
      'receipt_not_valid',
      'also where none is required',
    )
    assert.equal(await endOf(as.password(id, 'wrong', receipt)), 'password_wrong')
    core.advanceTime(299_000)
    assert.equal(await endOf(as.passcode(id, undefined, receipt)), 'ok')
    core.advanceTime(1000)
    assert.equal(await endOf(as.passcode(id, undefined, receipt)), 'receipt_not_valid')
  })

  test('T36, T40: a receipt is invalidated with the tokens of the user, also within the same second', async () => {
    const ends: readonly (readonly [string, (id: string) => Promise<unknown>])[] = [
      ['another password', (id) => core.run(updateUser, { id, password: 'another password' })],
      [
        'disabled and enabled',
        async (id) => {
          for (const enabled of [false, true]) await core.run(updateUser, { id, enabled })
        },
      ],
      ['disabled', (id) => core.run(updateUser, { id, enabled: false })],
      ['deleted', (id) => core.run(deleteUser, { id })],
    ]
    for (const [why, end] of ends) {
      const id = await as.user({ options: strict, device: true })
      const receipt = await receiptFor(id)
      await end(id)
      assert.notEqual(await endOf(as.passcode(id, undefined, receipt)), 'ok', why)
    }
    const id = await as.user({ options: strict, device: true })
    await core.run(updateUser, { id, password })
    assert.equal(await endOf(as.passcode(id, undefined, await receiptFor(id))), 'ok', 'a later one is valid')
  })

  test('T64: after a reset of the second factors the password is enough, and other rules still apply', async () => {
    const lost = await as.user({ device: true, options: strict })
    const other = await as.user({
      device: true,
      options: rules(['password', 'totp'], ['password', 'application_credential']),
    })
    const list = (userId: string) => core.run(listUserSecondFactors, { userId })
    const { required, factors } = await list(lost)
    assert.deepEqual([required, factors.length], [true, 1])
    const manager = inDomain('default', 'manager')
    assert.equal(
      await endOf(core.run(resetUserSecondFactors, { userId: lost }, inDomain('default', 'reader'))),
      'forbidden_by_rule',
    )
    for (const userId of [lost, other]) await core.run(resetUserSecondFactors, { userId }, manager)
    assert.deepEqual(await list(lost), { required: false, factors: [] })
    assert.equal(await endOf(as.password(lost)), 'ok')
    assert.equal(await endOf(as.password(other)), 'factors_missing')
  })

  test('T13: methods proven with a token or delegated credentials are not carried in a receipt', async () => {
    const make = builders(core)
    const [id, project, role] = [
      await as.user({ device: true }),
      await make.project('default'),
      await make.role(),
    ]
    await make.give(userActor(id), role, onProject(project))
    await core.run(updateUser, { id, developer: true })
    const scope = { kind: 'project', project: { id: project } } as const
    const scoped = await as.send({ methods: ['password'], password: { user: { id }, password }, scope })
    const delegated = await core.run(
      createApplicationCredential,
      { userId: id, name: 'a key' },
      scoped.caller,
    )
    const key = { id: delegated.credential.id, secret: delegated.secret }
    const withKey = { methods: ['application_credential'], applicationCredential: key }
    assert.equal(await endOf(as.send(withKey)), 'ok')
    await core.run(updateUser, { id, options: rules(['password', 'totp']) })
    assert.equal(await receiptOfAttempt(as.send(withKey)), undefined, 'also after a cached success')
    await core.run(updateUser, { id, options: rules(['token', 'totp'], ['application_credential', 'totp']) })
    const withToken = { methods: ['token'], token: { id: scoped.token } }
    assert.equal(await receiptOfAttempt(as.send(withToken)), undefined)
    core.advanceTime(2 * window)
    const passcode = await receiptOfAttempt(as.passcode(id))
    assert.deepEqual(passcode?.receipt.methods, ['totp'])
    const exchanged = await as.send({ ...withToken, receipt: passcode?.text })
    assert.equal(exchanged.payload.expiresAt, scoped.payload.expiresAt)
    assert.equal(exchanged.payload.auditIds[1], scoped.payload.auditIds[0])
    const keyed = await as.send({ ...withKey, receipt: passcode?.text })
    assert.equal(keyed.payload.applicationCredentialId, key.id)
    assert.deepEqual(methodsOf(keyed), ['application_credential', 'totp'])
    assert.equal(await endOf(as.send(withKey)), 'factors_missing', 'and only the key method is cached')
  })

  test('a token of several factors can be rescoped; one with too few, from before the rules, cannot', async () => {
    const id = await as.user({ device: true })
    const early = await as.password(id)
    await core.run(updateUser, { id, options: strict })
    assert.equal(await endOf(as.send({ methods: ['token'], token: { id: early.token } })), 'factors_missing')
    const full = await as.both(id)
    const again = await as.send({
      methods: ['token'],
      token: { id: full.token },
      scope: { kind: 'unscoped' },
    })
    assert.deepEqual(methodsOf(again), ['password', 'token', 'totp'])
  })

  test('T50: of many concurrent uses of one code, with every method, exactly one succeeds', async () => {
    const flows = {
      passcode: (id: string) => as.passcode(id),
      both: (id: string) => as.both(id),
      session: (_id: string, username: string) =>
        core.run(
          openSession,
          { username, password, passcode: passcodeAt(core.now()), agent: null, address: null },
          anonymous,
        ),
    }
    const all = Object.entries(flows)
    for (const [name, flow] of all) {
      const id = await as.user({ name, device: true })
      const ends = await Promise.all(Array.from({ length: 20 }, () => endOf(flow(id, name))))
      assert.deepEqual(ends.sort(), ['ok', ...Array(19).fill('passcode_used')], name)
    }
    const id = await as.user({ name: 'mixed', device: true })
    const mixed = await Promise.all(
      all.flatMap(([, flow]) => Array.from({ length: 5 }, () => endOf(flow(id, 'mixed')))),
    )
    assert.deepEqual(mixed.sort(), ['ok', ...Array(14).fill('passcode_used')])
  })

  test('T50: a code used for a receipt is consumed', async () => {
    const id = await as.user({ options: strict, device: true })
    const code = passcodeAt(core.now())
    const ends = await Promise.all(Array.from({ length: 10 }, () => endOf(as.passcode(id, code))))
    assert.deepEqual(ends.sort(), ['factors_missing', ...Array(9).fill('passcode_used')])
    assert.equal(await endOf(as.both(id, code)), 'passcode_used')
  })

  test('a code is valid in its own window and the next one; a later code invalidates earlier ones', async () => {
    const attempts: readonly (readonly [number, string])[] = [
      [1, 'passcode_wrong'],
      [0, 'ok'],
      [-1, 'ok'],
      [-2, 'passcode_wrong'],
    ]
    for (const [windows, end] of attempts) {
      const id = await as.user({ device: true })
      assert.equal(await endOf(as.passcode(id, passcodeAt(core.now(), windows))), end, String(windows))
    }
    const id = await as.user({ device: true })
    assert.equal(await endOf(as.passcode(id, passcodeAt(core.now(), -1))), 'ok')
    assert.equal(await endOf(as.passcode(id, passcodeAt(core.now(), -1))), 'passcode_used')
    assert.equal(await endOf(as.passcode(id, passcodeAt(core.now()))), 'ok')
    assert.equal(await endOf(as.passcode(id, passcodeAt(core.now(), -1))), 'passcode_used')
    core.advanceTime(window)
    assert.equal(await endOf(as.passcode(id, passcodeAt(core.now(), -1))), 'passcode_used')
    assert.equal(await endOf(as.passcode(id)), 'ok')
  })

  test('the number of accepted earlier windows is a setting', async () => {
    const other = await createTestCore(await makePlace(), { totpIncludedPreviousWindows: 0 })
    try {
      const there = signing(other)
      const id = await there.user({ device: true })
      assert.equal(await endOf(there.passcode(id, passcodeAt(other.now(), -1))), 'passcode_wrong')
      assert.equal(await endOf(there.passcode(id)), 'ok')
    } finally {
      await other.close()
    }
  })

  test('each of several devices counts; a secret stored twice allows no second use; invalid secrets none', async () => {
    const id = await as.user()
    const add = (blob: string, type = 'totp', userId = id) =>
      core.run(createCredential, { userId, type, blob })
    assert.equal(await endOf(as.passcode(id)), 'passcode_wrong', 'no device')
    for (const blob of ['', 'not base32!', '{"secret":"x"}', 'A'])
      assert.equal(await endOf(add(blob)), 'seed_malformed', blob)
    await add(seed, 'other')
    await add(seed, 'totp', await as.user())
    assert.equal(await endOf(as.passcode(id)), 'passcode_wrong', 'none of these is a device of the user')
    const device = await add(seed.toLowerCase())
    await add(`${seed}======`)
    assert.equal(await endOf(as.passcode(id)), 'ok')
    assert.equal(await endOf(as.passcode(id)), 'passcode_used')
    core.advanceTime(window)
    await core.run(deleteCredential, { id: device.id })
    assert.equal(await endOf(as.passcode(id)), 'ok', 'the other one still exists')
    core.advanceTime(window)
    for (const code of [
      '',
      '12345',
      '1234567',
      ' 123456',
      '١٢٣٤٥٦',
      'x'.repeat(1_000_000),
      '\0',
      passcodeAt(core.now()).slice(0, 5),
    ])
      assert.equal(await endOf(as.passcode(id, code)), 'passcode_wrong', code.slice(0, 10))
    assert.equal(await endOf(as.passcode('nobody')), 'user_unknown')
    assert.equal(await endOf(as.passcode(id, `${passcodeAt(core.now())}`)), 'ok')
  })

  test('P18: a lower-case and grouped seed equals the seed without groups, also in updates', async () => {
    const id = await as.user()
    const spaced = ` ${(seed.toLowerCase().match(/.{4}/g) ?? []).join(' ')} `
    const device = await core.run(createCredential, { userId: id, type: 'totp', blob: spaced })
    assert.equal(await endOf(as.passcode(id)), 'ok')
    await core.run(updateCredential, { id: device.id, blob: spaced.trim().replaceAll(' ', '-') })
    core.advanceTime(window)
    assert.equal(await endOf(as.passcode(id)), 'ok')
    assert.equal(
      await endOf(core.run(updateCredential, { id: device.id, blob: 'no seed!' })),
      'seed_malformed',
    )
  })

  test('a device with a changed secret rejects codes of the old one', async () => {
    const id = await as.user()
    const device = await core.run(createCredential, { userId: id, type: 'totp', blob: seed })
    assert.equal(await endOf(as.passcode(id)), 'ok')
    core.advanceTime(window)
    await core.run(updateCredential, { id: device.id, blob: 'MFRGGZDFMZTWQ2LKNNWG23TPOA' })
    assert.equal(await endOf(as.passcode(id)), 'passcode_wrong')
  })

  test('T37: a one-time password of a disabled user is invalid', async () => {
    const id = await as.user({ device: true })
    await core.run(updateUser, { id, enabled: false })
    assert.equal(await endOf(as.passcode(id)), 'user_not_active')
    await core.run(updateUser, { id, enabled: true })
    assert.equal(await endOf(as.passcode(id)), 'ok', 'and was not consumed')
  })

  test('both factors must belong to one user', async () => {
    const [one, other] = [await as.user({ device: true }), await as.user({ device: true })]
    const attempt = as.send({
      methods: ['password', 'totp'],
      password: { user: { id: one }, password },
      totp: { user: { id: other }, passcode: passcodeAt(core.now()) },
    })
    assert.equal(await endOf(attempt), 'methods_disagree')
  })

  test('authentication that fails for its scope does not consume the one-time password', async () => {
    const id = await as.user({ device: true })
    const totp = { user: { id }, passcode: passcodeAt(core.now()) }
    const nowhere = { kind: 'project', project: { id: 'nowhere' } } as const
    assert.equal(await endOf(as.send({ methods: ['totp'], totp, scope: nowhere })), 'scope_unknown')
    assert.equal(await endOf(as.send({ methods: ['totp'], totp })), 'ok')
  })

  test('a disabled method does not authenticate, and rules ignore it', async () => {
    const authMethods = ['password', 'token']
    const other = await createTestCore(await makePlace(), { authMethods })
    try {
      const there = signing(other)
      const id = await there.user({ options: strict, device: true })
      const rejected = await there.passcode(id).catch((thrown) => thrown)
      assert.deepEqual(
        [rejected.code, rejected.details],
        ['method_unsupported', { identity: { methods: authMethods } }],
      )
      assert.equal(await endOf(there.password(id)), 'ok')
    } finally {
      await other.close()
    }
  })
})
