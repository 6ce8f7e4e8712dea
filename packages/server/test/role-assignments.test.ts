import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import type { AssignmentTarget } from '../src/core/directory/assignments/assignment.ts'
import { effectiveRoles } from '../src/core/directory/assignments/effective-roles.ts'
import { listUserProjects } from '../src/core/directory/assignments/list-accessible-scopes.ts'
import {
  type ListAssignments,
  listAssignments,
  maxRows,
} from '../src/core/directory/assignments/list-assignments.ts'
import { anonymous, type Caller } from '../src/core/kernel/caller.ts'
import { builders, groupActor, onDomain, onProject, onSystem, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { callerAs, createTestCore, inDomain, systemReader, type TestCore, unprivileged } from './test-core.ts'

/** A deterministic pseudo-random generator, so that failures can be reproduced. */
const numbers = (seed: number) => {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

onEachDatabase('role assignments', (makePlace) => {
  let core: TestCore
  let make: ReturnType<typeof builders>
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    make = builders(core)
  })
  afterEach(() => core.close())

  /** Two users and a group of both; project above child above leaf, and one in another domain; roles a implies b. */
  const setUp = async () => {
    const elsewhere = await make.domain()
    const parent = await make.project('default')
    const child = await make.project('default', parent)
    const leaf = await make.project('default', child)
    const [u, v] = [await make.user(), await make.user(elsewhere)]
    const it = {
      elsewhere,
      parent,
      child,
      leaf,
      foreign: await make.project(elsewhere),
      u,
      v,
      g: await make.group('default', u, v),
      a: await make.role('a'),
      b: await make.role('b'),
      local: await make.role('local', 'default'),
    }
    await make.imply(it.a, it.b)
    await make.imply(it.local, it.b)
    await make.give(userActor(u), it.a, onProject(parent))
    await make.give(userActor(u), it.local, onDomain('default'))
    await make.give(groupActor(it.g), it.b, onProject(parent), true)
    await make.give(groupActor(it.g), it.a, onSystem)
    await make.give(userActor(v), it.b, onDomain('default'), true)
    await make.give(userActor(v), it.b, onProject(it.foreign))
    return it
  }
  type Fixture = Awaited<ReturnType<typeof setUp>>

  /** `u a parent`, `g b parent inherited`, or with its source `v b leaf inherited < parent via g because a`. */
  const rows = async (fixture: Fixture, input: ListAssignments, caller?: Caller): Promise<string[]> => {
    const names = new Map(Object.entries(fixture).map(([name, id]) => [id, name]))
    const called = (target: AssignmentTarget) =>
      target.type === 'system' ? 'system' : (names.get(target.id) ?? target.id)
    const found = await core.run(listAssignments, input, caller)
    return found.rows
      .map(({ actor, target, roleId, inherited, source }) =>
        [
          names.get(actor.id),
          names.get(roleId),
          called(target),
          ...(inherited ? ['inherited'] : []),
          ...(source?.from ? [`< ${called(source.from)}`] : []),
          ...(source?.groupId ? [`via ${names.get(source.groupId)}`] : []),
          ...(source?.priorId ? [`because ${names.get(source.priorId)}`] : []),
        ].join(' '),
      )
      .sort()
  }

  const everything = [
    'g a system',
    'g b parent inherited',
    'u a parent',
    'u local default',
    'v b default inherited',
    'v b foreign',
  ]

  test('direct assignments, with every filter', async () => {
    const fixture = await setUp()
    const table: [ListAssignments, string[]][] = [
      [{}, everything],
      [{ actor: userActor(fixture.u) }, ['u a parent', 'u local default']],
      [{ actor: groupActor(fixture.g) }, ['g a system', 'g b parent inherited']],
      // The id of a group is not a user.
      [{ actor: userActor(fixture.g) }, []],
      [{ roleId: fixture.a }, ['g a system', 'u a parent']],
      [{ target: onProject(fixture.parent) }, ['g b parent inherited', 'u a parent']],
      [{ target: onDomain('default') }, ['u local default', 'v b default inherited']],
      [{ target: onSystem }, ['g a system']],
      [{ inherited: true }, ['g b parent inherited', 'v b default inherited']],
      [{ inherited: false }, ['g a system', 'u a parent', 'u local default', 'v b foreign']],
      [{ target: onProject(fixture.parent), inherited: false, roleId: fixture.a }, ['u a parent']],
      [{ target: onProject(fixture.parent), subtree: true }, ['g b parent inherited', 'u a parent']],
      [{ target: onProject(fixture.child), subtree: true }, []],
      [{ actor: userActor('nobody') }, []],
      [{ actor: userActor('\0') }, []],
      [{ roleId: 'x'.repeat(10_000) }, []],
      [{ target: onDomain('nowhere') }, []],
    ]
    for (const [input, expected] of table)
      assert.deepEqual(await rows(fixture, input), expected, JSON.stringify(input))
  })

  test('effective assignments, with every filter', async () => {
    const fixture = await setUp()
    const everywhere = [
      'u a parent',
      'u b child inherited < parent via g',
      'u b default because local',
      'u b leaf inherited < parent via g',
      'u b parent because a',
      'v b child inherited < default',
      'v b child inherited < parent via g',
      'v b foreign',
      'v b leaf inherited < default',
      'v b leaf inherited < parent via g',
      'v b parent inherited < default',
    ]
    const only = (start: string, end = '') =>
      everywhere.filter((row) => row.startsWith(start) && row.includes(end))
    const table: [ListAssignments, string[]][] = [
      [{}, everywhere],
      [{ actor: userActor(fixture.u) }, only('u ')],
      [{ actor: userActor(fixture.v) }, only('v ')],
      [{ roleId: fixture.a }, ['u a parent']],
      [{ roleId: fixture.b }, everywhere.filter((row) => row !== 'u a parent')],
      [{ roleId: fixture.local }, []],
      [{ target: onProject(fixture.child) }, only('', 'b child')],
      [
        { target: onProject(fixture.parent) },
        ['u a parent', 'u b parent because a', 'v b parent inherited < default'],
      ],
      [{ target: onProject(fixture.parent), inherited: false }, ['u a parent', 'u b parent because a']],
      [{ target: onProject(fixture.parent), inherited: true }, ['v b parent inherited < default']],
      [
        { target: onProject(fixture.parent), subtree: true },
        everywhere.filter((row) => !/foreign|b default /.test(row)),
      ],
      [
        { target: onProject(fixture.child), subtree: true, actor: userActor(fixture.u) },
        only('u ', ' < parent'),
      ],
      [{ target: onDomain('default') }, ['u b default because local']],
      [
        { target: onSystem },
        ['u a system via g', 'u b system via g because a', 'v a system via g', 'v b system via g because a'],
      ],
      [{ target: onSystem, actor: userActor(fixture.v), roleId: fixture.b }, ['v b system via g because a']],
      [{ target: onSystem, inherited: true }, []],
      [{ inherited: true }, only('', ' < ')],
      [{ inherited: false }, everywhere.filter((row) => !row.includes(' < '))],
      [{ target: onDomain('nowhere') }, []],
    ]
    for (const [input, expected] of table)
      assert.deepEqual(await rows(fixture, { ...input, effective: true }), expected, JSON.stringify(input))
    for (const missing of [{ actor: userActor('nobody') }, { target: onProject('nothing') }])
      await assert.rejects(core.run(listAssignments, { ...missing, effective: true }), { kind: 'not_found' })
  })

  test('rejects contradictory queries', async () => {
    const fixture = await setUp()
    const inputs: ListAssignments[] = [
      { subtree: true },
      { subtree: true, target: onDomain('default') },
      { subtree: true, target: onSystem },
      { effective: true, actor: groupActor(fixture.g) },
      { effective: true, inherited: true, target: onDomain('default') },
    ]
    for (const input of inputs)
      await assert.rejects(core.run(listAssignments, input), { kind: 'invalid' }, JSON.stringify(input))
    for (const caller of [unprivileged, undefined])
      await assert.rejects(core.run(listAssignments, { subtree: true, target: onProject('x') }, caller), {
        kind: 'not_found',
      })
  })

  test('names include their domains; vanished objects have none', async () => {
    const fixture = await setUp()
    const left = { actor: userActor('gone'), target: onSystem, roleId: fixture.a, inherited: false }
    await core.store.transaction('serializable', (stores) => stores.assignments.insert(left))
    const { names } = await core.run(listAssignments, { names: true })
    assert.ok(names)
    const domain = { id: 'default', name: 'Default' }
    assert.deepEqual(names.users.get(fixture.u)?.domain, domain)
    assert.equal(names.users.get(fixture.v)?.domain?.id, fixture.elsewhere)
    assert.equal(names.users.get('gone'), undefined)
    assert.deepEqual(names.groups.get(fixture.g)?.domain, domain)
    assert.deepEqual(names.projects.get(fixture.parent)?.domain, domain)
    assert.deepEqual(names.projects.get('default'), { name: 'Default', domain: undefined })
    assert.deepEqual(names.roles.get(fixture.a), { name: 'a', domain: undefined })
    assert.deepEqual(names.roles.get(fixture.local), { name: 'local', domain })
    assert.equal((await core.run(listAssignments, {})).names, undefined)
  })

  test('T21: permissions: a domain reader sees that domain and its projects alone, and no system', async () => {
    const fixture = await setUp()
    const [here, there] = [inDomain('default', 'reader'), inDomain(fixture.elsewhere, 'reader')]
    assert.deepEqual(await rows(fixture, {}, systemReader), everything)
    assert.deepEqual(
      await rows(fixture, {}, here),
      everything.filter((row) => !/system|foreign/.test(row)),
    )
    assert.deepEqual(await rows(fixture, {}, there), ['v b foreign'])
    assert.deepEqual(await rows(fixture, { effective: true }, there), ['v b foreign'])
    for (const effective of [false, true])
      for (const target of [onSystem, onDomain('default'), onProject(fixture.parent), onProject('default')])
        assert.deepEqual(await rows(fixture, { target, effective }, there), [])
    const tree = { target: onProject(fixture.parent), subtree: true }
    assert.deepEqual(await rows(fixture, tree, here), ['g b parent inherited', 'u a parent'])
    await assert.rejects(rows(fixture, tree, there), { kind: 'forbidden' })
    const domainAsProject = { target: onProject('default'), subtree: true }
    await assert.rejects(
      rows(fixture, domainAsProject, callerAs({ scope: { kind: 'unscoped' }, roles: ['reader'] })),
      {
        kind: 'forbidden',
      },
    )
    for (const caller of [
      unprivileged,
      inDomain('default'),
      callerAs({ userId: fixture.u, roles: ['manager', 'reader'] }),
    ])
      await assert.rejects(rows(fixture, {}, caller), { kind: 'forbidden' })
    await assert.rejects(rows(fixture, {}, anonymous), { kind: 'unauthenticated' })
  })

  /** The given numbers of users, groups of all of them and projects, written without core. */
  const fill = async ({ users = 0, groups = 0, projects = 0 }) => {
    const { q } = core.store.db
    const upTo = (amount: number) =>
      sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < ${sql.lit(amount)})`
    const id = (email: string) => sql`select ${sql.lit(email)} || (100000 + i) as id from n`
    if (users > 0)
      await sql`insert into users (id, domain_id, name, kind, status, developer, options, extra, created_at, updated_at)
        ${upTo(users)} select id, 'default', id, 'human', 'active', 0, '{}', '{}', 0, 0 from (${id('u')}) x`.execute(
        q,
      )
    if (groups > 0) {
      await sql`insert into groups (id, domain_id, name, extra, created_at, updated_at)
        ${upTo(groups)} select id, 'default', id, '{}', 0, 0 from (${id('g')}) x`.execute(q)
      await sql`insert into group_members (group_id, user_id, added_at)
        select groups.id, users.id, 0 from groups, users`.execute(q)
    }
    if (projects > 0)
      await sql`insert into projects (id, domain_id, parent_id, is_domain, name, enabled, description, options, extra, tags, created_at, updated_at)
        ${upTo(projects)} select id, 'default', 'default', 0, id, 1, '', '{}', '{}', '[]', 0, 0 from (${id('p')}) x`.execute(
        q,
      )
    return {
      give: (amount: number, actor: 'user' | 'group', roleId: string) =>
        sql`insert into assignments (actor_type, actor_id, target_type, target_id, role_id, inherited)
          ${upTo(amount)} select ${sql.lit(actor)}, id, 'domain', 'default', ${sql.lit(roleId)}, 1
          from (${id(actor === 'user' ? 'u' : 'g')}) x`.execute(q),
    }
  }

  test('S5: a list without a page ends at its maximum number of rows, and can be continued', async () => {
    const roleId = await make.role()
    const { give } = await fill({})
    await give(maxRows + 5, 'user', roleId)
    const first = await core.run(listAssignments, { names: true })
    assert.equal(first.rows.length, maxRows)
    const rest = await core.run(listAssignments, { page: { limit: 1000, after: first.next ?? '' } })
    assert.equal(rest.rows.length, 5)
    assert.equal(rest.next, undefined)
    assert.equal(new Set([...first.rows, ...rest.rows].map(({ actor }) => actor.id)).size, maxRows + 5)
  })

  test('S5: effective assignments are computed as far as the page requires', async () => {
    const [prior, implied] = [await make.role(), await make.role()]
    await make.imply(prior, implied)
    const { give } = await fill({ users: 500, groups: 40, projects: 1000 })
    await give(40, 'group', prior)
    const all = 500 * 40 * 1000 * 2
    const whole = await core.run(listAssignments, { effective: true })
    assert.equal(whole.rows.length, maxRows, `of ${all}`)
    const [page, next] = [{ limit: 700 }, { limit: 700, after: '' }]
    const one = await core.run(listAssignments, { effective: true, page })
    const two = await core.run(listAssignments, { effective: true, page: { ...next, after: one.next ?? '' } })
    assert.deepEqual([...one.rows, ...two.rows], whole.rows.slice(0, 1400))
    const last = {
      actor: userActor('u100500'),
      roleId: implied,
      target: onProject('p101000'),
      effective: true,
    }
    assert.equal((await core.run(listAssignments, last)).rows.length, 40)
    assert.equal((await core.run(listAssignments, { ...last, target: undefined })).next === undefined, false)
    const marker = { limit: 1, after: one.next ?? '' }
    await assert.rejects(core.run(listAssignments, { page: marker }), { kind: 'not_found' })
  })

  test('tokens, effective assignments and project lists agree, for any grants', async () => {
    for (const seed of [1, 2, 3]) {
      const next = numbers(seed)
      const pick = <T>(from: readonly T[]): T => from[next(from.length)] as T
      const domains = ['default', await make.domain()]
      const projects: string[] = []
      for (const domain of domains) {
        const own = [await make.project(domain)]
        for (let i = 0; i < 4; i++)
          own.push(await make.project(domain, next(3) === 0 ? undefined : pick(own)))
        projects.push(...own)
      }
      const users = [await make.user(), await make.user(), await make.user(domains[1])]
      const groups = []
      for (let i = 0; i < 3; i++)
        groups.push(await make.group('default', ...users.filter(() => next(2) === 0)))
      const global = [await make.role(), await make.role(), await make.role()]
      const local = [
        await make.role(undefined, domains[next(2)]),
        await make.role(undefined, domains[next(2)]),
      ]
      const roles = [...global, ...local]
      for (let i = 0; i < 5; i++) await make.imply(pick(roles), pick(roles)).catch(() => {})
      const actors = [...users.map(userActor), ...groups.map(groupActor)]
      const places = [
        ...projects.map(onProject),
        ...domains.map(onDomain),
        ...domains.map(onProject),
        onSystem,
      ]
      for (let i = 0; i < 25; i++)
        await make.give(pick(actors), pick(roles), pick(places), next(3) === 0).catch(() => {})

      for (const userId of users) {
        const reached = []
        for (const target of [...projects.map(onProject), ...domains.map(onDomain), onSystem]) {
          const token = (
            await effectiveRoles(userId, target, { stores: core.store.reading, now: core.now() })
          ).roles
            .map(({ id }) => id)
            .sort()
          const list = await core.run(listAssignments, { actor: userActor(userId), target, effective: true })
          const words = `seed ${seed}, ${userId} on ${JSON.stringify(target)}`
          assert.deepEqual([...new Set(list.rows.map(({ roleId }) => roleId))].sort(), token, words)
          if (target.type === 'project' && token.length > 0) reached.push(target.id)
        }
        const shown = await core.run(listUserProjects, { userId, where: [], page: { limit: 1000 } })
        assert.deepEqual(
          shown.rows.map(({ id }) => id),
          reached.sort(),
          `seed ${seed}, projects of ${userId}`,
        )
      }
    }
  })
})
