import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { receiptOf } from '../src/core/access/authentication/auth-receipt.ts'
import { openSession } from '../src/core/access/sessions/open-session.ts'
import { deleteTrust } from '../src/core/access/trusts/delete-trust.ts'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { updateDomain } from '../src/core/directory/domains/update-domain.ts'
import { updateProject } from '../src/core/directory/projects/update-project.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { anonymous } from '../src/core/kernel/caller.ts'
import { isDomainError } from '../src/core/kernel/domain-error.ts'
import { onProject, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { endOf, signing } from './factors.ts'
import { createTestCore, type TestCore, testPasswords } from './test-core.ts'
import { password, type TrustFixture, trustFixture } from './trust-fixtures.ts'

const secondFactor = { multi_factor_auth_rules: [['password', 'totp']] }

onEachDatabase('changes during a sign-in', (makePlace) => {
  let h: TestCore
  let f: TrustFixture
  let trustId: string
  /** Runs once, while a password is hashed or while a sign-in waits for the next second. */
  let meanwhile: { readonly during: 'hash' | 'wait'; readonly work: () => Promise<unknown> } | undefined
  const now = async (during: 'hash' | 'wait') => {
    if (meanwhile?.during !== during) return
    const { work } = meanwhile
    meanwhile = undefined
    await work()
  }

  beforeEach(async () => {
    const verify = async (given: string, hash: string) => {
      const right = await testPasswords.verify(given, hash)
      await now('hash')
      return right
    }
    const settings = { lockoutFailureAttempts: 2 }
    h = await createTestCore(await makePlace(), settings, {}, { passwords: { ...testPasswords, verify } })
    const { waitUntil } = h.ports
    Object.assign(h.ports, {
      waitUntil: async (ms: number) => {
        await now('wait')
        await waitUntil(ms)
      },
    })
    f = await trustFixture(h)
    trustId = (await f.delegate()).id
    h.advanceTime(5000)
  })
  afterEach(() => h.close())

  const reset = (id: string) => h.run(updateUser, { id, password: 'quite another phrase' })
  const lock = async (id: string) => {
    const rule = { attempts: 2, since: h.now() - 1_800_000 }
    await h.store.transaction('read committed', async ({ lockouts }) => {
      for (const _ of [1, 2]) await lockouts.count(id, h.now(), rule)
    })
  }
  const disableDomain = () => h.run(updateDomain, { id: 'default', enabled: false })
  /** Changes of the user with this id that end a sign-in with the password. */
  const changes: Readonly<Record<string, (id: string) => Promise<unknown>>> = {
    'the user is disabled': (id) => h.run(updateUser, { id, status: 'disabled' }),
    'the user is deleted': (id) => h.run(deleteUser, { id }),
    'the domain is disabled': disableDomain,
    'the password is replaced': reset,
    'the user is locked': lock,
    'a second factor is required': (id) => h.run(updateUser, { id, options: secondFactor }),
  }
  const changesOfProject: typeof changes = {
    ...changes,
    'the role is removed': (id) => f.make.take(userActor(id), f.member, onProject(f.project)),
    'the project is disabled': () => h.run(updateProject, { id: f.project, enabled: false }),
  }
  const changesOfTrust: typeof changes = {
    ...changes,
    'the trust is deleted': () => h.run(deleteTrust, { id: trustId }),
    'the trustor is disabled': () => h.run(updateUser, { id: f.trustor, status: 'disabled' }),
    'the trustor loses the role': () => f.make.take(userActor(f.trustor), f.member, onProject(f.project)),
  }
  /** A revocation event of this second: sign-ins of the user wait for the next one. */
  const revoke = (userId: string) =>
    h.store.transaction('read committed', ({ revocations }) =>
      revocations.insert({ userId, issuedBefore: Math.floor(h.now() / 1000), revokedAt: h.now() }),
    )

  const signIns = {
    unscoped: { user: () => f.trustor, changes, enter: () => f.enter(f.trustor, { kind: 'unscoped' }) },
    project: {
      user: () => f.trustor,
      changes: changesOfProject,
      enter: () => f.enter(f.trustor, f.onTheProject),
    },
    trust: { user: () => f.trustee, changes: changesOfTrust, enter: () => f.use(trustId) },
  }
  for (const [scope, { user, changes, enter }] of Object.entries(signIns))
    for (const [change, work] of Object.entries(changes))
      for (const during of ['hash', 'wait'] as const)
        test(`T45: ${scope}: rejects a sign-in when ${change} during the ${during}`, async () => {
          if (during === 'wait') await revoke(user())
          meanwhile = { during, work: () => work(user()) }
          const end = await endOf(enter())
          assert.equal(meanwhile, undefined, 'the change happened')
          assert.notEqual(end, 'ok')
        })

  test('without a change, the same sign-ins succeed', async () => {
    for (const { user, enter } of Object.values(signIns)) {
      assert.equal(await endOf(enter()), 'ok')
      await revoke(user())
      meanwhile = { during: 'wait', work: async () => {} }
      assert.equal(await endOf(enter()), 'ok')
      assert.equal(meanwhile, undefined, 'the sign-in waited')
    }
  })

  for (const [change, work] of Object.entries(changes))
    test(`T45: rejects a session when ${change} during the hash`, async () => {
      const { name } = (await h.store.reading.users.get(f.trustor)) ?? {}
      const open = () =>
        h.run(openSession, { username: name, password, agent: null, address: null }, anonymous)
      assert.equal(await endOf(open()), 'ok')
      meanwhile = { during: 'hash', work: () => work(f.trustor) }
      assert.notEqual(await endOf(open()), 'ok')
      assert.equal(meanwhile, undefined, 'the change happened')
    })

  for (const [change, work] of Object.entries(changes).filter(([name]) => !name.startsWith('a second')))
    for (const during of ['hash', 'wait'] as const)
      test(`T45: issues no receipt when ${change} during the ${during}`, async () => {
        const as = signing(h)
        const id = await as.user({ options: secondFactor })
        const attempt = () =>
          as.password(id).then(
            () => assert.fail('signed in'),
            (thrown) => thrown,
          )
        if (during === 'wait') await revoke(id)
        meanwhile = { during, work: () => work(id) }
        const rejected = await attempt()
        assert.equal(meanwhile, undefined, 'the change happened')
        assert.ok(isDomainError(rejected, 'unauthenticated'))
        assert.equal(receiptOf(rejected), undefined)
      })
})
