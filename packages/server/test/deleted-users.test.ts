import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { createApplicationCredential } from '../src/core/access/application-credentials/create-application-credential.ts'
import { createCredential } from '../src/core/access/credentials/create-credential.ts'
import { openSession } from '../src/core/access/sessions/open-session.ts'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { getDeletedUser, listDeletedUsers } from '../src/core/accounts/deletion/deleted-users.ts'
import {
  purgeBatch,
  purgeDeletedUser,
  purgeDeletedUsers,
  purgeUser,
} from '../src/core/accounts/deletion/purge-user.ts'
import { type RestoreUser, restoreUser } from '../src/core/accounts/deletion/restore-user.ts'
import { deleteDomain } from '../src/core/directory/domains/domains.ts'
import { updateDomain } from '../src/core/directory/domains/update-domain.ts'
import { type CreateUser, createUser } from '../src/core/directory/users/create-user.ts'
import { getUser } from '../src/core/directory/users/get-user.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { anonymous, type Caller } from '../src/core/kernel/caller.ts'
import { isDomainError } from '../src/core/kernel/domain-error.ts'
import { builders, onDomain, onProject, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { callerAs, createTestCore, inDomain, systemReader, type TestCore, unprivileged } from './test-core.ts'

const password = 'a long enough phrase'
const operator: Caller = { kind: 'operator' }
const day = 86_400_000

onEachDatabase('deleted users', (makePlace) => {
  let core: TestCore
  let make: ReturnType<typeof builders>
  beforeEach(async () => {
    core = await createTestCore(await makePlace(), { deletedUserRetention: 30 * 86_400 })
    make = builders(core)
  })
  afterEach(() => core.close())

  const create = (input: Partial<CreateUser> = {}) =>
    core.run(createUser, { name: 'ann', password, ...input })
  const remove = (id: string, more: object = {}, caller?: Caller) =>
    core.run(deleteUser, { id, ...more }, caller)
  const restore = (id: string, input: Omit<RestoreUser, 'id'> = {}, caller?: Caller) =>
    core.run(restoreUser, { id, ...input }, caller)
  const cleanUp = () => core.run(purgeDeletedUsers, {}, operator)
  const deleted = async (query: { domainId?: string; name?: string } = {}, caller?: Caller) =>
    (await core.run(listDeletedUsers, { limit: 1000, ...query }, caller)).rows.map(({ name }) => name)
  const lastEvent = async () => (await core.store.reading.events.list(0, 1000)).at(-1)
  const isCode = (code: string) => (thrown: unknown) => isDomainError(thrown) && thrown.code === code

  test('a restored user keeps id, number, profile, status and address', async () => {
    const value = await create({
      displayName: 'Ann Lee',
      email: 'Ann@example.com',
      claimEmail: true,
      phoneNumber: '+49 30 1234',
      language: 'ja',
      metadata: { team: 'blue' },
      options: { ignore_password_expiry: true },
      extra: { office: 7 },
      status: 'pending',
    })
    core.advanceTime(5000)
    await remove(value.id)
    const buried = await core.run(getDeletedUser, { id: value.id })
    assert.deepEqual(
      [buried.deletedAt, buried.status, buried.claimedEmail],
      [core.now(), 'pending', 'ann@example.com'],
    )
    core.advanceTime(5000)
    const back = await restore(value.id)
    assert.deepEqual(back, { ...value, passwordExpiresAt: null, updatedAt: core.now(), version: 3 })
    assert.deepEqual(await core.run(getUser, { id: value.id }), back)
    const { users } = core.store.reading
    assert.equal((await users.getByClaimedEmail('default', 'ann@example.com'))?.id, value.id)
    assert.equal((await users.getByName('default', 'ann'))?.id, value.id)
    assert.deepEqual(await deleted(), [])
    const event = await lastEvent()
    assert.deepEqual(
      [event?.kind, event?.invalidates, event?.detail],
      ['user.restored', [`user:${value.id}`], {}],
    )
    await assert.rejects(restore(value.id), { kind: 'not_found' })
  })

  test('T35: its grants and credentials are not restored', async () => {
    const { id } = await create()
    const groupId = await make.group('default', id)
    const [roleId, projectId] = [await make.role(), await make.project('default')]
    await make.give(userActor(id), roleId, onProject(projectId))
    await make.give(userActor(id), roleId, onDomain('default'))
    const session = { username: 'ann', password, agent: null, address: null }
    const { secret } = await core.run(openSession, session, anonymous)
    await core.run(updateUser, { id, developer: true })
    const self = callerAs({
      userId: id,
      scope: { kind: 'project', projectId, domainId: 'default' },
      roles: ['member'],
    })
    await core.run(createCredential, { userId: id, type: 'note', blob: 'x' })
    await core.run(
      createApplicationCredential,
      { userId: id, name: 'key' },
      { ...self, roles: [{ id: roleId, name: 'member' }] },
    )
    await remove(id)
    await restore(id)
    await assert.rejects(core.sessions.read(secret), { kind: 'unauthenticated' })
    await assert.rejects(core.run(openSession, session, anonymous), { kind: 'unauthenticated' })
    const { assignments, groups, passwords, credentials, applicationCredentials } = core.store.reading
    assert.deepEqual(await assignments.list({ actors: [userActor(id)] }), [])
    assert.deepEqual(await groups.memberIds(groupId), [])
    assert.equal(await passwords.current(id), undefined)
    assert.equal(await credentials.countOf(id), 0)
    assert.equal(await applicationCredentials.countOf(id), 0)
  })

  test('an identifier taken in the meantime is a conflict, until another name or address is given', async () => {
    const { id } = await create({ email: 'ann@example.com', claimEmail: true })
    await remove(id)
    const other = await create({ email: 'ann@example.com', claimEmail: true })
    await assert.rejects(restore(id), { kind: 'conflict' })
    await assert.rejects(restore(id, { name: 'ann again' }), isCode('email_taken'))
    await assert.rejects(restore(id, { email: 'again@example.com' }), isCode('user_name_taken'))
    assert.equal(
      (await core.run(getDeletedUser, { id })).claimedEmail,
      'ann@example.com',
      'nothing was changed',
    )
    for (const bad of [{ name: ' ' }, { email: 'no address', name: 'x' }])
      await assert.rejects(restore(id, bad), { kind: 'invalid' })
    const back = await restore(id, { name: 'ann again', email: 'Again@example.com' })
    assert.deepEqual(
      [back.name, back.email, back.claimedEmail],
      ['ann again', 'Again@example.com', 'again@example.com'],
    )
    await remove(other.id)
    const bare = await restore(other.id, { email: null })
    assert.deepEqual([bare.name, bare.email, bare.claimedEmail], ['ann', null, null])
  })

  test('the latest deleted user owns an address, and no user does once it is purged', async () => {
    const address = { email: 'ann@example.com', claimEmail: true }
    const found = async (domainId = 'default') =>
      (await core.store.reading.deletedUsers.getByClaimedEmail(domainId, 'ann@example.com'))?.id
    const ids: string[] = []
    for (let n = 0; n < 2; n++) {
      const { id } = await create(address)
      core.advanceTime(1000)
      await remove(id)
      ids.push(id)
    }
    assert.equal(await found(), ids[1])
    assert.equal(await found(await make.domain()), undefined)
    await core.run(purgeDeletedUser, { id: ids[1] ?? '' })
    assert.equal(await found(), ids[0])
    await core.run(purgeDeletedUser, { id: ids[0] ?? '' })
    assert.equal(await found(), undefined)
  })

  test('the list shows the latest deletion first, with pages, and a domain its own users', async () => {
    const domainId = await make.domain()
    const names = ['a', 'b', 'c', 'd', 'e']
    for (const name of names) {
      const { id } = await create({ name, domainId: name < 'c' ? domainId : 'default' })
      core.advanceTime(name === 'c' ? 0 : 1000)
      await remove(id)
    }
    const all = await deleted()
    assert.deepEqual([...all].sort(), names)
    assert.deepEqual([all[0], all[1]], ['e', 'd'])
    assert.deepEqual(await deleted({ domainId }), ['b', 'a'])
    assert.deepEqual(await deleted({}, inDomain(domainId, 'manager')), ['b', 'a'])
    assert.deepEqual(await deleted({ domainId: 'default' }, inDomain(domainId, 'manager')), [])
    assert.deepEqual(await deleted({ name: 'd' }), ['d'])
    const seen: string[] = []
    for (let from: { id: string; value: number } | undefined; ; ) {
      const { rows, more } = await core.run(listDeletedUsers, { limit: 2, from })
      seen.push(...rows.map(({ name }) => name))
      const last = rows.at(-1)
      if (!more || !last) break
      from = { id: last.id, value: last.deletedAt }
    }
    assert.deepEqual(seen, all)
  })

  test('T23, T26: permissions to read, restore and purge are separate, and confined to the domain', async () => {
    const domainId = await make.domain()
    const { id } = await create({ domainId })
    await remove(id)
    const manager = inDomain(domainId, 'manager', 'member', 'reader')
    const stranger = inDomain(await make.domain(), 'manager', 'member', 'reader')
    const self = callerAs({ userId: id, userDomainId: domainId })
    const may = async (work: () => Promise<unknown>) =>
      work().then(
        () => true,
        (thrown) => {
          if (isDomainError(thrown, 'forbidden')) return false
          throw thrown
        },
      )
    const rights: readonly [string, Caller, readonly boolean[]][] = [
      ['reader of the system', systemReader, [true, false, false]],
      ['manager', manager, [true, true, false]],
      ['manager of another domain', stranger, [false, false, false]],
      ['reader of the domain', inDomain(domainId, 'reader'), [false, false, false]],
      ['itself', self, [false, false, false]],
      ['an unprivileged caller', unprivileged, [false, false, false]],
    ]
    for (const [who, caller, expected] of rights) {
      assert.deepEqual(
        [
          await may(() => core.run(getDeletedUser, { id }, caller)),
          await may(() => restore(id, {}, caller)),
          await may(() => core.run(purgeDeletedUser, { id }, caller)),
        ],
        expected,
        who,
      )
      if (expected[1]) await remove(id)
    }
    await assert.rejects(core.run(purgeDeletedUsers, {}), { kind: 'forbidden' })
  })

  test('an active user is not a deleted one, nor the other way round', async () => {
    const { id } = await create()
    for (const operation of [getDeletedUser, restoreUser, purgeDeletedUser])
      await assert.rejects(
        core.run(operation as typeof getDeletedUser, { id }),
        isCode('deleted_user_not_found'),
      )
    await remove(id)
    for (const operation of [getUser, deleteUser, purgeUser])
      await assert.rejects(core.run(operation as typeof getUser, { id }), isCode('user_not_found'))
    await core.run(purgeDeletedUser, { id })
    for (const operation of [getDeletedUser, restoreUser, purgeDeletedUser])
      await assert.rejects(core.run(operation as typeof getDeletedUser, { id }), { kind: 'not_found' })
  })

  test('deletion can be idempotent, and reject the caller itself, at the choice of an API', async () => {
    const { id } = await create()
    const self = callerAs({ userId: id, roles: ['admin'] })
    await assert.rejects(remove(id, { sparingSelf: true }, self), isCode('self_deletion'))
    await assert.rejects(core.run(purgeUser, { id, sparingSelf: true }, self), isCode('self_deletion'))
    await remove(id, { sparingSelf: true })
    const events = await core.events()
    await remove(id, { orDeleted: true })
    await assert.rejects(remove(id), { kind: 'not_found' })
    await assert.rejects(remove('f'.repeat(32), { orDeleted: true }), { kind: 'not_found' })
    await assert.rejects(remove(id, { orDeleted: true }, unprivileged), { kind: 'forbidden' })
    assert.deepEqual(await core.events(), events, 'it was deleted once')
    const another = await create({ name: 'another' })
    await remove(another.id, {}, callerAs({ userId: another.id, roles: ['admin'] }))
  })

  test('cleanup purges users whose retention time has passed, and nothing else', async () => {
    const [first, second, third] = [
      await create(),
      await create({ name: 'ben' }),
      await create({ name: 'cat' }),
    ]
    await remove(first.id)
    core.advanceTime(day)
    await remove(second.id)
    assert.equal(await cleanUp(), 0)
    core.advanceTime(29 * day)
    assert.equal(await cleanUp(), 0, 'to the second')
    core.advanceTime(1)
    assert.equal(await cleanUp(), 1)
    assert.deepEqual(await deleted(), ['ben'])
    const event = await lastEvent()
    assert.deepEqual(
      [event?.kind, event?.subject, event?.actorId, event?.detail],
      ['user.purged', { type: 'user', id: first.id }, null, {}],
    )
    core.advanceTime(365 * day)
    assert.equal(await cleanUp(), 1)
    assert.equal((await core.run(getUser, { id: third.id })).name, 'cat')
  })

  test('concurrent cleanups of several nodes purge each user once, in batches', async () => {
    const ids: string[] = []
    for (let n = 0; n < purgeBatch + 20; n++) ids.push((await create({ name: `u${n}`, password: null })).id)
    for (const id of ids) await remove(id)
    core.advanceTime(31 * day)
    const rounds = await Promise.all([cleanUp(), cleanUp(), cleanUp()])
    for (const done of rounds) assert.ok(done <= purgeBatch)
    while ((await cleanUp()) > 0);
    const eventLog = await core.store.db.q
      .selectFrom('events')
      .selectAll()
      .where('kind', '=', 'user.purged')
      .execute()
    assert.deepEqual(eventLog.map((row) => row.subject_id).sort(), ids.sort())
    assert.deepEqual(await deleted(), [])
  })

  test('of a concurrent restore and purge one succeeds, and a restored user is complete', async () => {
    for (let n = 0; n < 10; n++) {
      const { id } = await create({ name: `racer ${n}`, metadata: { n } })
      await remove(id)
      const outcomes = await Promise.allSettled([
        restore(id),
        core.run(purgeDeletedUser, { id }),
        restore(id),
      ])
      const won = outcomes.filter(({ status }) => status === 'fulfilled')
      assert.equal(won.length, 1)
      const back = await core.run(getUser, { id }).catch(() => undefined)
      assert.equal(back !== undefined, outcomes[1]?.status === 'rejected')
      if (back) assert.deepEqual(back.metadata, { n })
    }
  })

  test('deleting a domain deletes its deleted users', async () => {
    const domainId = await make.domain()
    const { id } = await create({ domainId })
    await remove(id)
    await core.run(updateDomain, { id: domainId, enabled: false })
    await core.run(deleteDomain, { id: domainId })
    assert.deepEqual(await core.store.db.q.selectFrom('users').selectAll().where('id', '=', id).execute(), [])
  })
})
