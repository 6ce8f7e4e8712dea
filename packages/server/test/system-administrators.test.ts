import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { inviteUser } from '../src/core/accounts/invitations/invite-user.ts'
import { listAccountRoles } from '../src/core/directory/assignments/list-domain-roles.ts'
import { type CreateUser, createUser } from '../src/core/directory/users/create-user.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { builders, onDomain, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { endOf } from './factors.ts'
import { createTestCore, inDomain, type TestCore } from './test-core.ts'

onEachDatabase('system administrators', (makePlace) => {
  let core: TestCore
  let b: ReturnType<typeof builders>
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    b = builders(core)
  })
  afterEach(() => core.close())

  const manager = inDomain('default', 'manager')
  const input = async (id: string) => {
    const found = await core.store.reading.assignments.list({ actors: [userActor(id)] })
    return found.map(({ target }) => target.type).sort()
  }
  const newUser = (more: Partial<CreateUser> = {}) => core.run(createUser, { name: 'ann', ...more })

  test('are created with the user or later, and demoted explicitly', async () => {
    await b.role('admin')
    const user = await newUser({ systemAdmin: true, domainRole: 'reader' })
    assert.deepEqual(await input(user.id), ['domain', 'system'])
    assert.equal((await core.run(listAccountRoles, { users: [user] })).get(user.id), 'admin')
    await core.run(updateUser, { id: user.id, systemAdmin: false })
    assert.deepEqual(await input(user.id), ['domain'])
    await core.run(updateUser, { id: user.id, systemAdmin: true })
    assert.deepEqual(await input(user.id), ['domain', 'system'])
    const { user: invited } = await core.run(inviteUser, {
      email: 'bo@example.com',
      mode: 'email_link',
      systemAdmin: true,
    })
    assert.deepEqual(await input(invited.id), ['system'])
    assert.equal((await core.events()).filter((kind) => kind === 'assignment.created').length, 4)
  })

  test('T16: cannot be created or demoted by domain managers', async () => {
    const admin = await b.role('admin')
    await b.role('reader')
    const create = { name: 'eve', systemAdmin: true }
    assert.equal(await endOf(core.run(createUser, create, manager)), 'system_admin_forbidden')
    assert.equal(await core.store.reading.users.getByName('default', 'eve'), undefined, 'all or nothing')
    assert.equal(
      await endOf(
        core.run(inviteUser, { email: 'eve@example.com', mode: 'email_link', systemAdmin: true }, manager),
      ),
      'system_admin_forbidden',
    )
    const plain = await newUser()
    assert.equal(
      await endOf(core.run(updateUser, { id: plain.id, systemAdmin: true }, manager)),
      'system_admin_forbidden',
    )
    await core.run(updateUser, { id: plain.id, systemAdmin: false, domainRole: 'reader' }, manager)
    const boss = await newUser({ name: 'boss', systemAdmin: true })
    const demote = { id: boss.id, systemAdmin: false, domainRole: 'reader' }
    assert.equal(await endOf(core.run(updateUser, demote, manager)), 'administrator_protected')
    assert.deepEqual(await input(boss.id), ['system'])
    // The same role granted on the domain is independent.
    await b.give(userActor(plain.id), admin, onDomain('default'))
    await core.run(updateUser, { id: plain.id, systemAdmin: false })
    assert.deepEqual(await input(plain.id), ['domain', 'domain'])
  })

  test('are not created when the role does not exist', async () => {
    assert.equal(await endOf(newUser({ systemAdmin: true })), 'role_not_found')
    await newUser({ name: 'bo', systemAdmin: false })
  })
})
