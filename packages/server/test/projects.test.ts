import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { createDomain } from '../src/core/directory/domains/create-domain.ts'
import { updateDomain } from '../src/core/directory/domains/update-domain.ts'
import { type CreateProject, createProject } from '../src/core/directory/projects/create-project.ts'
import { deleteProject } from '../src/core/directory/projects/delete-project.ts'
import { getProject, type Relatives } from '../src/core/directory/projects/get-project.ts'
import { listProjects } from '../src/core/directory/projects/list-projects.ts'
import type { Project } from '../src/core/directory/projects/project.ts'
import type { ProjectListQuery, TagFilter } from '../src/core/directory/projects/project-store.ts'
import {
  addProjectTag,
  checkProjectTag,
  listProjectTags,
  removeProjectTag,
  removeProjectTags,
  setProjectTags,
} from '../src/core/directory/projects/project-tags.ts'
import { type UpdateProject, updateProject } from '../src/core/directory/projects/update-project.ts'
import { createUser } from '../src/core/directory/users/create-user.ts'
import { getUser } from '../src/core/directory/users/get-user.ts'
import { anonymous, type Caller } from '../src/core/kernel/caller.ts'
import { eq } from '../src/core/kernel/paging/list-query.ts'
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

const ids = (projects: readonly Project[] | undefined) => projects?.map(({ id }) => id)
const names = ({ rows }: { readonly rows: readonly Project[] }) => rows.map(({ name }) => name)

onEachDatabase('projects', (makePlace) => {
  let core: TestCore
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
  })
  afterEach(() => core.close())

  const create = (name: string, more: Partial<CreateProject> = {}, caller?: Caller) =>
    core.run(createProject, { name, ...more }, caller)
  const update = (id: string, change: Omit<UpdateProject, 'id'>, caller?: Caller) =>
    core.run(updateProject, { id, ...change }, caller)
  const remove = (id: string, caller?: Caller) => core.run(deleteProject, { id }, caller)
  const show = async (id: string) => (await core.run(getProject, { id })).project
  const list = (query: Partial<ProjectListQuery> = {}, caller?: Caller) =>
    core.run(listProjects, { where: [], page: { limit: 1000 }, ...query }, caller)
  const lastEvent = async () => (await core.store.reading.events.list(0, 1000)).at(-1)

  describe('creating', () => {
    test('a project stores its fields, with defaults for the rest', async () => {
      const bare = await create('  Alpha ')
      assert.deepEqual(bare, {
        id: bare.id,
        domainId: 'default',
        parentId: 'default',
        isDomain: false,
        name: 'Alpha',
        enabled: true,
        description: '',
        tags: [],
        options: {},
        extra: {},
        createdAt: core.now(),
        updatedAt: core.now(),
      })
      const full = await create('beta', {
        parentId: bare.id,
        enabled: false,
        description: 'β',
        tags: ['b', ' a '],
        options: { immutable: false },
        extra: { colour: ['blue'], zero: '\0' },
      })
      assert.deepEqual(await show(full.id), full)
      assert.deepEqual(
        [full.parentId, full.tags, full.options, full.extra],
        [bare.id, ['b', 'a'], { immutable: false }, { colour: ['blue'], zero: '\0' }],
      )
      assert.deepEqual(await core.events(), ['project.created', 'project.created'])
      assert.deepEqual((await lastEvent())?.invalidates, [])
    })

    test('rejects invalid fields', async () => {
      const rows: Partial<CreateProject>[] = [
        { name: ' \t ' },
        { name: 'x'.repeat(65) },
        { name: 'a\0' },
        { name: '\ud800' },
        { description: '\0' },
        { description: 'x'.repeat(70_000) },
        { tags: ['a', ' a'] },
        { tags: [' '] },
        { tags: ['a,b'] },
        { tags: ['a/b'] },
        { tags: ['a\0'] },
        { tags: ['x'.repeat(256)] },
        { tags: Array.from({ length: 81 }, (_, i) => `t${i}`) },
        { domainId: 'nowhere' },
        { parentId: 'nowhere' },
        { parentId: 'x'.repeat(5000) },
        { domainId: '', parentId: 'default' },
      ]
      for (const row of rows)
        await assert.rejects(create('fine', row), { kind: 'invalid' }, JSON.stringify(row).slice(0, 80))
      assert.deepEqual((await list()).rows, [])
    })

    test('a name is unique in a domain and free in another', async () => {
      const other = await core.run(createDomain, { name: 'Other' })
      const { id } = await create('same')
      await assert.rejects(create('same'), { kind: 'conflict', code: 'project_name_taken' })
      await create('same', { domainId: other.id })
      const { id: second } = await create('second')
      await assert.rejects(update(second, { name: 'same' }), { code: 'project_name_taken' })
      await assert.rejects(create('same', { parentId: id }), { code: 'project_name_taken' })
      await assert.rejects(create('Same'), { code: 'project_name_taken' })
    })

    test('the domain is the given one, that of the caller, that of the parent or the default one, in this order', async () => {
      const one = await core.run(createDomain, { name: 'One' })
      const two = await core.run(createDomain, { name: 'Two' })
      const parent = await create('parent', { domainId: one.id })
      assert.equal((await create('a', { parentId: parent.id })).domainId, one.id)
      assert.equal((await create('b', { parentId: one.id })).domainId, one.id)
      assert.equal((await create('c', { domainId: null, parentId: null })).domainId, 'default')
      assert.equal((await create('d', {}, inDomain(two.id, 'manager'))).domainId, two.id)
      await assert.rejects(create('e', { domainId: two.id, parentId: parent.id }), {
        code: 'parent_elsewhere',
      })
      await assert.rejects(create('e', { domainId: two.id, parentId: one.id }), { code: 'parent_elsewhere' })
      await assert.rejects(create('e', { domainId: parent.id }), { code: 'domain_unknown' })
    })

    test('the tree is limited to the configured depth', async () => {
      let parentId = 'default'
      for (let level = 1; level <= 5; level++) parentId = (await create(`level ${level}`, { parentId })).id
      await assert.rejects(create('level 6', { parentId }), {
        kind: 'failed_precondition',
        code: 'tree_too_deep',
      })
    })

    test('a disabled parent accepts no children', async () => {
      const off = await create('off', { enabled: false })
      await assert.rejects(create('child', { parentId: off.id }), {
        kind: 'invalid',
        code: 'ancestor_disabled',
      })
      const domain = await core.run(createDomain, { name: 'Off', enabled: false })
      await assert.rejects(create('child', { domainId: domain.id }), { code: 'ancestor_disabled' })
    })

    test('a project can act as a domain at the top level only', async () => {
      const domain = await create('Acme', { isDomain: true })
      assert.deepEqual([domain.domainId, domain.parentId, domain.isDomain], [null, null, true])
      assert.deepEqual(await core.events(), ['domain.created'])
      await assert.rejects(create('Acme', { isDomain: true }), {
        kind: 'conflict',
        code: 'domain_name_taken',
      })
      await assert.rejects(create('B', { isDomain: true, parentId: domain.id }), {
        code: 'domain_has_parent',
      })
      await assert.rejects(create('B', { isDomain: true, domainId: domain.id }), {
        code: 'domain_has_parent',
      })
      await assert.rejects(create('fEDERATED', { isDomain: true }), { code: 'name_reserved' })
      await create('Acme')
      assert.equal((await create('Federated')).isDomain, false)
    })
  })

  describe('changing', () => {
    test('an update merges, and invalidates tokens only for visible fields', async () => {
      const made = await create('p', { tags: ['a'], extra: { x: 1, y: 2 }, options: { immutable: false } })
      core.advanceTime(1000)
      const changed = await update(made.id, { description: 'new', extra: { y: 3, z: null } })
      assert.deepEqual(changed, {
        ...made,
        description: 'new',
        extra: { x: 1, y: 3, z: null },
        updatedAt: core.now(),
      })
      assert.deepEqual(await show(made.id), changed)
      assert.deepEqual((await lastEvent())?.invalidates, [])
      await update(made.id, { name: ' q ' })
      assert.deepEqual((await lastEvent())?.invalidates, [`project:${made.id}`])
      const last = await update(made.id, {
        tags: ['c', 'b'],
        description: null,
        options: { immutable: null },
      })
      assert.deepEqual([last.name, last.tags, last.description, last.options], ['q', ['c', 'b'], '', {}])
      assert.deepEqual(names(await list({ tags: [{ match: 'any', tags: ['a'] }] })), [])
    })

    test('T24: the parent and domain of a project can be repeated, never changed', async () => {
      const other = await core.run(createDomain, { name: 'Other' })
      const p = await create('p')
      const sibling = await create('sibling')
      await update(p.id, { domainId: 'default', parentId: 'default', isDomain: false, description: 'same' })
      await assert.rejects(update(p.id, { domainId: other.id }), { kind: 'invalid' })
      await assert.rejects(update(p.id, { domainId: null }), { kind: 'invalid' })
      await assert.rejects(update(p.id, { parentId: sibling.id }), { kind: 'failed_precondition' })
      await assert.rejects(update(p.id, { parentId: null }), { kind: 'failed_precondition' })
      await assert.rejects(update(p.id, { isDomain: true }), { kind: 'invalid' })
      assert.equal((await show(p.id)).description, 'same')
    })

    test('an enabled project is never below a disabled one', async () => {
      const a = await create('a')
      const child = await create('b', { parentId: a.id })
      const leaf = await create('c', { parentId: child.id })
      await assert.rejects(update(a.id, { enabled: false }), {
        kind: 'failed_precondition',
        code: 'descendant_enabled',
      })
      await update(leaf.id, { enabled: false })
      await update(child.id, { enabled: false })
      await update(a.id, { enabled: false })
      await assert.rejects(update(leaf.id, { enabled: true }), {
        kind: 'failed_precondition',
        code: 'ancestor_disabled',
      })
      await update(a.id, { enabled: true })
      await assert.rejects(update(leaf.id, { enabled: true }), { code: 'ancestor_disabled' })
      await update(child.id, { enabled: true })
      assert.equal((await update(leaf.id, { enabled: true })).enabled, true)
    })

    test('a domain can be disabled with enabled contents, and prevents enabling inside', async () => {
      const domain = await core.run(createDomain, { name: 'D' })
      const p = await create('p', { domainId: domain.id })
      const q = await create('q', { domainId: domain.id, enabled: false })
      await update(domain.id, { enabled: false })
      assert.equal((await show(p.id)).enabled, true)
      await assert.rejects(update(q.id, { enabled: true }), { kind: 'failed_precondition' })
      await update(p.id, { enabled: true, description: 'was enabled' })
    })

    test('an absent project is not found', async () => {
      for (const id of ['none', '', 'x'.repeat(5000)]) {
        await assert.rejects(show(id), { code: 'project_not_found' })
        await assert.rejects(update(id, { name: 'x' }), { code: 'project_not_found' })
        await assert.rejects(remove(id), { code: 'project_not_found' })
        await assert.rejects(list({ page: { limit: 1, after: id } }), { code: 'marker_not_found' })
      }
    })
  })

  describe('immutable', () => {
    test('only clearing the option, on its own, is accepted', async () => {
      const other = await create('other')
      const p = await create('p', { options: { immutable: true }, tags: ['t'] })
      const forbidden = { kind: 'failed_precondition', code: 'project_immutable' }
      for (const change of [
        { name: 'q' },
        { name: 'p' },
        { enabled: false },
        { extra: { a: 1 } },
        { tags: [] },
        { domainId: 'default' },
        { options: {} },
        { options: { immutable: true } },
        { options: { immutable: false }, name: 'q' },
        { options: { immutable: null }, extra: { a: null } },
        { options: { immutable: false }, domainId: 'default' },
      ])
        await assert.rejects(update(p.id, change), forbidden, JSON.stringify(change))
      await assert.rejects(remove(p.id), forbidden)
      for (const attempt of [
        () => core.run(setProjectTags, { id: p.id, tags: ['u'] }),
        () => core.run(addProjectTag, { id: p.id, tag: 'u' }),
        () => core.run(removeProjectTag, { id: p.id, tag: 't' }),
        () => core.run(removeProjectTag, { id: p.id, tag: 'none' }),
        () => core.run(removeProjectTags, { id: p.id }),
      ])
        await assert.rejects(attempt(), forbidden)
      assert.deepEqual(await show(p.id), p)
      assert.deepEqual((await update(p.id, { options: { immutable: false } })).options, { immutable: false })
      await update(p.id, { options: { immutable: true }, name: 'both at once' })
      assert.deepEqual((await update(p.id, { options: { immutable: null } })).options, {})
      await remove(p.id)
      await remove(other.id)
    })
  })

  describe('deleting', () => {
    test('only leaves can be deleted, with the roles granted on them', async () => {
      const parent = await create('parent')
      const child = await create('child', { parentId: parent.id, tags: ['t'] })
      await assert.rejects(remove(parent.id), { kind: 'failed_precondition', code: 'project_not_leaf' })
      await grantRole('user-1', child.id)
      await grantRole('user-1', parent.id)
      await remove(child.id)
      await assert.rejects(show(child.id), { kind: 'not_found' })
      const left = await core.store.reading.assignments.list({ actors: [{ type: 'user', id: 'user-1' }] })
      assert.deepEqual(
        left.map(({ target }) => target),
        [{ type: 'project', id: parent.id }],
      )
      const event = await lastEvent()
      assert.deepEqual([event?.kind, event?.invalidates], ['project.deleted', [`project:${child.id}`]])
      await remove(parent.id)
    })

    test('users with it as default project have none, and their tokens are invalid', async () => {
      const p = await create('p')
      const user = await core.run(createUser, { name: 'u', defaultProjectId: p.id })
      await grantRole(user.id, p.id)
      const token = tokenFor(user.id, { kind: 'project', projectId: p.id })
      assert.equal((await core.ports.tokens.read(token)).scope.kind, 'project')
      await remove(p.id)
      assert.equal((await core.run(getUser, { id: user.id })).defaultProjectId, null)
      await assert.rejects(core.ports.tokens.read(token), { kind: 'unauthenticated' })
      const [mark] = await core.store.reading.revocations.list(undefined)
      assert.equal(mark?.projectId, p.id)
    })
  })

  /** A new role for each call, so that tests are independent of default roles. */
  const grantRole = async (
    userId: string,
    projectId: string,
    { inherited = false, domain = false, group = false } = {},
  ): Promise<string> => {
    const roleId = core.ports.newId()
    const times = { createdAt: core.now(), updatedAt: core.now() }
    const role = {
      id: roleId,
      domainId: null,
      name: roleId,
      description: null,
      options: {},
      extra: {},
      ...times,
    }
    await core.store.transaction('serializable', async (stores) => {
      await stores.roles.insert(role)
      await stores.assignments.insert({
        actor: { type: group ? 'group' : 'user', id: userId },
        target: { type: domain ? 'domain' : 'project', id: projectId },
        roleId,
        inherited,
      })
    })
    return roleId
  }

  const tokenFor = (userId: string, scope: { kind: 'project'; projectId: string } | { kind: 'unscoped' }) => {
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

  describe('tokens', () => {
    test('disabling a project or its domain invalidates them immediately, enabling restores them', async () => {
      const domain = await core.run(createDomain, { name: 'D' })
      const p = await create('p', { domainId: domain.id })
      const user = await core.run(createUser, { name: 'u' })
      await grantRole(user.id, p.id)
      const token = tokenFor(user.id, { kind: 'project', projectId: p.id })
      const unscoped = tokenFor(user.id, { kind: 'unscoped' })
      const read = () => core.ports.tokens.read(token)
      await read()
      for (const id of [p.id, domain.id]) {
        await update(id, { enabled: false })
        await assert.rejects(read(), { kind: 'unauthenticated' })
        await core.ports.tokens.read(unscoped)
        await update(id, { enabled: true })
        await read()
      }
      await update(p.id, { name: 'renamed' })
      const { scope } = await read()
      assert.equal(scope.kind === 'project' && scope.project.name, 'renamed')
    })
  })

  describe('listing', () => {
    test('domains are omitted unless requested; a domain-scoped caller sees its own projects', async () => {
      const domain = await core.run(createDomain, { name: 'D' })
      await create('mine', { domainId: domain.id })
      await create('theirs')
      assert.deepEqual(names(await list()).sort(), ['mine', 'theirs'])
      assert.deepEqual(names(await list({ where: [eq('is_domain', true)] })).sort(), ['D', 'Default'])
      const reader = inDomain(domain.id, 'reader')
      assert.deepEqual(names(await list({}, reader)), ['mine'])
      assert.deepEqual(names(await list({ where: [eq('domain_id', 'default')] }, reader)), [])
      assert.deepEqual(names(await list({ where: [eq('is_domain', true)] }, reader)), [])
    })

    test('pages are in the order of ids, with every filter', async () => {
      const parent = await create('parent')
      for (let i = 0; i < 5; i++)
        await create(`p${i}`, { parentId: parent.id, enabled: false, tags: i < 3 ? ['few', 'all'] : ['all'] })
      const queries: Partial<ProjectListQuery>[] = [
        {},
        { where: [eq('domain_id', 'default')] },
        { where: [eq('parent_id', parent.id)] },
        { where: [eq('enabled', false)] },
        { where: [{ key: 'name', op: 'istartswith', value: 'P' }] },
        { tags: [{ match: 'all', tags: ['all', 'few'] }] },
      ]
      for (const query of queries) {
        const whole = (await list(query)).rows
        assert.ok(whole.length >= 3)
        const seen: Project[] = []
        for (let after: string | undefined; ; ) {
          const slice = await list({
            ...query,
            page: { limit: 2, ...(after === undefined ? {} : { after }) },
          })
          seen.push(...slice.rows)
          after = slice.rows.at(-1)?.id
          if (!slice.more) break
        }
        assert.deepEqual(seen, whole)
        assert.deepEqual(ids(whole), [...(ids(whole) ?? [])].sort())
      }
      assert.deepEqual(names(await list({ where: [eq('name', 'p1')] })), ['p1'])
      assert.deepEqual(names(await list({ where: [eq('name', '\0')] })), [])
    })

    test('tags: all of, any of, not all, not any, combined', async () => {
      await create('ab', { tags: ['a', 'b'] })
      await create('bc', { tags: ['b', 'c'] })
      await create('c', { tags: ['c'] })
      await create('none')
      const rows: [TagFilter[], string[]][] = [
        [[{ match: 'all', tags: ['b'] }], ['ab', 'bc']],
        [[{ match: 'all', tags: ['b', 'a', 'b'] }], ['ab']],
        [[{ match: 'all', tags: ['B'] }], []],
        [[{ match: 'any', tags: ['a', 'c'] }], ['ab', 'bc', 'c']],
        [[{ match: 'not_all', tags: ['a', 'b'] }], ['bc', 'c', 'none']],
        [[{ match: 'not_any', tags: ['a', 'b'] }], ['c', 'none']],
        [
          [
            { match: 'any', tags: ['b', 'c'] },
            { match: 'not_any', tags: ['a'] },
          ],
          ['bc', 'c'],
        ],
        [
          [
            { match: 'any', tags: ['a', 'c'] },
            { match: 'any', tags: ['b'] },
          ],
          ['ab', 'bc'],
        ],
        [[{ match: 'all', tags: [''] }], []],
        [[{ match: 'not_any', tags: [''] }], ['ab', 'bc', 'c', 'none']],
        [[{ match: 'all', tags: ['a', '\0'] }], []],
        [[{ match: 'any', tags: ['\0'] }], []],
        [[{ match: 'not_all', tags: ['a', '\0'] }], ['ab', 'bc', 'c', 'none']],
        [[{ match: 'not_any', tags: ['\0', 'c'] }], ['ab', 'none']],
        [[{ match: 'any', tags: Array.from({ length: 5000 }, (_, i) => `t${i}`) }], []],
        [[{ match: 'all', tags: Array.from({ length: 5000 }, (_, i) => `t${i}`) }], []],
      ]
      for (const [tags, expected] of rows)
        assert.deepEqual(names(await list({ tags })).sort(), expected, JSON.stringify(tags).slice(0, 80))
    })
  })

  describe('relatives', () => {
    const relatives = async (
      id: string,
      which: { parents?: Relatives; subtree?: Relatives },
      caller?: Caller,
    ) => {
      const { parents, subtree } = await core.run(getProject, { id, ...which }, caller)
      return { parents: ids(parents), subtree: subtree && names({ rows: subtree }).sort() }
    }
    let [a, b, c, d]: string[] = []
    beforeEach(async () => {
      a = (await create('a')).id
      b = (await create('b', { parentId: a })).id
      c = (await create('c', { parentId: b })).id
      d = (await create('d', { parentId: a })).id
    })
    const user = 'u'.repeat(32)
    const caller = callerAs({ userId: user, scope: { kind: 'system' }, roles: ['reader'] })

    test('none unless requested; all: nearest parents first, the domain last', async () => {
      assert.deepEqual(await relatives(c ?? '', {}), { parents: undefined, subtree: undefined })
      assert.deepEqual(await relatives(c ?? '', { parents: 'all', subtree: 'all' }), {
        parents: [b, a, 'default'],
        subtree: [],
      })
      assert.deepEqual((await relatives(a ?? '', { subtree: 'all' })).subtree, ['b', 'c', 'd'])
      assert.deepEqual(await relatives('default', { parents: 'all', subtree: 'all' }), {
        parents: [],
        subtree: ['a', 'b', 'c', 'd'],
      })
    })

    test('the own projects are those with a role', async () => {
      const own = (id = '') => relatives(id, { parents: 'own', subtree: 'own' }, caller)
      assert.deepEqual(await own(b), { parents: [], subtree: [] })
      await grantRole(user, a ?? '')
      assert.deepEqual(await own(c), { parents: [a], subtree: [] })
      assert.deepEqual(await own(a), { parents: [], subtree: [] })
      await grantRole(user, b ?? '', { inherited: true })
      assert.deepEqual(await own(a), { parents: [], subtree: ['c'] })
      await grantRole(user, 'default', { domain: true })
      assert.deepEqual(await own(c), { parents: [a], subtree: [] })
    })

    test('roles of groups and of the domain count, the latter only when inherited', async () => {
      const groupId = core.ports.newId()
      const member = await core.run(createUser, { name: 'member' })
      const times = { createdAt: core.now(), updatedAt: core.now() }
      const group = {
        id: groupId,
        domainId: 'default',
        name: 'g',
        description: '',
        managedBy: null,
        extra: {},
        ...times,
      }
      await core.store.transaction('serializable', async (stores) => {
        await stores.groups.insert(group)
        await stores.groups.addMember(groupId, member.id, core.now())
      })
      const asMember = callerAs({ userId: member.id, scope: { kind: 'system' }, roles: ['reader'] })
      const subtree = async () => (await relatives(a ?? '', { subtree: 'own' }, asMember)).subtree
      await grantRole(groupId, 'default', { domain: true, group: true })
      assert.deepEqual(await subtree(), [])
      await grantRole(groupId, d ?? '', { group: true })
      assert.deepEqual(await subtree(), ['d'])
      await grantRole(groupId, 'default', { domain: true, group: true, inherited: true })
      assert.deepEqual(await subtree(), ['b', 'c', 'd'])
    })

    test('a domain role counts by its implied roles', async () => {
      const times = { createdAt: core.now(), updatedAt: core.now() }
      const role = { description: null, options: {}, extra: {}, ...times }
      const [local, global] = [core.ports.newId(), core.ports.newId()]
      const project = { type: 'project', id: b ?? '' } as const
      await core.store.transaction('serializable', async (stores) => {
        await stores.roles.insert({ ...role, id: local, domainId: 'default', name: 'local' })
        await stores.roles.insert({ ...role, id: global, domainId: null, name: 'global' })
        const actor = { type: 'user', id: user } as const
        await stores.assignments.insert({ actor, target: project, roleId: local, inherited: false })
      })
      const parents = async () => (await relatives(c ?? '', { parents: 'own' }, caller)).parents
      assert.deepEqual(await parents(), [])
      await core.store.transaction('serializable', (stores) =>
        stores.roles.insertImplication({ priorId: local, impliedId: global }),
      )
      assert.deepEqual(await parents(), [b])
    })
  })

  describe('tags', () => {
    test('set, add, check, remove', async () => {
      const { id } = await create('p')
      assert.deepEqual(await core.run(setProjectTags, { id, tags: ['b', ' a '] }), ['b', 'a'])
      assert.deepEqual(await core.run(addProjectTag, { id, tag: 'A' }), ['b', 'a', 'A'])
      await core.run(checkProjectTag, { id, tag: 'A' })
      await assert.rejects(core.run(checkProjectTag, { id, tag: 'B' }), { code: 'project_tag_not_found' })
      await core.run(removeProjectTag, { id, tag: 'b' })
      await assert.rejects(core.run(removeProjectTag, { id, tag: 'b' }), { code: 'project_tag_not_found' })
      assert.deepEqual(await core.run(listProjectTags, { id }), ['a', 'A'])
      assert.deepEqual(names(await list({ tags: [{ match: 'all', tags: ['A', 'a'] }] })), ['p'])
      await core.run(removeProjectTags, { id })
      await core.run(removeProjectTags, { id })
      assert.deepEqual((await show(id)).tags, [])
      await assert.rejects(core.run(listProjectTags, { id: 'none' }), { code: 'project_not_found' })
    })

    test('unique, 80 at most', async () => {
      const tags = Array.from({ length: 79 }, (_, i) => `t${i}`)
      const { id } = await create('p', { tags })
      await assert.rejects(core.run(addProjectTag, { id, tag: ' t3 ' }), { code: 'tag_repeated' })
      await core.run(addProjectTag, { id, tag: 'last' })
      await assert.rejects(core.run(addProjectTag, { id, tag: 'more' }), { code: 'tags_too_many' })
      await assert.rejects(core.run(addProjectTag, { id, tag: 'a/b' }), { kind: 'invalid' })
      assert.equal((await core.run(listProjectTags, { id })).length, 80)
    })

    test('of two concurrent writers none is lost', async () => {
      const { id } = await create('p')
      const tags = Array.from({ length: 12 }, (_, i) => `t${i}`)
      await Promise.all(tags.map((tag) => core.run(addProjectTag, { id, tag })))
      assert.deepEqual([...(await core.run(listProjectTags, { id }))].sort(), [...tags].sort())
    })
  })

  describe('permissions', () => {
    test('T20, T23: read and write by persona', async () => {
      const own = await core.run(createDomain, { name: 'Own' })
      const p = await create('p', { domainId: own.id })
      const inside = callerAs({
        scope: { kind: 'project', projectId: p.id, domainId: own.id },
        roles: ['member', 'reader'],
      })
      const unscoped = callerAs({ scope: { kind: 'unscoped' }, roles: [] })
      const personas: Record<
        string,
        [Caller, { read: boolean; write: boolean; list: boolean; domain: boolean }]
      > = {
        'system admin': [systemAdmin, { read: true, write: true, list: true, domain: true }],
        'system reader': [systemReader, { read: true, write: false, list: true, domain: true }],
        'manager of the domain': [
          inDomain(own.id, 'manager', 'member', 'reader'),
          { read: true, write: true, list: true, domain: false },
        ],
        'reader of the domain': [
          inDomain(own.id, 'reader'),
          { read: true, write: false, list: true, domain: false },
        ],
        'manager of another domain': [
          inDomain('default', 'manager', 'member', 'reader'),
          { read: false, write: false, list: true, domain: false },
        ],
        'member of the project': [inside, { read: true, write: false, list: false, domain: false }],
        'member of another project': [
          unprivileged,
          { read: false, write: false, list: false, domain: false },
        ],
        unscoped: [unscoped, { read: false, write: false, list: false, domain: false }],
      }
      const allowed = async (attempt: Promise<unknown>) => {
        try {
          await attempt
          return true
        } catch (thrown) {
          assert.equal((thrown as { kind?: string }).kind, 'forbidden')
          return false
        }
      }
      for (const [who, [caller, may]] of Object.entries(personas)) {
        const { id } = await create(`victim of ${who}`, { domainId: own.id, tags: ['t'] })
        const attempts: [keyof typeof may, () => Promise<unknown>][] = [
          ['read', () => core.run(getProject, { id: p.id }, caller)],
          ['read', () => core.run(listProjectTags, { id: p.id }, caller)],
          ['domain', () => core.run(getProject, { id: own.id }, caller)],
          ['domain', () => core.run(listProjectTags, { id: own.id }, caller)],
          ['list', () => list({}, caller)],
          ['write', () => create(`made by ${who}`, { domainId: own.id }, caller)],
          ['write', () => core.run(setProjectTags, { id, tags: ['t'] }, caller)],
        ]
        for (const [what, attempt] of attempts)
          assert.equal(await allowed(attempt()), may[what], `${who} ${what}`)
        for (const attempt of [
          () => update(id, { description: who }, caller),
          () => core.run(addProjectTag, { id, tag: 'u' }, caller),
          () => core.run(removeProjectTag, { id, tag: 'u' }, caller),
          () => core.run(removeProjectTags, { id }, caller),
          () => remove(id, caller),
        ])
          assert.equal(await allowed(attempt()), may.write, `${who} writes`)
        for (const attempt of [
          () => create(`domain of ${who}`, { isDomain: true }, caller),
          () => update(own.id, { description: who }, caller),
        ])
          assert.equal(await allowed(attempt()), may.write && may.domain, `${who} writes domains`)
      }
      await assert.rejects(core.run(getProject, { id: p.id }, anonymous), { kind: 'unauthenticated' })
      await assert.rejects(create('x', {}, anonymous), { kind: 'unauthenticated' })
    })

    test('a caller without permission receives the same for an absent project', async () => {
      await assert.rejects(core.run(getProject, { id: 'none' }, unprivileged), { kind: 'forbidden' })
      await assert.rejects(remove('none', unprivileged), { kind: 'forbidden' })
    })
  })

  describe('races', () => {
    test('20 parallel creations of one name: exactly one succeeds', async () => {
      const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => create('same')))
      const kinds = attempts.map((attempt) => (attempt.status === 'rejected' ? attempt.reason.kind : 'made'))
      assert.deepEqual(kinds.sort(), [...Array(19).fill('conflict'), 'made'])
      assert.deepEqual(names(await list()), ['same'])
    })

    test('a child is never left below a deleted parent', async () => {
      for (let round = 0; round < 6; round++) {
        const parent = await create(`parent ${round}`)
        const [child, gone] = await Promise.allSettled([
          create(`child ${round}`, { parentId: parent.id }),
          remove(parent.id),
        ])
        assert.notEqual(child.status, gone.status)
        if (child.status === 'rejected') assert.equal(child.reason.kind, 'invalid')
        if (gone.status === 'rejected') assert.equal(gone.reason.kind, 'failed_precondition')
      }
    })

    test('an enabled child is never left below a disabled parent', async () => {
      for (let round = 0; round < 8; round++) {
        const parent = await create(`parent ${round}`)
        const child = await create(`child ${round}`, { parentId: parent.id, enabled: false })
        const attempts = await Promise.allSettled([
          update(parent.id, { enabled: false }),
          round % 2 === 0
            ? update(child.id, { enabled: true })
            : create(`second ${round}`, { parentId: parent.id }),
        ])
        assert.deepEqual(attempts.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
        const { project, subtree = [] } = await core.run(getProject, { id: parent.id, subtree: 'all' })
        assert.ok(project.enabled || subtree.every(({ enabled }) => !enabled))
      }
    })

    test('a project is never enabled in a domain that is being disabled', async () => {
      const domain = await core.run(createDomain, { name: 'D' })
      const p = await create('p', { domainId: domain.id, enabled: false })
      const [off, on] = await Promise.allSettled([
        core.run(updateDomain, { id: domain.id, enabled: false }),
        update(p.id, { enabled: true }),
      ])
      assert.equal(off.status, 'fulfilled')
      if (on.status === 'rejected') assert.equal(on.reason.kind, 'failed_precondition')
    })
  })
})
