import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'

import { bootstrap } from '../src/core/accounts/bootstrap/bootstrap.ts'
import { type CreateRole, createRole } from '../src/core/directory/roles/create-role.ts'
import { implyRole, listImpliedRoles, listInferences } from '../src/core/directory/roles/implied-roles.ts'
import { deleteRole, getRole, listRoles } from '../src/core/directory/roles/roles.ts'
import { updateRole } from '../src/core/directory/roles/update-role.ts'
import { anonymous, type Caller } from '../src/core/kernel/caller.ts'
import { eq } from '../src/core/kernel/paging/list-query.ts'
import { builders, groupActor, onDomain, onProject, onSystem, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { callerAs, createTestCore, inDomain, systemReader, type TestCore, unprivileged } from './test-core.ts'

const all = { where: [], page: { limit: 1000 } }
const operator: Caller = { kind: 'operator' }

onEachDatabase('roles', (makePlace) => {
  let core: TestCore
  let make: ReturnType<typeof builders>
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    make = builders(core)
  })
  afterEach(() => core.close())

  const create = (input: Partial<CreateRole> = {}, caller?: Caller) =>
    core.run(createRole, { name: 'r', ...input }, caller)
  const names = (rows: readonly { readonly name: string }[]) => rows.map(({ name }) => name)

  test('a role stores its fields, including whitespace in its name', async () => {
    const made = await create({
      name: ' op ',
      description: 'd',
      options: { immutable: false },
      extra: { level: 3 },
    })
    assert.deepEqual(made, {
      id: made.id,
      domainId: null,
      name: ' op ',
      description: 'd',
      options: { immutable: false },
      extra: { level: 3 },
      createdAt: core.now(),
      updatedAt: core.now(),
    })
    assert.deepEqual(await core.run(getRole, { id: made.id }), made)
    assert.deepEqual(await core.events(), ['role.created'])
  })

  test('names are unique among the global roles and in each domain, which need not exist', async () => {
    await create()
    await create({ domainId: 'one' })
    await create({ domainId: 'two' })
    for (const domainId of [undefined, null, 'one'])
      await assert.rejects(create({ domainId }), { kind: 'conflict' }, String(domainId))
    const other = await create({ name: 'other' })
    await assert.rejects(core.run(updateRole, { id: other.id, name: 'r' }), { kind: 'conflict' })
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => create({ name: 'raced' })))
    assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1)
  })

  test('rejects invalid fields', async () => {
    const inputs: Partial<CreateRole>[] = [
      { name: '' },
      { name: ' \t ' },
      { name: 'a\nb' },
      { name: '\tadmin' },
      { name: 'x'.repeat(256) },
      { name: ` ${'x'.repeat(255)}` },
      { name: 'a\0' },
      { name: 'a\udc00' },
      { description: 'x'.repeat(256) },
      { description: '\0' },
    ]
    for (const input of inputs)
      await assert.rejects(create(input), { kind: 'invalid' }, JSON.stringify(input))
    const { id } = await create()
    await assert.rejects(core.run(updateRole, { id, domainId: 'one' }), { kind: 'invalid' })
    for (const missing of ['nothing', '', '\0'])
      for (const operation of [getRole, updateRole, deleteRole])
        await assert.rejects(core.run(operation as typeof getRole, { id: missing }), { kind: 'not_found' })
  })

  test('lists contain the global roles, or those of the requested domain', async () => {
    const made = []
    for (const name of ['a', 'b', 'c']) made.push((await create({ name })).id)
    await create({ domainId: 'one', name: 'd' })
    assert.deepEqual(names((await core.run(listRoles, all)).rows), ['a', 'b', 'c'])
    assert.deepEqual(names((await core.run(listRoles, { ...all, where: [eq('domain_id', 'one')] })).rows), [
      'd',
    ])
    assert.deepEqual(names((await core.run(listRoles, { ...all, where: [eq('name', 'd')] })).rows), [])
    const page = await core.run(listRoles, { where: [], page: { limit: 1, after: made[0] ?? '' } })
    assert.deepEqual([names(page.rows), page.more], [['b'], true])
    await assert.rejects(core.run(listRoles, { where: [], page: { limit: 1, after: 'x' } }), {
      kind: 'not_found',
    })
  })

  test('an immutable role accepts only clearing the option, on its own', async () => {
    const { id } = await create({ options: { immutable: true } })
    for (const change of [
      { name: 'x' },
      { name: 'x', options: { immutable: false } },
      { domainId: null, options: { immutable: false } },
      { extra: { a: 1 } },
      { options: {} },
      { options: { immutable: true } },
    ])
      await assert.rejects(
        core.run(updateRole, { id, ...change }),
        { kind: 'failed_precondition' },
        JSON.stringify(change),
      )
    await assert.rejects(core.run(deleteRole, { id }), { kind: 'failed_precondition' })
    assert.deepEqual((await core.run(updateRole, { id, options: { immutable: null } })).options, {})
    assert.equal((await core.run(updateRole, { id, name: 'x', description: null, domainId: null })).name, 'x')
    await core.run(deleteRole, { id })
  })

  test('the default roles are immutable, and admin cannot be implied', async () => {
    await core.run(bootstrap, { password: 'correct horse', again: false }, operator)
    const { rows } = await core.run(listRoles, all)
    assert.deepEqual(names(rows).sort(), ['admin', 'manager', 'member', 'reader', 'service'])
    for (const { id } of rows)
      await assert.rejects(core.run(deleteRole, { id }), { kind: 'failed_precondition' })
    const admin = rows.find(({ name }) => name === 'admin')?.id ?? ''
    await assert.rejects(core.run(implyRole, { priorId: await make.role(), impliedId: admin }), {
      kind: 'failed_precondition',
    })
  })

  test('deleting a role deletes its grants everywhere and its implications both ways', async () => {
    const [roleId, other, project] = [await make.role(), await make.role(), await make.project('default')]
    const [user, group] = [userActor(await make.user()), groupActor(await make.group())]
    await make.imply(roleId, other)
    await make.imply(other, roleId)
    for (const target of [onProject(project), onDomain('default'), onSystem])
      for (const actor of [user, group]) await make.give(actor, roleId, target)
    await make.give(user, roleId, onDomain('default'), true)
    await make.give(user, other, onProject(project))
    await core.run(deleteRole, { id: roleId })
    assert.deepEqual(
      (await core.store.reading.assignments.list({})).map((value) => value.roleId),
      [other],
    )
    assert.deepEqual(await core.run(listInferences, {}), [])
    await assert.rejects(core.run(getRole, { id: roleId }), { kind: 'not_found' })
  })

  test('application credentials are deleted when their user loses the role in their scope', async () => {
    const [roleId, other] = [await make.role(), await make.role()]
    const [project, elsewhere] = [await make.project('default'), await make.project('default')]
    const [holder, member] = [await make.user(), await make.user()]
    const groupId = await make.group('default', member)
    await make.give(userActor(holder), roleId, onProject(project))
    await make.give(groupActor(groupId), roleId, onProject(project))
    const credential = async (userId: string, projectId: string) => {
      const id = core.ports.newId()
      const common = {
        description: null,
        expiresAt: null,
        unrestricted: false,
        accessRuleIds: null,
        lastUsedAt: null,
      }
      const scope = onProject(projectId)
      const made = {
        ...common,
        id,
        userId,
        name: id,
        scope,
        roleIds: [other],
        secretHash: `hash of ${id}`,
        createdAt: core.now(),
      }
      await core.store.transaction('serializable', (stores) => stores.applicationCredentials.insert(made))
      return id
    }
    const ended = await credential(holder, project)
    const kept = [await credential(holder, elsewhere), await credential(member, project)]
    await core.run(deleteRole, { id: roleId })
    const { applicationCredentials } = core.store.reading
    assert.equal(await applicationCredentials.get(ended), undefined)
    for (const id of kept) assert.ok(await applicationCredentials.get(id))
  })

  test('permissions: only administrators write; a domain manager sees the roles it may grant', async () => {
    const [manageable, other] = [await make.role('member'), await make.role('operator')]
    const ofDomain = await make.role('reader', 'default')
    const manager = inDomain('default', 'manager', 'member', 'reader')
    const writes = [
      (caller: Caller) => create({ name: core.ports.newId() }, caller),
      (caller: Caller) => create({ name: core.ports.newId(), domainId: 'one' }, caller),
      (caller: Caller) => core.run(updateRole, { id: other, description: 'x' }, caller),
      (caller: Caller) => core.run(updateRole, { id: ofDomain, description: 'x' }, caller),
      async (caller: Caller) => core.run(deleteRole, { id: await make.role() }, caller),
      async (caller: Caller) => core.run(implyRole, { priorId: await make.role(), impliedId: other }, caller),
    ]
    const reads = [
      (caller: Caller) => core.run(getRole, { id: other }, caller),
      (caller: Caller) => core.run(getRole, { id: ofDomain }, caller),
      (caller: Caller) => core.run(listRoles, { ...all, where: [eq('domain_id', 'default')] }, caller),
      (caller: Caller) => core.run(listInferences, {}, caller),
      (caller: Caller) => core.run(listImpliedRoles, { priorId: other }, caller),
    ]
    const managerReads = [
      (caller: Caller) => core.run(getRole, { id: manageable }, caller),
      (caller: Caller) => core.run(listRoles, all, caller),
    ]
    const rejected = { kind: /^(forbidden|unauthenticated)$/ }
    for (const write of writes) {
      await write(callerAs({ roles: ['admin'] }))
      for (const caller of [systemReader, inDomain('default', 'admin'), manager, unprivileged, anonymous])
        await assert.rejects(write(caller), rejected)
    }
    for (const read of [...reads, ...managerReads]) {
      await read(systemReader)
      for (const caller of [inDomain('default', 'reader'), unprivileged, anonymous])
        await assert.rejects(read(caller), rejected)
    }
    for (const read of reads) await assert.rejects(read(manager), rejected)
    for (const read of managerReads) await read(manager)
    await assert.rejects(core.run(getRole, { id: 'nothing' }, manager), { kind: 'not_found' })
  })
})
