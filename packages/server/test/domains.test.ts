import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import type { TokenScope } from '../src/core/access/tokens/token.ts'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { type CreateDomain, createDomain } from '../src/core/directory/domains/create-domain.ts'
import {
  type DomainFilterKey,
  deleteDomain,
  getDomain,
  listDomains,
} from '../src/core/directory/domains/domains.ts'
import { updateDomain } from '../src/core/directory/domains/update-domain.ts'
import { createProject } from '../src/core/directory/projects/create-project.ts'
import { deleteProject } from '../src/core/directory/projects/delete-project.ts'
import { getProject } from '../src/core/directory/projects/get-project.ts'
import { updateProject } from '../src/core/directory/projects/update-project.ts'
import { createUser } from '../src/core/directory/users/create-user.ts'
import { getUser } from '../src/core/directory/users/get-user.ts'
import { anonymous, type Caller } from '../src/core/kernel/caller.ts'
import { eq, type ListQuery } from '../src/core/kernel/paging/list-query.ts'
import { onEachDatabase } from './databases.ts'
import {
  callerAs,
  createTestCore,
  inDomain,
  systemAdmin,
  systemReader,
  type TestCore,
  unprivileged,
} from './test-core.ts'

const all = { where: [], page: { limit: 1000 } }

onEachDatabase('domains', (makePlace) => {
  let core: TestCore
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
  })
  afterEach(() => core.close())

  const create = (name: string, more: Partial<CreateDomain> = {}, caller?: Caller) =>
    core.run(createDomain, { name, ...more }, caller)
  const show = (id: string, caller?: Caller) => core.run(getDomain, { id }, caller)
  const disable = (id: string) => core.run(updateDomain, { id, enabled: false })
  const remove = (id: string, caller?: Caller) => core.run(deleteDomain, { id }, caller)
  const times = () => ({ createdAt: core.now(), updatedAt: core.now() })

  const newRole = async (domainId: string | null = null): Promise<string> => {
    const id = core.ports.newId()
    const role = { id, domainId, name: id, description: null, options: {}, extra: {}, ...times() }
    await core.store.transaction('serializable', (stores) => stores.roles.insert(role))
    return id
  }
  const newGroup = async (domainId: string, ...memberIds: string[]): Promise<string> => {
    const id = core.ports.newId()
    const group = { id, domainId, name: id, description: '', managedBy: null, extra: {}, ...times() }
    await core.store.transaction('serializable', async (stores) => {
      await stores.groups.insert(group)
      for (const userId of memberIds) await stores.groups.addMember(id, userId, core.now())
    })
    return id
  }
  const give = (
    actorType: 'user' | 'group',
    actorId: string,
    type: 'domain' | 'project',
    id: string,
    roleId: string,
  ) =>
    core.store.transaction('serializable', (stores) =>
      stores.assignments.insert({
        actor: { type: actorType, id: actorId },
        target: { type, id },
        roleId,
        inherited: false,
      }),
    )
  const tokenFor = (userId: string, scope: TokenScope) => {
    const issuedAt = Math.floor(core.now() / 1000) - 10
    const { codec } = core.ports
    const auditIds = [codec.newAuditId()]
    return codec.seal({
      userId,
      methods: ['password'],
      scope,
      issuedAt,
      expiresAt: issuedAt + 3600,
      auditIds,
    })
  }
  const holds = (token: string) =>
    core.ports.tokens.read(token).then(
      () => true,
      (thrown) => {
        assert.equal(thrown.kind, 'unauthenticated')
        return false
      },
    )

  test('a domain stores its fields, and is a project too', async () => {
    const bare = await create(' Acme ')
    assert.deepEqual(bare, {
      id: bare.id,
      domainId: null,
      parentId: null,
      isDomain: true,
      name: 'Acme',
      enabled: true,
      description: '',
      tags: [],
      options: {},
      extra: {},
      ...times(),
    })
    const id = '0123456789abcdef'.repeat(2)
    const full = await create('B', {
      explicitId: id,
      enabled: false,
      description: 'd',
      tags: ['t'],
      options: { immutable: false },
      extra: { a: 1 },
    })
    assert.equal(full.id, id)
    assert.deepEqual(await show(id), full)
    assert.deepEqual((await core.run(getProject, { id })).project, full)
    await core.run(updateProject, { id, description: 'through the first' })
    assert.equal((await show(id)).description, 'through the first')
    await core.run(updateDomain, { id, name: 'through the second' })
    assert.equal((await core.run(getProject, { id })).project.name, 'through the second')
    assert.deepEqual(await core.events(), [
      'domain.created',
      'domain.created',
      'domain.updated',
      'domain.updated',
    ])
  })

  test('rejects invalid fields', async () => {
    for (const row of [
      { name: '  ' },
      { name: 'x'.repeat(65) },
      { name: '\0' },
      { name: 'Federated' },
      { name: ' FEDERATED ' },
      { description: 'x'.repeat(256) },
      { tags: [','] },
      { explicitId: '' },
      { explicitId: 'default' },
      { explicitId: 'A'.repeat(32) },
      { explicitId: 'a'.repeat(33) },
      { explicitId: `${'a'.repeat(31)}\0` },
    ])
      await assert.rejects(create('fine', row), { kind: 'invalid' }, JSON.stringify(row))
    const { id } = await create('fine')
    await assert.rejects(core.run(updateDomain, { id, name: 'federated' }), { code: 'name_reserved' })
    await assert.rejects(core.run(updateProject, { id, name: 'federated' }), { code: 'name_reserved' })
  })

  test('names and ids are unique', async () => {
    const { id } = await create('one')
    await assert.rejects(create('one'), { kind: 'conflict', code: 'domain_name_taken' })
    const explicitId = 'a'.repeat(32)
    await create('two', { explicitId })
    await assert.rejects(create('three', { explicitId }), { kind: 'conflict', code: 'id_taken' })
    const project = await core.run(createProject, { name: 'one', domainId: id })
    assert.match(project.id, /^[0-9a-f]{32}$/)
    await assert.rejects(create('four', { explicitId: project.id }), { code: 'id_taken' })
    await assert.rejects(core.run(updateDomain, { id, name: 'two' }), { code: 'domain_name_taken' })
  })

  test('a project is not a domain', async () => {
    const project = await core.run(createProject, { name: 'p' })
    for (const id of [project.id, 'none', '', 'x'.repeat(5000)]) {
      await assert.rejects(show(id), { code: 'domain_not_found' })
      await assert.rejects(core.run(updateDomain, { id, name: 'x' }), { code: 'domain_not_found' })
      await assert.rejects(remove(id), { code: 'domain_not_found' })
    }
    await assert.rejects(core.run(listDomains, { where: [], page: { limit: 1, after: 'none' } }), {
      code: 'marker_not_found',
    })
  })

  test('lists: domains only, by name and state, with pages; a domain-scoped caller sees its own', async () => {
    const a = await create('A')
    const b = await create('B', { enabled: false })
    await core.run(createProject, { name: 'A', domainId: a.id })
    const list = async (query: Partial<ListQuery<DomainFilterKey>>, caller?: Caller) =>
      (await core.run(listDomains, { ...all, ...query }, caller)).rows.map(({ name }) => name)
    assert.deepEqual((await list({})).sort(), ['A', 'B', 'Default'])
    assert.deepEqual(await list({ where: [eq('name', 'A')] }), ['A'])
    assert.deepEqual(await list({ where: [eq('enabled', false)] }), ['B'])
    assert.deepEqual(await list({}, inDomain(b.id, 'reader')), ['B'])
    assert.deepEqual(await list({ where: [eq('name', 'A')] }, inDomain(b.id, 'reader')), [])
    const first = await core.run(listDomains, { where: [], page: { limit: 2 } })
    const rest = await core.run(listDomains, {
      where: [],
      page: { limit: 2, after: first.rows[1]?.id ?? '' },
    })
    assert.deepEqual([first.rows.length, first.more, rest.rows.length, rest.more], [2, true, 1, false])
  })

  test('immutable: the option is cleared on its own, and prevents deletion', async () => {
    const { id } = await create('A', { options: { immutable: true }, enabled: false })
    const forbidden = { kind: 'failed_precondition', code: 'domain_immutable' }
    await assert.rejects(core.run(updateDomain, { id, enabled: true }), forbidden)
    await assert.rejects(core.run(updateDomain, { id, options: { immutable: false }, name: 'B' }), forbidden)
    await assert.rejects(core.run(updateProject, { id, name: 'B' }), forbidden)
    await assert.rejects(
      core.run(updateProject, { id, options: { immutable: false }, isDomain: true }),
      forbidden,
    )
    await assert.rejects(remove(id), forbidden)
    await assert.rejects(core.run(deleteProject, { id }), forbidden)
    await core.run(updateProject, { id, options: { immutable: null } })
    await remove(id)
  })

  test('disabling invalidates every token of its users and scopes at once, and only those', async () => {
    const d = await create('D')
    const p = await core.run(createProject, { name: 'p', domainId: d.id })
    const elsewhere = await core.run(createProject, { name: 'elsewhere' })
    const roleId = await newRole()
    const native = await core.run(createUser, { name: 'native', domainId: d.id })
    const stranger = await core.run(createUser, { name: 'stranger' })
    await give('user', native.id, 'project', elsewhere.id, roleId)
    await give('user', stranger.id, 'project', p.id, roleId)
    await give('user', stranger.id, 'domain', d.id, roleId)
    await give('user', stranger.id, 'project', elsewhere.id, roleId)
    const on = (projectId: string): TokenScope => ({ kind: 'project', projectId })
    const ended = [
      tokenFor(native.id, on(elsewhere.id)),
      tokenFor(native.id, { kind: 'unscoped' }),
      tokenFor(stranger.id, on(p.id)),
      tokenFor(stranger.id, { kind: 'domain', domainId: d.id }),
    ]
    const kept = tokenFor(stranger.id, on(elsewhere.id))
    const state = async () => [...(await Promise.all(ended.map(holds))), await holds(kept)]
    assert.deepEqual(await state(), [true, true, true, true, true])
    await disable(d.id)
    assert.deepEqual(await state(), [false, false, false, false, true])
    await core.run(updateDomain, { id: d.id, enabled: true })
    assert.deepEqual(await state(), [true, true, true, true, true])
  })

  test('deleting removes a disabled domain with all contents, and nothing else', async () => {
    const d = await create('D', { tags: ['t'] })
    const parent = await core.run(createProject, { name: 'parent', domainId: d.id, tags: ['t'] })
    const child = await core.run(createProject, { name: 'child', parentId: parent.id })
    const outside = await core.run(createProject, { name: 'outside' })
    const native = await core.run(createUser, { name: 'native', domainId: d.id, password: 'pw' })
    const buried = await core.run(createUser, { name: 'buried', domainId: d.id })
    await core.run(deleteUser, { id: buried.id })
    const stranger = await core.run(createUser, { name: 'stranger', defaultProjectId: child.id })
    const bystander = await core.run(createUser, { name: 'bystander' })
    const [roleId, ownRole] = [await newRole(), await newRole(d.id)]
    await core.store.transaction('serializable', (stores) =>
      stores.roles.insertImplication({ priorId: ownRole, impliedId: roleId }),
    )
    const granted = await newGroup(d.id, stranger.id, native.id)
    const idle = await newGroup(d.id, bystander.id)
    const foreign = await newGroup('default', native.id, stranger.id)
    await give('group', granted, 'project', outside.id, roleId)
    await give('user', native.id, 'project', outside.id, roleId)
    await give('user', stranger.id, 'project', child.id, roleId)
    await give('user', stranger.id, 'domain', d.id, ownRole)
    await give('user', stranger.id, 'project', outside.id, roleId)
    await give('user', bystander.id, 'project', outside.id, roleId)
    const tokens = [native, stranger, bystander].map(({ id }) =>
      tokenFor(id, { kind: 'project', projectId: outside.id }),
    )
    assert.deepEqual(await Promise.all(tokens.map(holds)), [true, true, true])

    await assert.rejects(remove(d.id), { kind: 'failed_precondition', code: 'domain_enabled' })
    await disable(d.id)
    await remove(d.id)

    await assert.rejects(show(d.id), { kind: 'not_found' })
    for (const { id } of [parent, child])
      await assert.rejects(core.run(getProject, { id }), { kind: 'not_found' })
    await assert.rejects(core.run(getUser, { id: native.id }), { kind: 'not_found' })
    assert.equal((await core.run(getUser, { id: stranger.id })).defaultProjectId, null)
    const { assignments, groups, roles } = core.store.reading
    assert.deepEqual(
      (await assignments.list({})).map(({ actor, target }) => [actor.id, target]),
      [stranger, bystander]
        .map(({ id }) => [id, { type: 'project', id: outside.id }] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    )
    assert.deepEqual(await groups.getMany([granted, idle]), [])
    assert.deepEqual(await groups.memberIds(foreign), [stranger.id])
    assert.deepEqual([await roles.get(ownRole), await roles.implications()], [undefined, []])
    assert.equal((await roles.get(roleId))?.id, roleId)
    // Deleting the group with a role invalidated the tokens of its members; the group without one did not.
    assert.deepEqual(await Promise.all(tokens.map(holds)), [false, false, true])

    const event = (await core.store.reading.events.list(0, 1000)).at(-1)
    assert.equal(event?.kind, 'domain.deleted')
    assert.deepEqual(event?.detail, { projects: 2, groups: 2, users: 1, roles: 1 })
    for (const key of [`project:${d.id}`, `group:${granted}`, `user:${stranger.id}`, 'roles'])
      assert.ok(event?.invalidates?.includes(key), key)
    await create('D')
  })

  test('an immutable project inside prevents deletion, and nothing changes', async () => {
    const d = await create('D')
    const p = await core.run(createProject, { name: 'p', domainId: d.id })
    await core.run(createProject, { name: 'q', parentId: p.id, options: { immutable: true } })
    const user = await core.run(createUser, { name: 'u', domainId: d.id })
    await disable(d.id)
    const before = await core.events()
    for (const attempt of [() => remove(d.id), () => core.run(deleteProject, { id: d.id })])
      await assert.rejects(attempt(), { kind: 'failed_precondition', code: 'project_immutable' })
    assert.equal((await show(d.id)).enabled, false)
    assert.equal((await core.run(getUser, { id: user.id })).name, 'u')
    assert.equal((await core.run(getProject, { id: p.id })).project.name, 'p')
    assert.deepEqual(
      [await core.events(), await core.store.reading.revocations.list(undefined)],
      [before, []],
    )
  })

  test('a domain deleted as a project is deleted as a domain', async () => {
    const d = await create('D')
    const p = await core.run(createProject, { name: 'p', domainId: d.id })
    await assert.rejects(core.run(deleteProject, { id: d.id }), { code: 'domain_enabled' })
    await disable(d.id)
    await core.run(deleteProject, { id: d.id })
    await assert.rejects(core.run(getProject, { id: p.id }), { kind: 'not_found' })
  })

  test('T20, T23: permissions to read and change', async () => {
    const d = await create('D')
    const inProject = callerAs({
      scope: { kind: 'project', projectId: 'p'.repeat(32), domainId: d.id },
      roles: ['reader'],
    })
    const projectAdmin = callerAs({ roles: ['admin', 'manager', 'member', 'reader'] })
    const unscoped = callerAs({ scope: { kind: 'unscoped' } })
    // columns: caller, reads the domain, lists domains, changes it
    const personas: [string, Caller, boolean, boolean, boolean][] = [
      ['system admin', systemAdmin, true, true, true],
      ['system reader', systemReader, true, true, false],
      ['admin of a project', projectAdmin, true, true, true],
      ['domain admin', inDomain(d.id, 'admin', 'manager', 'member', 'reader'), true, true, false],
      ['domain manager', inDomain(d.id, 'manager', 'member', 'reader'), true, true, false],
      ['domain reader', inDomain(d.id, 'reader'), true, true, false],
      ['reader of another domain', inDomain('default', 'reader'), false, true, false],
      ['in a project of the domain', inProject, true, false, false],
      ['in a project elsewhere', unprivileged, false, false, false],
      ['unscoped', unscoped, false, false, false],
    ]
    const allowed = (attempt: Promise<unknown>) =>
      attempt.then(
        () => true,
        (thrown) => {
          assert.equal(thrown.kind, 'forbidden')
          return false
        },
      )
    for (const [who, caller, sees, lists, changes] of personas) {
      const { id } = await create(`victim of ${who}`, { enabled: false })
      assert.equal(await allowed(show(d.id, caller)), sees, `${who} sees`)
      assert.equal(await allowed(core.run(listDomains, all, caller)), lists, `${who} lists`)
      assert.equal(await allowed(create(`made by ${who}`, {}, caller)), changes, `${who} creates`)
      const change = core.run(updateDomain, { id: d.id, description: who }, caller)
      assert.equal(await allowed(change), changes, `${who} changes`)
      assert.equal(await allowed(remove(id, caller)), changes, `${who} deletes`)
    }
    await assert.rejects(show(d.id, anonymous), { kind: 'unauthenticated' })
    await assert.rejects(show('none', unprivileged), { kind: 'forbidden' })
  })

  test('20 parallel creations of one name, and of one id: exactly one succeeds', async () => {
    const kinds = async (attempts: readonly Promise<unknown>[]) =>
      (await Promise.allSettled(attempts))
        .map((attempt) => (attempt.status === 'rejected' ? attempt.reason.kind : 'made'))
        .sort()
    const once = [...Array(19).fill('conflict'), 'made']
    assert.deepEqual(await kinds(Array.from({ length: 20 }, () => create('same'))), once)
    const explicitId = 'e'.repeat(32)
    assert.deepEqual(await kinds(Array.from({ length: 20 }, (_, i) => create(`n${i}`, { explicitId }))), once)
  })

  test('a creation in a domain during its deletion either fails or prevents the deletion', async () => {
    for (let round = 0; round < 6; round++) {
      const d = await create(`D${round}`)
      await disable(d.id)
      const [gone, user] = await Promise.allSettled([
        remove(d.id),
        core.run(createUser, { name: 'late', domainId: d.id }),
      ])
      if (gone.status === 'rejected') assert.equal(gone.reason.kind, 'failed_precondition')
      if (user.status === 'rejected') assert.equal(user.reason.kind, 'not_found')
      const left = await core.store.reading.projects.get(d.id)
      const users = await core.store.reading.users.list({
        where: [eq('domain_id', d.id)],
        page: { limit: 5 },
      })
      assert.ok(left !== undefined || users.rows.length === 0)
    }
  })
})
