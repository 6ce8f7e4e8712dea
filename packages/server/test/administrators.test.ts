import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { changeApiKey } from '../src/core/access/api-keys/change-api-key.ts'
import { createApiKey } from '../src/core/access/api-keys/create-api-key.ts'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { createImport } from '../src/core/accounts/imports/create-import.ts'
import { acquireLease } from '../src/core/accounts/imports/import-lease.ts'
import { importRows } from '../src/core/accounts/imports/import-rows.ts'
import { inviteUser } from '../src/core/accounts/invitations/invite-user.ts'
import { sendRecovery } from '../src/core/accounts/recovery/send-recovery.ts'
import { addMember, removeMember } from '../src/core/directory/groups/group-members.ts'
import { createUser } from '../src/core/directory/users/create-user.ts'
import { updateProfile } from '../src/core/directory/users/update-profile.ts'
import { type UpdateUser, updateUser } from '../src/core/directory/users/update-user.ts'
import type { Caller, Delegation } from '../src/core/kernel/caller.ts'
import { isDomainError } from '../src/core/kernel/domain-error.ts'
import { builders, groupActor, onDomain, onProject, onSystem, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { invited } from './invited-fixtures.ts'
import { callerAs, createTestCore, inDomain, type TestCore } from './test-core.ts'

const password = 'another long phrase'
const protectedCode = 'administrator_protected'

onEachDatabase('users with authority beyond their domain', (makePlace) => {
  let core: TestCore
  let make: ReturnType<typeof builders>
  let admin: string
  let reader: string
  const manager = inDomain('default', 'manager', 'reader')
  const domainAdmin = inDomain('default', 'admin')
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    make = builders(core)
    admin = await make.role('admin')
    reader = await make.role('reader')
  })
  afterEach(() => core.close())

  const code = (work: Promise<unknown>) =>
    work.then(
      () => 'ok',
      (thrown) => {
        if (isDomainError(thrown)) return thrown.code
        throw thrown
      },
    )
  const update = (id: string, input: Omit<UpdateUser, 'id'>, caller: Caller = manager) =>
    code(core.run(updateUser, { id, ...input }, caller))

  /** Users of the domain with more authority than the manager. */
  const stronger = async (): Promise<Record<string, string>> => {
    const user = () => make.user('default', password)
    const project = await make.project('default')
    const found = {
      'admin of the system': await user(),
      'reader of the system': await user(),
      'admin of a project': await user(),
      'admin of the domain': await user(),
      'admin on whatever is below': await user(),
      'admin through a group': await user(),
    }
    await make.give(userActor(found['admin of the system']), admin, onSystem)
    await make.give(userActor(found['reader of the system']), reader, onSystem)
    await make.give(userActor(found['admin of a project']), admin, onProject(project))
    await make.give(userActor(found['admin of the domain']), admin, onDomain('default'))
    await make.give(userActor(found['admin on whatever is below']), admin, onDomain('default'), true)
    const group = await make.group('default', found['admin through a group'])
    await make.give(groupActor(group), admin, onSystem)
    return found
  }

  test('S3: T16: a manager of the domain changes none of them: password, address, links or lifecycle', async () => {
    for (const [who, id] of Object.entries(await stronger())) {
      assert.equal(await update(id, { password: 'chosen by the manager' }), protectedCode, who)
      assert.equal(await update(id, { email: 'me@example.com', claimEmail: true }), protectedCode, who)
      assert.equal(await update(id, { kind: 'service' }), protectedCode, who)
      assert.equal(await update(id, { status: 'disabled' }), protectedCode, who)
      assert.equal(await code(core.run(sendRecovery, { userId: id }, manager)), protectedCode, who)
      assert.equal(await code(core.run(deleteUser, { id }, manager)), protectedCode, who)
      assert.equal(await code(core.run(updateProfile, { id, displayName: 'Boss' }, manager)), 'ok', who)
      assert.equal(await update(id, { password: 'chosen by an admin' }, domainAdmin), 'ok', who)
    }
  })

  test('T16: the manager of the domain manages all other users', async () => {
    const id = await make.user('default', password)
    await make.give(userActor(id), await make.role('manager'), onDomain('default'))
    await make.give(userActor(id), reader, onProject(await make.project('default')))
    assert.equal(await update(id, { password, email: 'ann@example.com', claimEmail: true }), 'ok')
    assert.equal(await code(core.run(sendRecovery, { userId: id }, manager)), 'ok')
    assert.equal(await code(core.run(deleteUser, { id }, manager)), 'ok')
  })

  test('T16: a user who changes itself needs only the right to change users', async () => {
    const id = await make.user('default', password)
    await make.give(userActor(id), admin, onSystem)
    const itself = callerAs({
      userId: id,
      scope: { kind: 'domain', domainId: 'default' },
      roles: ['manager'],
    })
    assert.equal(await update(id, { password: 'chosen by itself' }, itself), 'ok')
  })

  test('T16: an import has the same restrictions as its manager', async () => {
    const { id, name } = await core.run(createUser, { name: 'root', password })
    await make.give(userActor(id), admin, onSystem)
    const made = await core.run(createImport, { format: 'ndjson', mode: 'create_or_update' }, manager)
    const { leaseId } = await core.run(acquireLease, { id: made.id, offset: 0, format: 'ndjson' }, manager)
    const values = { username: name, password_hash: 'test$mine' }
    const { counts, errors } = await core.run(
      importRows,
      { id: made.id, leaseId, rows: [{ row: 1, values }] },
      manager,
    )
    assert.deepEqual([counts.updated, errors.map((row) => row.code)], [0, [protectedCode]])
    assert.equal((await core.store.reading.passwords.current(id))?.hash, `test$${password}`)
  })

  test('T16: reinviting an administrator with an expired invitation creates no temporary password', async () => {
    const email = 'next@example.com'
    const { user } = await core.run(inviteUser, { email, mode: 'email_link' })
    await make.give(userActor(user.id), admin, onSystem)
    await invited(core.store, user.id, core.now() - 1)
    const again = { email, mode: 'temporary_password' } as const
    assert.equal(await code(core.run(inviteUser, again, manager)), protectedCode)
    assert.equal(await code(core.run(inviteUser, again)), 'ok')
  })

  test('T16: a manager cannot re-enable a revoked key of an administrator', async () => {
    const [id, project] = [await make.user(), await make.project('default')]
    await make.give(userActor(id), reader, onProject(project))
    const owner = callerAs({
      userId: id,
      scope: { kind: 'project', projectId: project, domainId: 'default' },
    })
    const { key } = await core.run(
      createApiKey,
      { name: 'leaked' },
      { ...owner, roles: [{ id: reader, name: 'reader' }] },
    )
    await make.give(userActor(id), admin, onSystem)
    await core.run(changeApiKey, { id: key.id, revoked: true })
    assert.equal(await code(core.run(changeApiKey, { id: key.id, revoked: false }, manager)), protectedCode)
  })

  test('T16: a manager cannot add users to or remove users from a group with such authority', async () => {
    const [me, them] = [await make.user(), await make.user()]
    const group = await make.group('default', them)
    await make.give(groupActor(group), admin, onSystem)
    const join = (groupId: string, userId: string) => code(core.run(addMember, { groupId, userId }, manager))
    assert.equal(await join(group, me), protectedCode)
    assert.equal(await code(core.run(removeMember, { groupId: group, userId: them }, manager)), protectedCode)
    const plain = await make.group('default')
    await make.give(groupActor(plain), reader, onDomain('default'))
    assert.equal(await join(plain, me), 'ok')
    assert.equal(await code(core.run(addMember, { groupId: group, userId: me }, domainAdmin)), 'ok')
  })

  const delegated: readonly Delegation[] = [
    { kind: 'application_credential', id: 'a'.repeat(32), unrestricted: false },
    { kind: 'application_credential', id: 'a'.repeat(32), unrestricted: true },
    { kind: 'trust', trustId: 't'.repeat(32), trustorId: 'x', trusteeId: 'y' },
    { kind: 'oauth1', accessTokenId: 'o'.repeat(32), consumerId: 'c' },
  ]

  test('T12: delegated credentials, however strong, cannot change the password, address or factors of the delegator', async () => {
    const id = await make.user('default', password)
    await make.give(userActor(id), admin, onSystem)
    for (const delegation of delegated) {
      const own = callerAs({ userId: id, scope: { kind: 'system' }, roles: ['admin'] })
      const borrower = { ...own, chain: { ...own.chain, delegation } }
      for (const change of [
        { password: 'kept for ever' },
        { email: 'borrower@example.com', claimEmail: true },
        { email: null },
        { options: { ignore_lockout_failure_attempts: true } },
        { developer: true },
        { kind: 'service' },
      ] as const)
        assert.equal(
          await update(id, change, borrower),
          'forbidden_to_delegation',
          `${delegation.kind} ${Object.keys(change)}`,
        )
      assert.equal(await update(id, { description: 'Works.' }, borrower), 'ok')
      const another = await make.user('default', password)
      assert.equal(await update(another, { password: 'of another user' }, borrower), 'ok', 'as in Keystone')
    }
  })

  test('T17: restricted delegated credentials cannot delete or disable the delegator by any route', async () => {
    const id = await make.user('default', password)
    const own = callerAs({ userId: id, scope: { kind: 'system' }, roles: ['admin'] })
    for (const delegation of delegated.filter((one) => !('unrestricted' in one && one.unrestricted))) {
      const borrower = { ...own, chain: { ...own.chain, delegation } }
      assert.equal(await code(core.run(deleteUser, { id }, borrower)), 'forbidden_to_delegation')
    }
    assert.equal(await code(core.run(deleteUser, { id }, own)), 'ok')
  })

  test('T16: a key with the role of a manager alone cannot change its more privileged owner', async () => {
    const id = await make.user('default', password)
    await make.give(userActor(id), admin, onSystem)
    const own = callerAs({ userId: id, scope: { kind: 'domain', domainId: 'default' }, roles: ['manager'] })
    const [delegation] = delegated
    const key = { ...own, chain: { ...own.chain, delegation: delegation ?? assert.fail() } }
    assert.equal(await update(id, { status: 'disabled' }, key), protectedCode)
  })
})
