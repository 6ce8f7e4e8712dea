import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { purgeExpiredRevocations } from '../src/core/access/cleanup.ts'
import { listRevocations } from '../src/core/access/tokens/list-revocations.ts'
import { revokeToken } from '../src/core/access/tokens/revoke-token.ts'
import { validateToken } from '../src/core/access/tokens/validate-token.ts'
import { deleteTrust } from '../src/core/access/trusts/trusts.ts'
import { updateRole } from '../src/core/directory/roles/update-role.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { anonymous, type Caller } from '../src/core/kernel/caller.ts'
import { onProject, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { callerAs, createTestCore, inDomain, systemReader, type TestCore, unprivileged } from './test-core.ts'
import { type TrustFixture, trustFixture } from './trust-fixtures.ts'

const operator: Caller = { kind: 'operator' }

onEachDatabase('revocations', (makePlace) => {
  let core: TestCore
  let w: TrustFixture
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    w = await trustFixture(core)
  })
  afterEach(() => core.close())

  const list = (since?: number, caller?: Caller) => core.run(listRevocations, { since }, caller)
  const purge = () => core.run(purgeExpiredRevocations, {}, operator)

  test('every revocation event states what it revokes and when, and is filtered by time', async () => {
    const view = await w.enter(w.trustor, w.onTheProject)
    const trust = await w.delegate()
    const second = () => Math.floor(core.now() / 1000)
    const before = (await list()).length
    await core.run(revokeToken, { token: view.token })
    core.advanceTime(5000)
    await core.run(deleteTrust, { id: trust.id })
    core.advanceTime(5000)
    await core.run(updateUser, { id: w.trustee, status: 'disabled' })
    const [byToken, byTrust, byUser] = (await list()).slice(before)
    const set = (mark: object | undefined) =>
      Object.fromEntries(Object.entries(mark ?? {}).filter(([, value]) => value !== undefined))
    const marks = [
      { auditId: view.payload.auditIds[0], issuedBefore: second() - 10, revokedAt: core.now() - 10_000 },
      { trustId: trust.id, issuedBefore: second() - 5, revokedAt: core.now() - 5000 },
      { userId: w.trustee, issuedBefore: second(), revokedAt: core.now() },
    ]
    assert.deepEqual([byToken, byTrust, byUser].map(set), marks)
    assert.deepEqual((await list(core.now() - 5000)).map(set), marks.slice(1))
    assert.deepEqual(await list(core.now() + 1), [])
  })

  test('changes visible on the next validation need no revocation event: revoked roles, changed roles', async () => {
    const before = await list()
    await w.make.take(userActor(w.trustor), w.member, onProject(w.project))
    await core.run(updateRole, { id: w.member, name: 'other' })
    assert.deepEqual(await list(), before)
  })

  test('permissions: the list is for administrators and services', async () => {
    for (const caller of [undefined, callerAs({ roles: ['service'] }), callerAs({ roles: ['admin'] })])
      await list(undefined, caller)
    for (const caller of [systemReader, unprivileged, inDomain('default', 'admin')])
      await assert.rejects(list(undefined, caller), { kind: 'forbidden' })
    await assert.rejects(list(undefined, anonymous), { kind: 'unauthenticated' })
  })

  test('T40: revocation events are purged only when no affected token remains', async () => {
    const { tokenLifetime, allowExpiredWindow } = core.ports.settings
    const view = await w.enter(w.trustor, w.onTheProject)
    await core.run(revokeToken, { token: view.token })
    core.advanceTime(tokenLifetime * 1000 + allowExpiredWindow * 1000)
    assert.equal(await purge(), 0)
    core.advanceTime(-1000)
    const requested = { token: view.token, allowExpired: true }
    await assert.rejects(
      core.run(validateToken, requested),
      { kind: 'not_found' },
      'within the window of allow_expired',
    )
    core.advanceTime(1000 + 1_800_000)
    assert.equal(await purge(), 0)
    core.advanceTime(1)
    await core.run(updateUser, { id: w.trustee, status: 'disabled' })
    assert.equal(await purge(), 1)
    assert.deepEqual(
      (await list()).map(({ userId }) => userId),
      [w.trustee],
    )
    await assert.rejects(core.run(purgeExpiredRevocations, {}), { kind: 'forbidden' })
  })
})
