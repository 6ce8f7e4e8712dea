import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { createApiKey } from '../src/core/access/api-keys/create-api-key.ts'
import { decodeBase32, passcodeOf, stepAt } from '../src/core/access/authentication/totp.ts'
import {
  beginEnrolment,
  confirmEnrolment,
  type Enrolment,
} from '../src/core/access/second-factors/enrolments.ts'
import {
  listOwnSecondFactors,
  removeOwnSecondFactor,
} from '../src/core/access/second-factors/second-factors.ts'
import type { Proof } from '../src/core/access/second-factors/verify-caller.ts'
import { openSession } from '../src/core/access/sessions/open-session.ts'
import { grantRole } from '../src/core/directory/assignments/grant-role.ts'
import { createUser } from '../src/core/directory/users/create-user.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { anonymous, type Caller } from '../src/core/kernel/caller.ts'
import type { Settings } from '../src/core/kernel/settings.ts'
import { digests } from '../src/crypto/digests.ts'
import { builders, onDomain, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { endOf } from './factors.ts'
import { createTestCore, type TestCore } from './test-core.ts'

const password = 'a long enough phrase'

onEachDatabase('second factors of users', (makePlace) => {
  let core: TestCore
  const open = async (settings: Partial<Settings> = {}) => {
    await core.close()
    core = await createTestCore(await makePlace(), settings)
  }
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
  })
  afterEach(() => core.close())

  const signIn = (more: { readonly passcode?: string; readonly password?: string } = {}) =>
    core.run(openSession, { username: 'ann', password, agent: null, address: null, ...more }, anonymous)
  /** A new user with a session. */
  const newCaller = async (): Promise<{ readonly id: string; readonly ann: Caller }> => {
    const { id } = await core.run(createUser, { name: 'ann', password, developer: true })
    return { id, ann: await core.sessions.read((await signIn()).secret) }
  }
  const passcodeFor = (seed: string, windows = 0) =>
    passcodeOf(decodeBase32(seed) ?? assert.fail(), stepAt(core.now()) + windows, digests)
  const begin = (caller: Caller) => core.run(beginEnrolment, { password }, caller)
  const confirm = ({ enrolment, seed }: Pick<Enrolment, 'enrolment' | 'seed'>, caller: Caller) =>
    core.run(confirmEnrolment, { enrolment, passcode: passcodeFor(seed) }, caller)
  const enrol = async (caller: Caller) => {
    const begun = await begin(caller)
    return { ...begun, ...(await confirm(begun, caller)) }
  }
  const remove = (id: string, proof: Proof, caller: Caller) =>
    endOf(core.run(removeOwnSecondFactor, { id, proof }, caller))
  const requirement = async (caller: Caller) => (await core.run(listOwnSecondFactors, {}, caller)).required

  test('T64: a confirmed device is required at the next sign-in, and its first passcode works once', async () => {
    const { ann } = await newCaller()
    const begun = await begin(ann)
    assert.match(begun.uri, new RegExp(`^otpauth://totp/Muster:ann\\?secret=${begun.seed}&issuer=Muster$`))
    assert.equal(decodeBase32(begun.seed)?.length, 20)
    assert.deepEqual(await core.run(listOwnSecondFactors, {}, ann), { factors: [], required: false })
    await signIn()
    const { id } = await confirm(begun, ann)
    // Repeated after a lost response: a second device would accept the same one-time password once more.
    assert.equal((await confirm(begun, ann)).id, id)
    const { factors, required } = await core.run(listOwnSecondFactors, {}, ann)
    assert.deepEqual([factors.map((factor) => Object.keys(factor)), required], [[['id', 'createdAt']], true])
    assert.equal(factors[0]?.id, id)
    assert.equal(await endOf(signIn()), 'factors_missing')
    assert.equal(await endOf(signIn({ passcode: passcodeFor(begun.seed) })), 'passcode_used')
    core.advanceTime(30_000)
    await signIn({ passcode: passcodeFor(begun.seed) })
  })

  test('T64: an enrolment needs the password, the right passcode, its user, and ends', async () => {
    const { ann } = await newCaller()
    assert.equal(await endOf(core.run(beginEnrolment, { password: 'another' }, ann)), 'password_wrong')
    const begun = await begin(ann)
    const wrong = { ...begun, seed: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' }
    assert.equal(await endOf(confirm(wrong, ann)), 'passcode_invalid')
    assert.equal(
      await endOf(confirm({ ...begun, enrolment: `${begun.enrolment}A` }, ann)),
      'enrolment_invalid',
    )
    await core.run(createUser, { name: 'bob', password })
    const bob = await core.sessions.read(
      (await core.run(openSession, { username: 'bob', password, agent: null, address: null }, anonymous))
        .secret,
    )
    assert.equal(await endOf(confirm(begun, bob)), 'enrolment_invalid')
    core.advanceTime(15 * 60_000)
    assert.equal(await endOf(confirm(begun, ann)), 'enrolment_invalid')
    await signIn()
  })

  test('T79: wrong passwords at an enrolment and a removal count toward the lockout', async () => {
    await open({ lockoutFailureAttempts: 2, lockoutDuration: 60 })
    const { ann } = await newCaller()
    const { id } = await enrol(ann)
    assert.equal(await endOf(core.run(beginEnrolment, { password: 'another' }, ann)), 'password_wrong')
    assert.equal(await remove(id, { password: 'another' }, ann), 'password_wrong')
    assert.equal(await remove(id, { password }, ann), 'user_locked')
  })

  test('T64: a device is removed with the password or a passcode, never with the session alone', async () => {
    const { ann } = await newCaller()
    const [first, second] = [await enrol(ann), await enrol(ann)]
    assert.equal(await remove(first.id, { password: '' }, ann), 'password_wrong')
    assert.equal(await remove(first.id, { passcode: '' }, ann), 'passcode_wrong')
    assert.equal(await remove(first.id, { passcode: passcodeFor(second.seed) }, ann), 'passcode_used')
    core.advanceTime(30_000)
    assert.equal(await remove(first.id, { passcode: passcodeFor(second.seed) }, ann), 'ok')
    assert.equal(await requirement(ann), true)
    assert.equal(await remove(first.id, { password }, ann), 'credential_not_found')
    assert.equal(await remove(second.id, { password }, ann), 'ok')
    assert.equal(await requirement(ann), false)
    await signIn()
  })

  test('T64: what an administrator requires stays when a user removes devices', async () => {
    const { id: userId, ann } = await newCaller()
    const multi_factor_auth_rules = [['password', 'totp']]
    await core.run(updateUser, { id: userId, options: { multi_factor_auth_rules } })
    const [first, second] = [await enrol(ann), await enrol(ann)]
    assert.equal(await remove(first.id, { password }, ann), 'ok')
    assert.equal(await remove(second.id, { password }, ann), 'factor_required')
    assert.equal(await requirement(ann), true)
    assert.equal(await endOf(signIn()), 'factors_missing')
  })

  test('T09: no API key adds or removes a second factor', async () => {
    const { id: userId } = await newCaller()
    const role = await builders(core).role('manager')
    await core.run(grantRole, {
      actor: userActor(userId),
      target: onDomain('default'),
      roleId: role,
      inherited: false,
    })
    const ann = await core.sessions.read((await signIn()).secret)
    const { id, enrolment } = await enrol(ann)
    for (const unrestricted of [false, true]) {
      const { secret } = await core.run(createApiKey, { name: `key ${unrestricted}`, unrestricted }, ann)
      const key = await core.bearer.find(secret)
      assert.equal(await endOf(begin(key)), 'forbidden_to_delegation')
      const confirmation = core.run(confirmEnrolment, { enrolment, passcode: '1' }, key)
      assert.equal(await endOf(confirmation), 'forbidden_to_delegation')
      assert.equal(await remove(id, { password }, key), 'forbidden_to_delegation')
    }
  })

  test('a server without one-time passwords rejects an enrolment', async () => {
    await open({ authMethods: ['password', 'token'] })
    const { ann } = await newCaller()
    assert.equal(await endOf(begin(ann)), 'factor_unsupported')
  })
})
