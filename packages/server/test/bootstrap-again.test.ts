import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { createApiKey } from '../src/core/access/api-keys/create-api-key.ts'
import { signIn } from '../src/core/access/authentication/sign-in.ts'
import { createCredential } from '../src/core/access/credentials/create-credential.ts'
import { createEc2Credential } from '../src/core/access/ec2/user-keys.ts'
import { openSession } from '../src/core/access/sessions/open-session.ts'
import { createTrust } from '../src/core/access/trusts/create-trust.ts'
import { bootstrap } from '../src/core/accounts/bootstrap/bootstrap.ts'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { purgeUser } from '../src/core/accounts/deletion/purge-user.ts'
import { requestRecovery } from '../src/core/accounts/recovery/request-recovery.ts'
import { sendRecovery } from '../src/core/accounts/recovery/send-recovery.ts'
import { createProject } from '../src/core/directory/projects/create-project.ts'
import { updateProject } from '../src/core/directory/projects/update-project.ts'
import { createUser } from '../src/core/directory/users/create-user.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { anonymous, type Caller } from '../src/core/kernel/caller.ts'
import { onEachDatabase } from './databases.ts'
import { callerAs, createTestCore, type TestCore } from './test-core.ts'

const operator: Caller = { kind: 'operator' }
const first = 'the first long password'
const second = 'the second long password'

onEachDatabase('repeated bootstrap', (makePlace) => {
  let core: TestCore
  let admin: string
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    admin = (await bootstrapped(first, false)).userId
  })
  afterEach(() => core.close())

  const bootstrapped = async (password: string, again = true) => {
    const { userId, username } = await core.run(bootstrap, { password, again }, operator)
    return { userId: userId ?? assert.fail(), username: username ?? assert.fail() }
  }
  const enter = async (name: string, password: string) =>
    (
      await core.run(
        signIn,
        {
          methods: ['password'],
          password: { user: { name, domain: { id: 'default' } }, password },
          scope: { kind: 'system' },
        },
        anonymous,
      )
    ).caller
  const rolesOf = async (userId: string) =>
    (await core.store.reading.assignments.list({ actors: [{ type: 'user', id: userId }] })).length
  const user = async (id: string) => (await core.store.reading.users.get(id)) ?? assert.fail()

  test('S4: another user named admin receives no rights, and the renamed administrator is restored', async () => {
    await core.run(updateUser, { id: admin, name: 'root' })
    const email = 'attacker@example.com'
    const { id } = await core.run(createUser, {
      name: 'admin',
      password: 'known to the attacker',
      email,
      claimEmail: true,
    })
    const again = await bootstrapped(second)
    assert.deepEqual([again.userId, again.username === 'admin'], [admin, false])
    assert.equal(await rolesOf(id), 0)
    assert.equal((await user(id)).claimedEmail, email)
    assert.equal((await enter(again.username, second)).userId, admin)
    await assert.rejects(enter('admin', second), { kind: 'unauthenticated' })
    await core.run(deleteUser, { id })
    assert.deepEqual(await bootstrapped(second), { userId: admin, username: 'admin' })
  })

  test('S4: a deleted or purged administrator is created again, whatever its name was', async () => {
    for (const end of [deleteUser, purgeUser]) {
      const before = (await bootstrapped(first)).userId
      await core.run(end as typeof deleteUser, { id: before })
      const made = await bootstrapped(second)
      assert.notEqual(made.userId, before)
      assert.equal((await enter('admin', second)).userId, made.userId)
    }
    const { userId } = await bootstrapped(first)
    await core.run(deleteUser, { id: userId })
    const other = await core.run(createUser, { name: 'admin', password: 'known to the attacker' })
    const made = await bootstrapped(second)
    assert.match(made.username, /^admin-/)
    assert.equal(await rolesOf(other.id), 0)
    assert.equal((await enter(made.username, second)).userId, made.userId)
  })

  test('S4: earlier credentials of the administrator are invalid, except the new password', async () => {
    const email = 'attacker@example.com'
    await core.run(updateUser, { id: admin, email, claimEmail: true })
    const caller = await enter('admin', first)
    const { secret } = await core.run(createApiKey, { name: 'key', unrestricted: true }, caller)
    const project = (await core.store.reading.projects.getByName('default', 'admin')) ?? assert.fail()
    const key = await core.run(createEc2Credential, { userId: admin, projectId: project.id })
    await core.run(createCredential, {
      userId: admin,
      type: 'totp',
      blob: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
    })
    const asItself = callerAs({ userId: admin, scope: { kind: 'unscoped' } })
    const trustee = (await core.run(createUser, { name: 'friend' })).id
    const trust = { trustorId: admin, trusteeId: trustee, impersonation: true, projectId: project.id }
    await core.run(createTrust, { ...trust, roles: [{ name: 'admin' }] }, asItself)
    const session = await core.run(
      openSession,
      { username: 'admin', domain: { id: 'default' }, password: first, agent: null, address: null },
      anonymous,
    )
    await core.run(sendRecovery, { userId: admin })
    const rules = { multi_factor_auth_enabled: true, multi_factor_auth_rules: [['password', 'totp']] }
    await core.run(updateUser, { id: admin, options: rules, kind: 'human' })

    await bootstrapped(second)
    for (const one of [secret, session.secret])
      await assert.rejects(async () => core.bearer.find(one), { kind: 'unauthenticated' })
    await assert.rejects(enter('admin', first), { kind: 'unauthenticated' })
    assert.equal((await enter('admin', second)).userId, admin, 'by the password alone')
    const { stores } = { stores: core.store.reading }
    assert.deepEqual([(await user(admin)).email, (await user(admin)).claimedEmail], [null, null])
    assert.equal(await stores.credentials.countOf(admin), 0, key.access)
    assert.equal(await stores.applicationCredentials.countOf(admin), 0)
    assert.deepEqual((await stores.trusts.list({ where: [], page: { limit: 10 } })).rows, [])
    assert.deepEqual(await stores.recovery.listValidOfUser(admin, core.now()), [])
    const sentEmails = (await core.sentEmails()).length
    await core.run(requestRecovery, { email, domain: { id: 'default' } }, anonymous)
    assert.equal((await core.sentEmails()).length, sentEmails, 'no link to the old address')
  })

  test('S4: a disabled administrator, domain and project are enabled', async () => {
    const project = (await core.store.reading.projects.getByName('default', 'admin')) ?? assert.fail()
    await core.run(updateProject, { id: project.id, enabled: false })
    await core.run(updateUser, { id: admin, status: 'disabled' })
    await bootstrapped(second)
    assert.equal((await core.store.reading.projects.get(project.id))?.enabled, true)
    assert.equal((await enter('admin', second)).userId, admin)
  })

  test('S4: the administrator receives no role on a foreign project named admin', async () => {
    const project = (await core.store.reading.projects.getByName('default', 'admin')) ?? assert.fail()
    await core.run(updateProject, { id: project.id, name: 'renamed' })
    const other = await core.run(createProject, { name: 'admin', domainId: 'default' })
    await bootstrapped(second)
    const input = await core.store.reading.assignments.list({ actors: [{ type: 'user', id: admin }] })
    const places = input.flatMap(({ target }) => (target.type === 'project' ? [target.id] : []))
    assert.deepEqual([places, places.includes(other.id)], [[project.id], false])
  })

  test('S4: the first bootstrap does not adopt a user named admin either', async () => {
    await core.close()
    core = await createTestCore(await makePlace())
    const other = await core.run(createUser, { name: 'admin', password: 'some-password' })
    const made = await bootstrapped(first, false)
    assert.notEqual(made.userId, other.id)
    assert.match(made.username, /^admin-/)
    assert.equal(await rolesOf(other.id), 0)
  })
})
