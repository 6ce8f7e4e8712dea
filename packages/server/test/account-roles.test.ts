import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountRoleOf, accountRolesOf } from '../src/core/directory/assignments/domain-role.ts'
import { createUser } from '../src/core/directory/users/create-user.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { builders, groupActor, onDomain, onProject, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { endOf } from './factors.ts'
import { callerAs, createTestCore, inDomain, type TestCore } from './test-core.ts'

onEachDatabase('the domain role of a user', (makePlace) => {
  const inTestCore = async (work: (core: TestCore, b: ReturnType<typeof builders>) => Promise<void>) => {
    const core = await createTestCore(await makePlace())
    try {
      await work(core, builders(core))
    } finally {
      await core.close()
    }
  }
  const roleOf = (core: TestCore, user: { id: string; domainId: string }) =>
    accountRoleOf(user, { stores: core.store.reading })
  const globalRoles = async (core: TestCore, name: string) =>
    (await core.store.reading.roles.getByName(name)).length

  test('is granted at creation, created when it is a well-known role, and replaced', () =>
    inTestCore(async (core) => {
      const user = await core.run(createUser, { name: 'ann', domainRole: 'publisher' })
      assert.equal(await roleOf(core, user), 'publisher')
      const kinds = await core.events()
      assert.deepEqual(kinds.slice(-3), ['user.created', 'role.created', 'assignment.created'])
      for (const role of ['manager', 'member', 'reader', 'annotator', 'publisher'] as const) {
        await core.run(updateUser, { id: user.id, domainRole: role })
        assert.equal(await roleOf(core, user), role)
      }
      assert.equal(await globalRoles(core, 'publisher'), 1)
      await core.run(updateUser, { id: user.id, domainRole: null })
      assert.equal(await roleOf(core, user), undefined)
      assert.deepEqual(await core.store.reading.assignments.list({ actors: [userActor(user.id)] }), [])
    }))

  test('an unknown role is rejected, and so is admin when that role does not exist', () =>
    inTestCore(async (core) => {
      for (const domainRole of ['admin', 'nothing', 'Manager']) {
        assert.equal(await endOf(core.run(createUser, { name: 'ann', domainRole })), 'role_not_found')
        assert.equal(await core.store.reading.users.getByName('default', 'ann'), undefined, 'all or nothing')
      }
    }))

  test('is the strongest of the direct grants of the user on the domain', () =>
    inTestCore(async (core, b) => {
      const roles = {
        admin: await b.role('admin'),
        reader: await b.role('reader'),
        other: await b.role('other'),
      }
      const user = await core.run(createUser, { name: 'ann', domainRole: 'member' })
      const elsewhere = await b.domain()
      const group = await b.group('default', user.id)
      await b.give(groupActor(group), roles.admin, onDomain('default'))
      await b.give(userActor(user.id), roles.admin, onDomain(elsewhere))
      await b.give(userActor(user.id), roles.admin, onDomain('default'), true)
      await b.give(userActor(user.id), roles.admin, onProject(await b.project('default')))
      await b.give(userActor(user.id), roles.other, onDomain('default'))
      await b.give(userActor(user.id), roles.reader, onDomain('default'))
      assert.equal(await roleOf(core, user), 'member')
      await core.run(updateUser, { id: user.id, domainRole: 'reader' })
      assert.equal(await roleOf(core, user), 'reader')
      const left = await core.store.reading.assignments.list({ actors: [userActor(user.id)] })
      assert.equal(left.length, 5, 'other roles are kept')
      await b.give(userActor(user.id), roles.admin, onDomain('default'))
      assert.equal(await roleOf(core, user), 'admin')
    }))

  test('is resolved for many users at once', () =>
    inTestCore(async (core, b) => {
      const domainId = await b.domain()
      const [one, two, none] = [
        await core.run(createUser, { name: 'one', domainRole: 'member' }),
        await core.run(createUser, { name: 'two', domainId, domainRole: 'manager' }),
        await core.run(createUser, { name: 'none' }),
      ]
      const found = await accountRolesOf([one, two, none], { stores: core.store.reading })
      assert.deepEqual(
        [...found].sort(),
        [
          [one.id, 'member'],
          [two.id, 'manager'],
        ].sort(),
      )
      assert.equal((await accountRolesOf([], { stores: core.store.reading })).size, 0)
    }))

  test('T16: managers grant and revoke delegable roles in their domain, and change no administrator', () =>
    inTestCore(async (core, b) => {
      await b.role('admin')
      await b.role('custom')
      const [own, other] = [await b.domain(), await b.domain()]
      const manager = inDomain(own, 'manager', 'member', 'reader')
      const create = (domainRole: string, caller = manager, domainId = own) =>
        endOf(core.run(createUser, { name: core.ports.newId(), domainId, domainRole }, caller))
      for (const role of ['manager', 'member', 'reader', 'publisher', 'annotator'])
        assert.equal(await create(role), 'ok', role)
      for (const role of ['admin', 'Admin', 'custom'])
        assert.equal(await create(role), 'account_role_forbidden', role)
      assert.equal(await create('member', manager, other), 'forbidden_by_rule')
      const admin = await core.run(createUser, { name: 'admin', domainId: own, domainRole: 'admin' })
      for (const domainRole of ['member', null])
        assert.equal(
          await endOf(core.run(updateUser, { id: admin.id, domainRole }, manager)),
          'administrator_protected',
        )
      assert.equal(await roleOf(core, admin), 'admin')
      const plain = await core.run(createUser, { name: 'plain', domainId: own })
      const self = callerAs({ userId: plain.id, scope: { kind: 'domain', domainId: own }, roles: ['member'] })
      assert.equal(
        await endOf(core.run(updateUser, { id: plain.id, domainRole: 'manager' }, self)),
        'forbidden_by_rule',
      )
    }))

  test('is created once under concurrent requests', () =>
    inTestCore(async (core) => {
      const names = Array.from({ length: 20 }, (_, i) => `user-${i}`)
      await Promise.all(names.map((name) => core.run(createUser, { name, domainRole: 'annotator' })))
      assert.equal(await globalRoles(core, 'annotator'), 1)
      const users = await Promise.all(
        names.map((name) => core.store.reading.users.getByName('default', name)),
      )
      const found = await accountRolesOf(
        users.flatMap((user) => user ?? []),
        { stores: core.store.reading },
      )
      assert.equal(found.size, 20)
    }))
})
