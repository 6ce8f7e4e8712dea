import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { effectiveRoles } from '../src/core/assignments/effective-roles.ts'
import { bootstrap } from '../src/core/bootstrap/bootstrap.ts'
import { anonymous, type Caller } from '../src/core/caller.ts'
import { eq } from '../src/core/lists/list-query.ts'
import { type CreateRole, createRole } from '../src/core/roles/create-role.ts'
import { deleteRole } from '../src/core/roles/delete-role.ts'
import { getRole } from '../src/core/roles/get-role.ts'
import {
  checkImpliedRole,
  forgetImplication,
  getImpliedRole,
  implyRole,
  listImpliedRoles,
  listInferences,
} from '../src/core/roles/implied-roles.ts'
import { listRoles } from '../src/core/roles/list-roles.ts'
import { updateRole } from '../src/core/roles/update-role.ts'
import { builders, groupActor, onDomain, onProject, onSystem, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { callerAs, type House, house, inDomain, nobodyMuch, systemReader } from './house.ts'

const all = { where: [], page: { limit: 1000 } }
const operator: Caller = { kind: 'operator' }

onEachDatabase('roles', (makePlace) => {
  let h: House
  let make: ReturnType<typeof builders>
  beforeEach(async () => {
    h = await house(await makePlace())
    make = builders(h)
  })
  afterEach(() => h.close())

  const create = (input: Partial<CreateRole> = {}, caller?: Caller) =>
    h.run(createRole, { name: 'r', ...input }, caller)
  const names = (rows: readonly { readonly name: string }[]) => rows.map(({ name }) => name)

  test('a role keeps what it was given, blanks in its name included', async () => {
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
      createdAt: h.now(),
      updatedAt: h.now(),
    })
    assert.deepEqual(await h.run(getRole, { id: made.id }), made)
    assert.deepEqual(await h.events(), ['role.created'])
  })

  test('names are taken once among the global roles and once in each domain, which need not exist', async () => {
    await create()
    await create({ domainId: 'one' })
    await create({ domainId: 'two' })
    for (const domainId of [undefined, null, 'one'])
      await assert.rejects(create({ domainId }), { kind: 'conflict' }, String(domainId))
    const other = await create({ name: 'other' })
    await assert.rejects(h.run(updateRole, { id: other.id, name: 'r' }), { kind: 'conflict' })
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => create({ name: 'raced' })))
    assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1)
  })

  test('what cannot be is refused', async () => {
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
    await assert.rejects(h.run(updateRole, { id, domainId: 'one' }), { kind: 'invalid' })
    for (const missing of ['nothing', '', '\0'])
      for (const operation of [getRole, updateRole, deleteRole])
        await assert.rejects(h.run(operation as typeof getRole, { id: missing }), { kind: 'not_found' })
  })

  test('lists hold the global roles, or those of the one domain asked for', async () => {
    const made = []
    for (const name of ['a', 'b', 'c']) made.push((await create({ name })).id)
    await create({ domainId: 'one', name: 'd' })
    assert.deepEqual(names((await h.run(listRoles, all)).rows), ['a', 'b', 'c'])
    assert.deepEqual(names((await h.run(listRoles, { ...all, where: [eq('domain_id', 'one')] })).rows), ['d'])
    assert.deepEqual(names((await h.run(listRoles, { ...all, where: [eq('name', 'd')] })).rows), [])
    const page = await h.run(listRoles, { where: [], page: { limit: 1, after: made[0] ?? '' } })
    assert.deepEqual([names(page.rows), page.more], [['b'], true])
    await assert.rejects(h.run(listRoles, { where: [], page: { limit: 1, after: 'x' } }), {
      kind: 'not_found',
    })
  })

  test('an immutable role takes one change, to be free, and only alone', async () => {
    const { id } = await create({ options: { immutable: true } })
    for (const change of [
      { name: 'x' },
      { name: 'x', options: { immutable: false } },
      { domainId: null, options: { immutable: false } },
      { extra: { a: 1 } },
      { options: {} },
      { options: { immutable: true } },
    ])
      await assert.rejects(h.run(updateRole, { id, ...change }), { kind: 'barred' }, JSON.stringify(change))
    await assert.rejects(h.run(deleteRole, { id }), { kind: 'barred' })
    assert.deepEqual((await h.run(updateRole, { id, options: { immutable: null } })).options, {})
    assert.equal((await h.run(updateRole, { id, name: 'x', description: null, domainId: null })).name, 'x')
    await h.run(deleteRole, { id })
  })

  test('the roles a directory begins with are immutable, and nothing may imply admin', async () => {
    await h.run(bootstrap, { password: 'correct horse', again: false }, operator)
    const { rows } = await h.run(listRoles, all)
    assert.deepEqual(names(rows).sort(), ['admin', 'manager', 'member', 'reader', 'service'])
    for (const { id } of rows) await assert.rejects(h.run(deleteRole, { id }), { kind: 'barred' })
    const admin = rows.find(({ name }) => name === 'admin')?.id ?? ''
    await assert.rejects(h.run(implyRole, { priorId: await make.role(), impliedId: admin }), {
      kind: 'barred',
    })
  })

  test('deleting a role takes its grants everywhere and its implications both ways', async () => {
    const [roleId, other, project] = [await make.role(), await make.role(), await make.project('default')]
    const [user, group] = [userActor(await make.user()), groupActor(await make.group())]
    await make.imply(roleId, other)
    await make.imply(other, roleId)
    for (const target of [onProject(project), onDomain('default'), onSystem])
      for (const actor of [user, group]) await make.give(actor, roleId, target)
    await make.give(user, roleId, onDomain('default'), true)
    await make.give(user, other, onProject(project))
    await h.run(deleteRole, { id: roleId })
    assert.deepEqual(
      (await h.store.reading.assignments.list({})).map((given) => given.roleId),
      [other],
    )
    assert.deepEqual(await h.run(listInferences, {}), [])
    await assert.rejects(h.run(getRole, { id: roleId }), { kind: 'not_found' })
  })

  test('implications are made once, shown, listed and taken away', async () => {
    const [a, b, c] = [await make.role('a'), await make.role('b'), await make.role('c')]
    const made = await h.run(implyRole, { priorId: a, impliedId: b })
    assert.deepEqual([made.prior.name, made.implied.name], ['a', 'b'])
    await assert.rejects(h.run(implyRole, { priorId: a, impliedId: b }), { kind: 'conflict' })
    await make.imply(a, c)
    await make.imply(b, a)
    assert.deepEqual(await h.run(getImpliedRole, { priorId: a, impliedId: b }), made)
    await h.run(checkImpliedRole, { priorId: a, impliedId: b })
    assert.deepEqual(names((await h.run(listImpliedRoles, { priorId: a })).implied), ['b', 'c'])
    assert.deepEqual((await h.run(listImpliedRoles, { priorId: c })).implied, [])
    assert.deepEqual(
      (await h.run(listInferences, {})).map(({ prior, implied }) => [prior.name, names(implied)]),
      [
        ['a', ['b', 'c']],
        ['b', ['a']],
      ],
    )
    await h.run(forgetImplication, { priorId: a, impliedId: b })
    for (const input of [
      { priorId: a, impliedId: b },
      { priorId: a, impliedId: 'x' },
      { priorId: '\0', impliedId: b },
    ])
      for (const operation of [getImpliedRole, checkImpliedRole, forgetImplication])
        await assert.rejects(h.run(operation as typeof getImpliedRole, input), { kind: 'not_found' })
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => make.imply(c, a)))
    assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1)
  })

  test('a role of a domain implies global ones, never the other way; admin in any spelling is out of reach', async () => {
    const [global, ofDomain, ofOther] = [
      await make.role(),
      await make.role('d', 'one'),
      await make.role('d', 'two'),
    ]
    await make.imply(ofDomain, global)
    await make.imply(ofDomain, ofOther)
    await assert.rejects(make.imply(global, ofDomain), { kind: 'barred' })
    await assert.rejects(make.imply(global, await make.role('ADMIN')), { kind: 'barred' })
    await assert.rejects(make.imply(ofDomain, await make.role('admin', 'one')), { kind: 'barred' })
  })

  test('circles of implications end', async () => {
    const ids = [await make.role('a'), await make.role('b'), await make.role('c')] as const
    for (const [prior, implied] of [
      [0, 1],
      [1, 2],
      [2, 0],
      [0, 0],
    ] as const)
      await make.imply(ids[prior], ids[implied])
    const userId = await make.user()
    await make.give(userActor(userId), ids[1], onDomain('default'))
    const { roles } = await effectiveRoles(userId, onDomain('default'), h.store.reading)
    assert.deepEqual(names(roles).sort(), ['a', 'b', 'c'])
  })

  test('who may: only administrators write; a domain manager sees the roles it may give', async () => {
    const [manageable, other] = [await make.role('member'), await make.role('operator')]
    const ofDomain = await make.role('reader', 'default')
    const manager = inDomain('default', 'manager', 'member', 'reader')
    const writes = [
      (caller: Caller) => create({ name: h.ports.newId() }, caller),
      (caller: Caller) => create({ name: h.ports.newId(), domainId: 'one' }, caller),
      (caller: Caller) => h.run(updateRole, { id: other, description: 'x' }, caller),
      (caller: Caller) => h.run(updateRole, { id: ofDomain, description: 'x' }, caller),
      async (caller: Caller) => h.run(deleteRole, { id: await make.role() }, caller),
      async (caller: Caller) => h.run(implyRole, { priorId: await make.role(), impliedId: other }, caller),
    ]
    const reads = [
      (caller: Caller) => h.run(getRole, { id: other }, caller),
      (caller: Caller) => h.run(getRole, { id: ofDomain }, caller),
      (caller: Caller) => h.run(listRoles, { ...all, where: [eq('domain_id', 'default')] }, caller),
      (caller: Caller) => h.run(listInferences, {}, caller),
      (caller: Caller) => h.run(listImpliedRoles, { priorId: other }, caller),
    ]
    const managerReads = [
      (caller: Caller) => h.run(getRole, { id: manageable }, caller),
      (caller: Caller) => h.run(listRoles, all, caller),
    ]
    const refused = { kind: /^(forbidden|unauthenticated)$/ }
    for (const write of writes) {
      await write(callerAs({ roles: ['admin'] }))
      for (const caller of [systemReader, inDomain('default', 'admin'), manager, nobodyMuch, anonymous])
        await assert.rejects(write(caller), refused)
    }
    for (const read of [...reads, ...managerReads]) {
      await read(systemReader)
      for (const caller of [inDomain('default', 'reader'), nobodyMuch, anonymous])
        await assert.rejects(read(caller), refused)
    }
    for (const read of reads) await assert.rejects(read(manager), refused)
    for (const read of managerReads) await read(manager)
    await assert.rejects(h.run(getRole, { id: 'nothing' }, manager), { kind: 'forbidden' })
  })
})
