import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { createApplicationCredential } from '../src/core/access/application-credentials/create-application-credential.ts'
import { listApplicationCredentials } from '../src/core/access/application-credentials/list-application-credentials.ts'
import { signIn } from '../src/core/access/authentication/sign-in.ts'
import type { ScopeRequest } from '../src/core/access/authentication/sign-in-request.ts'
import { createCredential } from '../src/core/access/credentials/create-credential.ts'
import { deleteCredential } from '../src/core/access/credentials/delete-credential.ts'
import { getCredential } from '../src/core/access/credentials/get-credential.ts'
import { listCredentials } from '../src/core/access/credentials/list-credentials.ts'
import { updateCredential } from '../src/core/access/credentials/update-credential.ts'
import { listAccessTokens } from '../src/core/access/oauth1/access-tokens.ts'
import { authorizeRequestToken } from '../src/core/access/oauth1/authorize-request-token.ts'
import { deleteTrust, getTrust, listTrusts } from '../src/core/access/trusts/trusts.ts'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { updateDomain } from '../src/core/directory/domains/update-domain.ts'
import { deleteProject } from '../src/core/directory/projects/delete-project.ts'
import { deleteRole } from '../src/core/directory/roles/roles.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { anonymous } from '../src/core/kernel/caller.ts'
import { groupActor, onDomain, onProject, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { createTestCore, type TestCore } from './test-core.ts'
import { type TrustFixture, trustFixture } from './trust-fixtures.ts'

const all = { where: [], page: { limit: 1000 } }
const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)
const names = (rows: readonly { readonly name: string }[]) => rows.map(({ name }) => name).sort()

onEachDatabase('tokens of trusts', (makePlace) => {
  let core: TestCore
  let w: TrustFixture
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    w = await trustFixture(core)
  })
  afterEach(() => core.close())

  test('inherited roles and roles of groups can be delegated as well', async () => {
    const { make, member, third, enter, use, delegate, valid } = w
    const [group, below] = [await make.group('default', third), await make.project('default')]
    await make.give(groupActor(group), member, onDomain('default'), true)
    const { caller } = await enter(third, { kind: 'project', project: { id: below } })
    const trust = await delegate({ projectId: below }, caller)
    const view = await use(trust.id)
    assert.deepEqual(names(view.roles), ['member', 'reader'])
    await make.take(groupActor(group), member, onDomain('default'), true)
    assert.equal(await valid(view), false, 'T45: visible on the next read')
  })

  test('only the trustee may use it, for its project and roles, as itself or as the trustor', async () => {
    const { reader, trustor, trustee, third, use, delegate } = w
    const [plain, acting] = [
      await delegate({ roles: [{ id: reader }] }),
      await delegate({ impersonation: true }),
    ]
    const own = await use(plain.id)
    assert.deepEqual([own.user.id, names(own.roles), own.scope.kind], [trustee, ['reader'], 'project'])
    assert.deepEqual(own.delegated, {
      kind: 'trust',
      id: plain.id,
      impersonation: false,
      trustorId: trustor,
      trusteeId: trustee,
    })
    const other = await use(acting.id)
    assert.deepEqual([other.user.id, names(other.roles)], [trustor, ['member', 'reader']])
    assert.equal(other.caller.userId, trustor)
    for (const who of [trustor, third])
      await assert.rejects(use(plain.id, who), { kind: 'failed_precondition' })
    for (const id of ['f'.repeat(32), '']) await assert.rejects(use(id), { kind: 'unauthenticated' })
    const nowhere = await delegate({ projectId: null, roles: [] })
    await assert.rejects(use(nowhere.id), { kind: 'unauthenticated' })
  })

  test('a token of a trust expires with the trust at the latest', async () => {
    const { use, delegate, valid } = w
    const trust = await delegate({ expiresAt: core.now() + 60_000 })
    const view = await use(trust.id)
    assert.equal(view.payload.expiresAt, Math.floor(core.now() / 1000) + 60)
    assert.equal(await valid(view), true)
    core.advanceTime(60_000)
    assert.equal(await valid(view), false)
    await assert.rejects(use(trust.id), { kind: 'unauthenticated' })
    await assert.rejects(core.run(getTrust, { id: trust.id }), { kind: 'not_found' })
    assert.deepEqual(ids((await core.run(listTrusts, all)).rows), [trust.id], 'still listed')
  })

  test('each token consumes one use, and failed requests none', async () => {
    const { make, project, member, trustor, asTrustor, use, delegate, valid } = w
    const trust = await delegate({ remainingUses: 2 })
    const left = async () => (await core.store.reading.trusts.get(trust.id))?.remainingUses
    await make.take(userActor(trustor), member, onProject(project))
    await assert.rejects(use(trust.id), { kind: 'unauthenticated' })
    await make.give(userActor(trustor), member, onProject(project))
    assert.equal(await left(), 2)
    await use(trust.id)
    assert.equal(await left(), 1)
    const last = await use(trust.id)
    await assert.rejects(use(trust.id), { kind: 'unauthenticated' })
    assert.equal(await valid(last), true, 'the last token is as valid as the first')
    await assert.rejects(core.run(getTrust, { id: trust.id }), { kind: 'not_found' })
    assert.deepEqual(ids((await core.run(listTrusts, all)).rows), [trust.id])
    await core.run(deleteTrust, { id: trust.id }, await asTrustor())
    assert.equal(await valid(last), false, 'it can still be revoked')
  })

  test('T50: of many concurrent uses of the last uses exactly as many obtain a token', async () => {
    const { use, delegate, valid } = w
    for (const uses of [1, 3]) {
      const trust = await delegate({ remainingUses: uses })
      const tries = await Promise.allSettled(Array.from({ length: 20 }, () => use(trust.id)))
      const won = tries.flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
      const lost = tries.flatMap((one) => (one.status === 'rejected' ? one.reason.kind : []))
      assert.equal(won.length, uses)
      assert.deepEqual([...new Set(lost)], ['unauthenticated'])
      for (const view of won) assert.equal(await valid(view), true)
      assert.equal((await core.store.reading.trusts.get(trust.id))?.remainingUses, 0)
    }
  })

  const ends: Record<string, (trustIds: readonly string[]) => Promise<unknown>> = {
    'the trust is deleted': async (trustIds) => {
      for (const id of trustIds) await core.run(deleteTrust, { id }, await w.asTrustor())
    },
    'its role is taken from the trustor': () =>
      w.make.take(userActor(w.trustor), w.member, onProject(w.project)),
    'its role is deleted': () => core.run(deleteRole, { id: w.member }),
    'the trustor is disabled': () => core.run(updateUser, { id: w.trustor, status: 'disabled' }),
    'the trustee is disabled': () => core.run(updateUser, { id: w.trustee, status: 'disabled' }),
    'the trustor is deleted': () => core.run(deleteUser, { id: w.trustor }),
    'the trustee is deleted': () => core.run(deleteUser, { id: w.trustee }),
    'the project is deleted': () => core.run(deleteProject, { id: w.project }),
    'the domain is disabled': () => core.run(updateDomain, { id: 'default', enabled: false }),
  }
  for (const [why, end] of Object.entries(ends))
    test(`T36, T37, T45: when ${why} its tokens are invalid on the next request, and no others are issued`, async () => {
      const trusts = [await w.delegate(), await w.delegate({ impersonation: true })]
      const views = await Promise.all(trusts.map(({ id }) => w.use(id)))
      assert.deepEqual(await Promise.all(views.map(w.valid)), [true, true])
      await end(ids(trusts))
      assert.deepEqual(await Promise.all(views.map(w.valid)), [false, false])
      for (const { id } of trusts) await assert.rejects(w.use(id), { kind: 'unauthenticated' })
    })

  test('a new password of the trustor invalidates the tokens and keeps the trust', async () => {
    const trust = await w.delegate()
    const before = await w.use(trust.id)
    await core.run(updateUser, { id: w.trustor, password: 'quite another' })
    assert.deepEqual([await w.valid(before), await w.valid(await w.use(trust.id))], [false, true])
  })

  test('requires all delegated roles: losing one suspends the trust until it is granted again', async () => {
    const { make, project, member, trustor, use, delegate, valid } = w
    const other = await make.role()
    await make.give(userActor(trustor), other, onProject(project))
    const trust = await delegate({ roles: [{ id: member }, { id: other }] })
    const view = await use(trust.id)
    await make.take(userActor(trustor), other, onProject(project))
    assert.equal(await valid(view), false)
    await assert.rejects(use(trust.id), { kind: 'unauthenticated' })
    await make.give(userActor(trustor), other, onProject(project))
    assert.equal(await valid(view), true)
    const more = await make.role()
    await make.give(userActor(trustor), more, onProject(project))
    assert.equal((await use(trust.id)).roles.length, 3, 'roles granted later are not delegated')
  })

  test('T10: a token of a trust cannot be rescoped', async () => {
    const { onTheProject, use, delegate } = w
    const view = await use((await delegate()).id)
    const scopes: (ScopeRequest | undefined)[] = [
      undefined,
      { kind: 'unscoped' },
      { kind: 'system' },
      { kind: 'domain', domain: { id: 'default' } },
      onTheProject,
      { kind: 'trust', trustId: view.delegated?.kind === 'trust' ? view.delegated.id : '' },
    ]
    for (const scope of scopes)
      await assert.rejects(
        core.run(signIn, { methods: ['token'], token: { id: view.token }, scope }, anonymous),
        { kind: 'failed_precondition' },
        scope?.kind,
      )
  })

  test('T09: a token of a trust has no access to the credentials and delegations of the trustor', async () => {
    const { project, trustor, enter, onTheProject, delegate, use, make } = w
    const other = await make.project('default')
    const { caller: own } = await enter(trustor, onTheProject)
    const keep = (type: string, projectId: string | null) => {
      const blob =
        type === 'totp'
          ? 'JBSWY3DP'
          : JSON.stringify({ access: `access-${type}-${projectId}`, secret: 'secret' })
      return core.run(createCredential, { userId: trustor, type, blob, projectId }, own)
    }
    const seed = await keep('totp', null)
    const elsewhere = await keep('ec2', other)
    const here = await keep('ec2', project)
    await core.run(createApplicationCredential, { userId: trustor, name: 'key' }, own)
    const { caller } = await use((await delegate({ impersonation: true })).id)
    const { rows } = await core.run(listCredentials, all, caller)
    assert.deepEqual(ids(rows), [here.id])
    for (const { id } of [seed, elsewhere])
      for (const ask of [
        () => core.run(getCredential, { id }, caller),
        () => core.run(updateCredential, { id, blob: '{}' }, caller),
        () => core.run(deleteCredential, { id }, caller),
      ])
        await assert.rejects(ask, { kind: 'forbidden' })
    const of = { userId: trustor, ...all }
    for (const ask of [
      () => core.run(createCredential, { userId: trustor, type: 'totp', blob: 'GEZDGNBV' }, caller),
      () => core.run(createApplicationCredential, { userId: trustor, name: 'other' }, caller),
      () => core.run(listApplicationCredentials, of, caller),
      () => core.run(listAccessTokens, of, caller),
      () => core.run(authorizeRequestToken, { id: 'any', roles: [] }, caller),
    ])
      await assert.rejects(ask, { kind: 'forbidden' })
  })
})
