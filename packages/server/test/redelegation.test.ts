import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import type { CreateTrust } from '../src/core/access/trusts/create-trust.ts'
import { deleteTrust, listTrusts } from '../src/core/access/trusts/trusts.ts'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { deleteDomain } from '../src/core/directory/domains/domains.ts'
import { updateDomain } from '../src/core/directory/domains/update-domain.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { onProject, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { createTestCore, type TestCore } from './test-core.ts'
import { password, type TrustFixture, trustFixture } from './trust-fixtures.ts'

const all = { where: [], page: { limit: 1000 } }
const hour = 3_600_000
const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)
const names = (rows: readonly { readonly name: string }[]) => rows.map(({ name }) => name).sort()

onEachDatabase('redelegated trusts', (makePlace) => {
  let core: TestCore
  let w: TrustFixture
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    w = await trustFixture(core)
  })
  afterEach(() => core.close())

  test('a redelegated trust delegates no more than its source', async () => {
    const { make, member, reader, trustor, trustee, third, use, delegate } = w
    const expiresAt = core.now() + hour
    const other = await make.project('default')
    await make.give(userActor(trustor), member, onProject(other))
    const source = await delegate({
      allowRedelegation: true,
      redelegationCount: 2,
      expiresAt,
      roles: [{ id: member }],
    })
    const { caller } = await use(source.id)
    const pass = (input: Partial<CreateTrust> = {}) => delegate({ trusteeId: third, ...input }, caller)
    const rejected: [Partial<CreateTrust>, string][] = [
      [{ expiresAt: expiresAt + 1000 }, 'failed_precondition'],
      [{ impersonation: true }, 'failed_precondition'],
      [{ projectId: other }, 'failed_precondition'],
      [{ projectId: null, roles: [] }, 'failed_precondition'],
      [{ roles: [{ id: reader }] }, 'failed_precondition'],
      [{ remainingUses: 1 }, 'failed_precondition'],
      [{ allowRedelegation: true, redelegationCount: 2 }, 'failed_precondition'],
      [{ trustorId: trustor }, 'forbidden'],
    ]
    for (const [input, kind] of rejected) await assert.rejects(pass(input), { kind }, JSON.stringify(input))
    const passed = await pass({ allowRedelegation: true })
    assert.deepEqual(
      [passed.redelegatedTrustId, passed.redelegationCount, passed.expiresAt, passed.trustorId],
      [source.id, 1, expiresAt, trustee],
    )
    const view = await use(passed.id, third)
    assert.deepEqual([view.user.id, names(view.roles)], [third, ['member', 'reader']])
    const last = await delegate({ trusteeId: trustor, expiresAt: expiresAt - 1000 }, view.caller)
    assert.deepEqual([last.redelegationCount, last.expiresAt], [0, expiresAt - 1000])
    const end = await use(last.id, trustor)
    await assert.rejects(delegate({}, end.caller), { kind: 'failed_precondition' }, 'the end of the chain')
    assert.equal((await pass({ roles: [{ id: member }], expiresAt: expiresAt - 5000 })).redelegationCount, 0)
    const plain = await delegate()
    await assert.rejects(delegate({ trusteeId: third }, (await use(plain.id)).caller), {
      kind: 'failed_precondition',
    })
  })

  test('with impersonation the original trustor stays the acting user', async () => {
    const { trustor, trustee, third, use, delegate, valid } = w
    const source = await delegate({ allowRedelegation: true, impersonation: true })
    const { caller } = await use(source.id)
    const passed = await delegate({ trusteeId: third, impersonation: true }, caller)
    assert.deepEqual([passed.trustorId, passed.redelegatedTrustId], [trustor, source.id])
    const view = await use(passed.id, third)
    assert.equal(view.user.id, trustor)
    await core.run(updateUser, { id: trustee, status: 'disabled' })
    assert.equal(await valid(view), false, 'the redelegating user must be active')
    await assert.rejects(use(passed.id, third), { kind: 'unauthenticated' })
    await core.run(updateUser, { id: trustee, status: 'active' })
    await use(passed.id, third)
  })

  test('revoking one link of the chain revokes everything below it and nothing above', async () => {
    const { trustee, third, use, delegate, valid } = w
    const links = async () => {
      const trusts = [await delegate({ allowRedelegation: true })]
      const views = [await use(trusts[0]?.id ?? '')]
      for (const trusteeId of [third, trustee]) {
        const next = await delegate({ trusteeId, allowRedelegation: true }, views.at(-1)?.caller)
        trusts.push(next)
        views.push(await use(next.id, trusteeId))
      }
      return { trusts, views }
    }
    for (const cut of [0, 1, 2]) {
      const { trusts, views } = await links()
      const before = (await core.events()).length
      const gone = trusts.slice(cut)
      await core.run(deleteTrust, { id: trusts[cut]?.id ?? '' })
      assert.deepEqual(
        await Promise.all(views.map(valid)),
        views.map((_, at) => at < cut),
      )
      assert.deepEqual(
        (await core.events()).slice(before),
        gone.map(() => 'trust.deleted'),
      )
      const marks = await core.store.reading.revocations.list(undefined)
      assert.deepEqual(
        marks
          .slice(-gone.length)
          .map(({ trustId }) => trustId)
          .sort(),
        ids(gone).sort(),
      )
      for (const { id } of gone) assert.equal(await core.store.reading.trusts.get(id), undefined)
      const left = trusts[0]
      if (cut > 0 && left) await core.run(deleteTrust, { id: left.id })
    }
  })

  test('a trust redelegated while its source is revoked does not outlive it', async () => {
    const { third, use, delegate } = w
    for (let round = 0; round < 5; round++) {
      const source = await delegate({ allowRedelegation: true })
      const { caller } = await use(source.id)
      const [, passed] = await Promise.allSettled([
        core.run(deleteTrust, { id: source.id }),
        delegate({ trusteeId: third }, caller),
      ])
      if (passed?.status === 'rejected')
        assert.ok(
          ['failed_precondition', 'unauthenticated'].includes(passed.reason.kind),
          String(passed.reason),
        )
      const { rows } = await core.run(listTrusts, all)
      assert.deepEqual(rows, [], 'deleted, or never created')
    }
  })

  test('T35: deleting a user, a project or a domain deletes its trusts and their redelegations', async () => {
    const { make, project, member, trustor, third, enter, use, delegate, valid } = w
    const domain = await make.domain()
    const inside = await make.project(domain)
    const [guest, resident] = [await make.user('default', password), await make.user(domain, password)]
    const passOn = async (from: string, where: string) => {
      await make.give(userActor(from), member, onProject(where))
      const { caller } = await enter(from, { kind: 'project', project: { id: where } })
      const first = await delegate({ projectId: where, trusteeId: guest, allowRedelegation: true }, caller)
      const passed = await delegate(
        { projectId: where, trusteeId: third },
        (await use(first.id, guest)).caller,
      )
      return { trusts: [first.id, passed.id], view: await use(passed.id, third) }
    }
    const kept = await passOn(trustor, project)
    const doomed = [
      await passOn(resident, inside),
      await passOn(resident, project),
      await passOn(trustor, inside),
    ]
    await core.run(updateDomain, { id: domain, enabled: false })
    await core.run(deleteDomain, { id: domain })
    for (const { trusts, view } of doomed) {
      assert.equal(await valid(view), false)
      for (const id of trusts) assert.equal(await core.store.reading.trusts.get(id), undefined)
    }
    assert.equal(await valid(kept.view), true)
    await core.run(deleteUser, { id: guest })
    assert.equal(await valid(kept.view), false, 'the redelegated one')
    assert.deepEqual((await core.run(listTrusts, all)).rows, [])
  })
})
