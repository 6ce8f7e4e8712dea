import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { type CreateServiceKey, createServiceKey } from '../src/core/access/api-keys/create-service-key.ts'
import { deleteApiKey } from '../src/core/access/api-keys/delete-api-key.ts'
import { listApiKeys } from '../src/core/access/api-keys/list-api-keys.ts'
import { rotateApiKey } from '../src/core/access/api-keys/rotate-api-key.ts'
import { purgeUser } from '../src/core/accounts/deletion/purge-user.ts'
import { builders } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { callerAs, createTestCore, inDomain, type TestCore } from './test-core.ts'

onEachDatabase('keys with a service user', (makePlace) => {
  let core: TestCore
  let b: ReturnType<typeof builders>
  let domainId: string
  let above: string
  let project: string
  let creator: string
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    b = builders(core)
    for (const name of ['admin', 'manager', 'member', 'reader']) await b.role(name)
    domainId = await b.domain()
    creator = await b.user(domainId)
    above = await b.project(domainId)
    project = await b.project(domainId, above)
  })
  afterEach(() => core.close())

  const manager = (userId = creator) =>
    callerAs({
      userId,
      userDomainId: domainId,
      scope: { kind: 'domain', domainId },
      roles: ['manager', 'member', 'reader'],
    })
  const make = (more: Partial<CreateServiceKey> = {}, caller = manager()) =>
    core.run(
      createServiceKey,
      {
        name: 'Robot',
        projectId: project,
        role: 'member',
        roleAbove: 'reader',
        accountRole: 'member',
        ...more,
      },
      caller,
    )

  test('authenticate as a service user that is a member of one project', async () => {
    const { key, secret, user } = await make({ description: 'Works' })
    assert.deepEqual(
      [user.kind, user.displayName, user.developer, user.domainId],
      ['service', 'Robot', false, domainId],
    )
    assert.deepEqual([key.ownUser, key.madeBy, key.userId], [true, creator, user.id])
    const caller = await core.bearer.find(secret)
    assert.deepEqual(caller.scope, { kind: 'project', projectId: project, domainId })
    assert.deepEqual(
      caller.roles.map(({ name }) => name),
      ['member'],
    )
    const input = await core.store.reading.assignments.list({ actors: [{ type: 'user', id: user.id }] })
    assert.deepEqual(input.map(({ target }) => (target.type === 'system' ? '' : target.id)).sort(), [
      ...[domainId, above, project].sort(),
    ])
  })

  test('are deleted with their user, and their user with them', async () => {
    const { key, secret, user } = await make()
    await core.run(deleteApiKey, { id: key.id }, manager())
    await assert.rejects(async () => core.bearer.find(secret), { kind: 'unauthenticated' })
    assert.equal(await core.store.reading.users.get(user.id), undefined)
    const list = (states: readonly ('active' | 'deleted')[]) =>
      core.run(
        listApiKeys,
        { domainId, ownUser: true, scope: { type: 'project', id: project }, states, limit: 10 },
        manager(),
      )
    assert.deepEqual((await list(['active'])).rows, [])
    assert.deepEqual(
      (await list(['deleted'])).rows.map(({ id, state }) => [id, state]),
      [[key.id, 'deleted']],
    )
    await core.run(deleteApiKey, { id: key.id, orDeleted: true })
    await assert.rejects(core.run(deleteApiKey, { id: key.id }), { kind: 'not_found' })
  })

  test('are distinguished from other keys in lists, and by their creator', async () => {
    const [one, two] = [await b.user(domainId), await b.user(domainId)]
    const made = [await make({ name: 'first' }, manager(one)), await make({ name: 'second' }, manager(two))]
    const list = async (more: object) =>
      (await core.run(listApiKeys, { domainId, limit: 10, ...more }, manager())).rows.map(({ id }) => id)
    assert.deepEqual(
      await list({ ownUser: true }),
      made.map(({ key }) => key.id),
    )
    assert.deepEqual(await list({ ownUser: false }), [])
    assert.deepEqual(await list({ madeBy: one }), [made[0]?.key.id])
    await core.run(purgeUser, { id: one })
    assert.deepEqual(
      await list({ ownUser: true }),
      made.map(({ key }) => key.id),
    )
    assert.deepEqual(await list({ madeBy: one }), [])
  })

  test('T27: are created by managers of the domain, for its own projects', async () => {
    const elsewhere = await b.domain()
    await assert.rejects(make({}, inDomain(domainId, 'member', 'reader')), { kind: 'forbidden' })
    await assert.rejects(make({}, inDomain(elsewhere, 'manager')), { kind: 'not_found' })
    await assert.rejects(make({ projectId: await b.project(elsewhere) }), { kind: 'not_found' })
    await assert.rejects(make({ expiresAt: core.now() - 1 }), { code: 'expired_already' })
    await assert.rejects(make({ accountRole: 'admin' }), {
      kind: 'forbidden',
      code: 'account_role_forbidden',
    })
    assert.equal((await core.run(listApiKeys, { domainId, limit: 10 }, manager())).rows.length, 0)
  })

  test('T16: delegated credentials cannot create one unless they may create keys', async () => {
    const restricted = {
      ...manager(),
      chain: {
        methods: ['application_credential'],
        auditIds: [],
        delegation: { kind: 'application_credential', id: 'a', unrestricted: false },
      },
    } as const
    await assert.rejects(make({}, restricted), { kind: 'forbidden', code: 'forbidden_to_delegation' })
  })

  test('are rotated, and their expiry changed, by callers who could create them', async () => {
    const { key, secret } = await make()
    const expiresAt = core.now() + 60_000
    const fresh = await core.run(rotateApiKey, { id: key.id, expiresAt }, manager())
    assert.deepEqual([fresh.key.id, fresh.key.expiresAt], [key.id, expiresAt])
    await assert.rejects(async () => core.bearer.find(secret), { kind: 'unauthenticated' })
    assert.equal((await core.bearer.find(fresh.secret)).userId, key.userId)
    await assert.rejects(core.run(rotateApiKey, { id: key.id, expiresAt: core.now() }, manager()), {
      code: 'expired_already',
    })
    const endless = await core.run(rotateApiKey, { id: key.id, expiresAt: null }, manager())
    assert.equal(endless.key.expiresAt, null)
    assert.equal((await core.run(rotateApiKey, { id: key.id }, manager())).key.expiresAt, null)
    await assert.rejects(core.run(rotateApiKey, { id: key.id }, inDomain(await b.domain(), 'manager')), {
      kind: 'forbidden',
    })
  })
})
