import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { receiptOf } from '../src/core/access/authentication/auth-receipt.ts'
import { signIn } from '../src/core/access/authentication/sign-in.ts'
import type { ScopeRequest } from '../src/core/access/authentication/sign-in-request.ts'
import { openSession } from '../src/core/access/sessions/open-session.ts'
import { createTrust } from '../src/core/access/trusts/create-trust.ts'
import { deleteTrust } from '../src/core/access/trusts/trusts.ts'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { updateDomain } from '../src/core/directory/domains/update-domain.ts'
import { updateProject } from '../src/core/directory/projects/update-project.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { anonymous } from '../src/core/kernel/caller.ts'
import { isDomainError } from '../src/core/kernel/domain-error.ts'
import { builders, onProject, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { endOf, password } from './factors.ts'
import { createTestCore, type TestCore, testPasswords } from './test-core.ts'

const secondFactor = { multi_factor_auth_rules: [['password', 'totp']] }

/** A domain of one test. `user` signs in: the trustor, or for the scope of the trust the trustee. */
type Parties = {
  readonly domain: string
  readonly project: string
  readonly trustor: string
  readonly trust: string
  readonly user: string
}
type Change = (parties: Parties) => Promise<unknown>

onEachDatabase('changes during a sign-in', (makePlace) => {
  let core: TestCore
  let make: ReturnType<typeof builders>
  let member: string
  /** Runs once, while a password is hashed or while a sign-in waits for the next second. */
  let meanwhile: { readonly during: 'hash' | 'wait'; readonly work: () => Promise<unknown> } | undefined
  const runMeanwhile = async (during: 'hash' | 'wait') => {
    if (meanwhile?.during !== during) return
    const { work } = meanwhile
    meanwhile = undefined
    await work()
  }

  before(async () => {
    const verify = async (value: string, hash: string) => {
      const right = await testPasswords.verify(value, hash)
      await runMeanwhile('hash')
      return right
    }
    const settings = { lockoutFailureAttempts: 2 }
    core = await createTestCore(await makePlace(), settings, {}, { passwords: { ...testPasswords, verify } })
    const { waitUntil } = core.ports
    Object.assign(core.ports, {
      waitUntil: async (ms: number) => {
        await runMeanwhile('wait')
        await waitUntil(ms)
      },
    })
    make = builders(core)
    member = await make.role('member')
  })
  beforeEach(() => {
    meanwhile = undefined
  })
  after(() => core.close())

  const enter = (id: string, scope: ScopeRequest) =>
    core.run(signIn, { methods: ['password'], password: { user: { id }, password }, scope }, anonymous)
  const onThe = (id: string): ScopeRequest => ({ kind: 'project', project: { id } })

  const parties = async (): Promise<Parties & { readonly trustee: string }> => {
    const domain = await make.domain()
    const [project, trustor, trustee] = [
      await make.project(domain),
      await make.user(domain, password),
      await make.user(domain, password),
    ]
    await make.give(userActor(trustor), member, onProject(project))
    const terms = { trustorId: trustor, trusteeId: trustee, impersonation: false, projectId: project }
    const { caller } = await enter(trustor, onThe(project))
    const { trust } = await core.run(createTrust, { ...terms, roles: [{ id: member }] }, caller)
    core.advanceTime(5000)
    return { domain, project, trustor, trustee, trust: trust.id, user: trustor }
  }

  const lock: Change = ({ user }) =>
    core.store.transaction('read committed', async ({ lockouts }) => {
      const rule = { attempts: 2, since: core.now() - 1_800_000 }
      for (const _ of [1, 2]) await lockouts.recordFailure(user, core.now(), rule)
    })
  const changes: Readonly<Record<string, Change>> = {
    'the user is disabled': ({ user }) => core.run(updateUser, { id: user, status: 'disabled' }),
    'the user is deleted': ({ user }) => core.run(deleteUser, { id: user }),
    'the domain is disabled': ({ domain }) => core.run(updateDomain, { id: domain, enabled: false }),
    'the password is replaced': ({ user }) => core.run(updateUser, { id: user, password: 'another phrase' }),
    'the user is locked': lock,
  }
  const changesOfFactors: typeof changes = {
    ...changes,
    'a second factor is required': ({ user }) => core.run(updateUser, { id: user, options: secondFactor }),
  }
  const changesOfProject: typeof changes = {
    ...changesOfFactors,
    'the role is removed': ({ trustor, project }) =>
      make.take(userActor(trustor), member, onProject(project)),
    'the project is disabled': ({ project }) => core.run(updateProject, { id: project, enabled: false }),
  }
  const changesOfTrust: typeof changes = {
    ...changesOfProject,
    'the trust is deleted': ({ trust }) => core.run(deleteTrust, { id: trust }),
    'the trustor is disabled': ({ trustor }) => core.run(updateUser, { id: trustor, status: 'disabled' }),
  }
  /** A revocation event of this second: sign-ins of the user wait for the next one. */
  const revoke = (userId: string) =>
    core.store.transaction('read committed', ({ revocations }) =>
      revocations.insert({ userId, issuedBefore: Math.floor(core.now() / 1000), revokedAt: core.now() }),
    )
  const during = async (at: 'hash' | 'wait', some: Parties, change: Change) => {
    if (at === 'wait') await revoke(some.user)
    meanwhile = { during: at, work: () => change(some) }
  }

  const scopes: Readonly<
    Record<string, { changes: typeof changes; scope: (some: Parties) => ScopeRequest; byTrustee?: true }>
  > = {
    'no scope': { changes: changesOfFactors, scope: () => ({ kind: 'unscoped' }) },
    'a project': { changes: changesOfProject, scope: ({ project }) => onThe(project) },
    'a trust': {
      changes: changesOfTrust,
      scope: ({ trust }) => ({ kind: 'trust', trustId: trust }),
      byTrustee: true,
    },
  }
  for (const [name, { changes: all, scope, byTrustee }] of Object.entries(scopes))
    for (const time of ['hash', 'wait'] as const)
      test(`T45: a sign-in with ${name} is rejected after any change during the ${time}`, async () => {
        const unchanged: Change = async () => {}
        for (const [what, change] of Object.entries({ nothing: unchanged, ...all })) {
          const { trustee, ...some } = await parties()
          const one = byTrustee ? { ...some, user: trustee } : some
          await during(time, one, change)
          const end = await endOf(enter(one.user, scope(one)))
          assert.equal(meanwhile, undefined, `it happened: ${what}`)
          assert.equal(end === 'ok', change === unchanged, `${what}: ${end}`)
        }
      })

  test('T45: no session is opened after any change during the hash', async () => {
    for (const [what, change] of Object.entries(changesOfFactors)) {
      const some = await parties()
      const username = (await core.store.reading.users.get(some.user))?.name
      const input = { username, domain: { id: some.domain }, password, agent: null, address: null }
      assert.equal(await endOf(core.run(openSession, input, anonymous)), 'ok')
      await during('hash', some, change)
      const end = await endOf(core.run(openSession, input, anonymous))
      assert.equal(meanwhile, undefined, `it happened: ${what}`)
      assert.notEqual(end, 'ok', what)
    }
  })

  for (const time of ['hash', 'wait'] as const)
    test(`T45: no receipt is issued after any change during the ${time}`, async () => {
      for (const [what, change] of Object.entries(changes)) {
        const some = await parties()
        await core.run(updateUser, { id: some.user, options: secondFactor })
        await during(time, some, change)
        const rejected = await enter(some.user, { kind: 'unscoped' }).then(
          () => assert.fail(what),
          (thrown) => thrown,
        )
        assert.equal(meanwhile, undefined, `it happened: ${what}`)
        assert.ok(isDomainError(rejected, 'unauthenticated'), what)
        assert.equal(receiptOf(rejected), undefined, what)
      }
    })
})
