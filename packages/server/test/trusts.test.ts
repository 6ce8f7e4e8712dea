import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { signIn } from '../src/core/access/authentication/sign-in.ts'
import { type CreateTrust, createTrust } from '../src/core/access/trusts/create-trust.ts'
import { getTrustRole, listTrustRoles } from '../src/core/access/trusts/trust-roles.ts'
import { deleteTrust, getTrust, listTrusts } from '../src/core/access/trusts/trusts.ts'
import { anonymous, type Caller } from '../src/core/kernel/caller.ts'
import { eq } from '../src/core/kernel/paging/list-query.ts'
import { builders, onProject, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { callerAs, createTestCore, inDomain, systemReader, type TestCore } from './test-core.ts'
import { password, type TrustFixture, trustFixture } from './trust-fixtures.ts'

const all = { where: [], page: { limit: 1000 } }
const hour = 3_600_000
const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)
const names = (rows: readonly { readonly name: string }[]) => rows.map(({ name }) => name).sort()

onEachDatabase('trusts', (makePlace) => {
  let core: TestCore
  let w: TrustFixture
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    w = await trustFixture(core)
  })
  afterEach(() => core.close())

  test('a trust stores its fields and returns its roles', async () => {
    const { project, member, reader, trustor, trustee, asTrustor } = w
    const caller = await asTrustor()
    const before = (await core.events()).length
    const made = await core.run(
      createTrust,
      {
        trustorId: trustor,
        trusteeId: trustee,
        impersonation: true,
        projectId: project,
        roles: [{ name: 'member' }, { id: reader }, { id: member }],
        expiresAt: core.now() + hour,
        remainingUses: 7,
        extra: { purpose: 'backup' },
      },
      caller,
    )
    assert.deepEqual(made.trust, {
      id: made.trust.id,
      trustorId: trustor,
      trusteeId: trustee,
      impersonation: true,
      projectId: project,
      roleIds: [member, reader],
      expiresAt: core.now() + hour,
      remainingUses: 7,
      allowRedelegation: false,
      redelegationCount: 0,
      redelegatedTrustId: null,
      extra: { purpose: 'backup' },
      createdAt: core.now(),
      deletedAt: null,
    })
    assert.deepEqual(ids(made.roles), [member, reader])
    assert.deepEqual(await core.run(getTrust, { id: made.trust.id }), made)
    assert.deepEqual((await core.events()).slice(before), ['trust.created'])
    const [event] = (await core.store.reading.events.list(before, 10)).slice(-1)
    assert.deepEqual([event?.actorId, event?.domainId, event?.invalidates ?? []], [trustor, 'default', []])
  })

  test('T18: the caller is the trustor, regardless of the body', async () => {
    const { trustor, trustee, asTrustor, delegate } = w
    const caller = await asTrustor()
    await assert.rejects(delegate({ trustorId: trustee }, caller), { kind: 'forbidden' })
    const [system, domain] = [
      callerAs({ userId: trustor, scope: { kind: 'system' }, roles: ['admin'] }),
      inDomain('default', 'admin'),
    ]
    await assert.rejects(
      delegate({}, system),
      { kind: 'forbidden' },
      'a token for the system is for no project',
    )
    await assert.rejects(delegate({}, domain), { kind: 'forbidden' })
    await assert.rejects(delegate({ trustorId: trustor }, anonymous), { kind: 'unauthenticated' })
    await assert.rejects(delegate({ trustorId: trustor }, { kind: 'operator' }), {
      kind: 'failed_precondition',
    })
  })

  test('T16: only roles of the caller can be delegated, and only to existing users', async () => {
    const { make, project, member, reader, trustor, use, delegate } = w
    const other = await make.project('default')
    const [owner, ofDomain, twice] = [
      await make.role('owner'),
      await make.role('local', 'default'),
      await make.role('twice', 'a'),
    ]
    await make.role('twice', 'b')
    const rejected: [Partial<CreateTrust>, string][] = [
      [{ roles: [] }, 'failed_precondition'],
      [{ roles: [{ id: owner }] }, 'not_found'],
      [{ roles: [{ id: member }, { name: 'owner' }] }, 'not_found'],
      [{ roles: [{ id: ofDomain }] }, 'not_found'],
      [{ roles: [{ id: twice }] }, 'not_found'],
      [{ roles: [{ name: 'no such role' }] }, 'not_found'],
      [{ roles: [{ name: 'twice' }] }, 'invalid'],
      [{ projectId: other }, 'not_found'],
      [{ projectId: 'f'.repeat(32) }, 'not_found'],
      [{ projectId: 'default' }, 'not_found'],
      [{ projectId: null }, 'not_found'],
      [{ trusteeId: 'f'.repeat(32) }, 'not_found'],
      [{ expiresAt: core.now() }, 'invalid'],
      [{ expiresAt: core.now() - hour }, 'invalid'],
      [{ allowRedelegation: true, remainingUses: 1 }, 'invalid'],
      [{ allowRedelegation: true, redelegationCount: 4 }, 'failed_precondition'],
    ]
    for (const [input, kind] of rejected)
      await assert.rejects(delegate(input), { kind }, JSON.stringify(input))
    assert.deepEqual((await core.run(listTrusts, all)).rows, [])
    await make.give(userActor(trustor), ofDomain, onProject(project))
    await make.imply(ofDomain, owner)
    const implied = await delegate({ roles: [{ id: ofDomain }, { name: 'reader' }] })
    assert.deepEqual(implied.roleIds, [ofDomain, reader])
    assert.deepEqual(
      names((await use(implied.id)).roles),
      ['owner', 'reader'],
      'a role of a domain only implies',
    )
  })

  test('redelegation counts are as requested, within the limit', async () => {
    const { delegate } = w
    const counts: [Partial<CreateTrust>, number][] = [
      [{ allowRedelegation: true }, 3],
      [{ allowRedelegation: true, redelegationCount: null }, 3],
      [{ allowRedelegation: true, redelegationCount: 2 }, 2],
      [{ allowRedelegation: true, redelegationCount: 0, remainingUses: 5 }, 0],
      [{ allowRedelegation: false, redelegationCount: 9 }, 0],
    ]
    for (const [input, count] of counts)
      assert.equal((await delegate(input)).redelegationCount, count, JSON.stringify(input))
  })

  test('duplicate trusts are rejected, unless they never expire or one is deleted', async () => {
    const { reader, third, asTrustor, delegate } = w
    const expiresAt = core.now() + hour
    const first = await delegate({ expiresAt })
    await assert.rejects(delegate({ expiresAt, roles: [{ id: reader }] }), {
      kind: 'conflict',
      code: 'trust_exists',
    })
    for (const other of [{ impersonation: true }, { expiresAt: expiresAt + 1000 }, { trusteeId: third }])
      await delegate({ expiresAt, ...other })
    await delegate({ expiresAt: null })
    await delegate({ expiresAt: null })
    await core.run(deleteTrust, { id: first.id }, await asTrustor())
    const caller = await asTrustor()
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => delegate({ expiresAt }, caller)))
    assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1)
  })

  test('T08: an application credential neither reads nor creates trusts, unrestricted or not', async () => {
    const { member, trustor, asTrustor, delegate } = w
    const trust = await delegate()
    const known = await asTrustor()
    for (const unrestricted of [true, false]) {
      const delegation = { kind: 'application_credential', id: 'a'.repeat(32), unrestricted } as const
      const caller = { ...known, chain: { ...known.chain, delegation } }
      const asks = [
        () => delegate({}, caller),
        () => core.run(listTrusts, all, { ...caller, roles: [{ id: 'x', name: 'admin' }] }),
        () => core.run(listTrusts, { ...all, where: [eq('trustor_user_id', trustor)] }, caller),
        () => core.run(listTrusts, { ...all, where: [eq('trustee_user_id', trustor)] }, caller),
        () => core.run(getTrust, { id: trust.id }, caller),
        () => core.run(deleteTrust, { id: trust.id }, caller),
        () => core.run(listTrustRoles, { trustId: trust.id, page: all.page }, caller),
        () => core.run(getTrustRole, { trustId: trust.id, roleId: member }, caller),
      ]
      for (const ask of asks) await assert.rejects(ask, { kind: 'forbidden' })
    }
    const delegation = { kind: 'oauth1', accessTokenId: 'x', consumerId: 'y' } as const
    await assert.rejects(delegate({}, { ...known, chain: { ...known.chain, delegation } }), {
      kind: 'forbidden',
    })
  })

  test('where tokens are confined to their scope, a trust does not extend it', async () => {
    const strict = await createTestCore(await makePlace(), { allowRescopeScopedToken: false })
    try {
      const b = builders(strict)
      const [one, two, who, role] = [
        await b.project('default'),
        await b.project('default'),
        await b.user('default', password),
        await b.role(),
      ]
      for (const id of [one, two]) await b.give(userActor(who), role, onProject(id))
      const proof = { methods: ['password'], password: { user: { id: who }, password } }
      const { caller } = await strict.run(
        signIn,
        { ...proof, scope: { kind: 'project', project: { id: one } } },
        anonymous,
      )
      const sent = { trustorId: who, trusteeId: who, impersonation: false, roles: [{ id: role }] }
      await assert.rejects(strict.run(createTrust, { ...sent, projectId: two }, caller), {
        kind: 'failed_precondition',
      })
      await strict.run(createTrust, { ...sent, projectId: one }, caller)
    } finally {
      await strict.close()
    }
  })

  test('permissions: visible to the trustor, the trustee and readers of the system', async () => {
    const { member, reader, trustee, third, enter, asTrustor, delegate } = w
    const trust = await delegate()
    const [self, bearer, stranger] = [
      await asTrustor(),
      await enter(trustee, { kind: 'unscoped' }),
      await enter(third, { kind: 'unscoped' }),
    ]
    const of = { trustId: trust.id }
    const looks: ((caller: Caller | undefined) => Promise<unknown>)[] = [
      (caller) => core.run(getTrust, { id: trust.id }, caller),
      (caller) => core.run(listTrustRoles, { ...of, page: all.page }, caller),
      (caller) => core.run(getTrustRole, { ...of, roleId: member }, caller),
    ]
    for (const look of looks) {
      for (const caller of [undefined, systemReader, self, bearer.caller]) await look(caller)
      for (const caller of [stranger.caller, inDomain('default', 'admin', 'manager', 'reader')])
        await assert.rejects(look(caller), { kind: 'forbidden' })
      await assert.rejects(look(anonymous), { kind: 'unauthenticated' })
    }
    for (const missing of ['f'.repeat(32), '', 'x'.repeat(10_000), '\0'])
      for (const caller of [undefined, stranger.caller])
        await assert.rejects(
          core.run(getTrust, { id: missing }, caller),
          { kind: 'not_found' },
          'a missing trust is reported to every caller',
        )
    await assert.rejects(
      core.run(getTrustRole, { ...of, roleId: reader }, self),
      { kind: 'not_found' },
      'implied, not listed',
    )
    for (const caller of [systemReader, bearer.caller, stranger.caller])
      await assert.rejects(core.run(deleteTrust, { id: trust.id }, caller), { kind: 'forbidden' })
    await core.run(deleteTrust, { id: trust.id })
    await assert.rejects(core.run(deleteTrust, { id: trust.id }), { kind: 'not_found' })
    await assert.rejects(core.run(getTrust, { id: trust.id }, self), { kind: 'not_found' })
  })

  test('lists: all for readers of the system, the own ones as trustor or trustee, with pages', async () => {
    const { trustor, trustee, third, enter, asTrustor, delegate } = w
    const made = [await delegate(), await delegate(), await delegate({ trusteeId: third })]
    const self = await asTrustor()
    const list = (where: { trustor_user_id?: string; trustee_user_id?: string }, caller?: Caller) =>
      core.run(
        listTrusts,
        { ...all, where: Object.entries(where).map(([key, value]) => eq(key as 'trustor_user_id', value)) },
        caller,
      )
    assert.deepEqual(ids((await list({})).rows), ids(made))
    assert.deepEqual(ids((await list({}, systemReader)).rows), ids(made))
    await assert.rejects(list({}, self), { kind: 'forbidden' })
    assert.deepEqual(ids((await list({ trustor_user_id: trustor }, self)).rows), ids(made))
    assert.deepEqual(
      ids((await list({ trustor_user_id: trustor, trustee_user_id: third }, self)).rows),
      ids(made).slice(2),
    )
    await assert.rejects(list({ trustee_user_id: trustee }, self), { kind: 'forbidden' })
    await assert.rejects(list({ trustor_user_id: third, trustee_user_id: trustor }, self), {
      kind: 'forbidden',
    })
    const { caller } = await enter(third, { kind: 'unscoped' })
    assert.deepEqual(ids((await list({ trustee_user_id: third }, caller)).rows), ids(made).slice(2))
    await assert.rejects(list({}, anonymous), { kind: 'unauthenticated' })
    const [first] = made
    const page = await core.run(listTrusts, { where: [], page: { limit: 1, after: first?.id ?? '' } })
    assert.deepEqual([ids(page.rows), page.more], [[made[1]?.id], true])
    await assert.rejects(core.run(listTrusts, { where: [], page: { limit: 1, after: 'x' } }), {
      kind: 'not_found',
    })
  })

  test('T09: credentials created with a token of a trust are deleted with the trust', async () => {
    const { project, trustor, delegate } = w
    const trust = await delegate()
    const credential = {
      id: 'c'.repeat(64),
      userId: trustor,
      projectId: project,
      type: 'ec2',
      sealedBlob: 'sealed',
      keyIndex: 1,
      extra: {},
      madeWith: { kind: 'trust', id: trust.id } as const,
      createdAt: core.now(),
    }
    await core.store.transaction('serializable', (stores) => stores.credentials.insert(credential))
    await core.run(deleteTrust, { id: trust.id })
    assert.equal(await core.store.reading.credentials.get(credential.id), undefined)
  })
})
