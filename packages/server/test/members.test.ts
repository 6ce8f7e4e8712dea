import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { createServiceKey } from '../src/core/access/api-keys/create-service-key.ts'
import { listAccountRoles } from '../src/core/directory/assignments/list-domain-roles.ts'
import { removeMember } from '../src/core/directory/members/remove-member.ts'
import { setMember } from '../src/core/directory/members/set-member.ts'
import { deleteProjectTree } from '../src/core/directory/projects/delete-project.ts'
import { getProject } from '../src/core/directory/projects/get-project.ts'
import { listProjects } from '../src/core/directory/projects/list-projects.ts'
import { lookUpProjectFor } from '../src/core/directory/projects/look-up-project.ts'
import { updateProject } from '../src/core/directory/projects/update-project.ts'
import { getUser } from '../src/core/directory/users/get-user.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { builders, onProject, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { callerAs, createTestCore, inDomain, type TestCore } from './test-core.ts'

onEachDatabase('project members', (makePlace) => {
  let core: TestCore
  let b: ReturnType<typeof builders>
  let domainId: string
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    b = builders(core)
    for (const name of ['admin', 'manager', 'member', 'reader']) await b.role(name)
    domainId = await b.domain()
  })
  afterEach(() => core.close())

  const manager = () => inDomain(domainId, 'manager', 'member', 'reader')
  const rolesOn = async (userId: string, projectId: string) => {
    const value = await core.store.reading.assignments.list({
      actors: [userActor(userId)],
      targets: [onProject(projectId)],
    })
    return (await core.store.reading.roles.getMany(value.map(({ roleId }) => roleId)))
      .map(({ name }) => name)
      .sort()
  }
  const set = (userId: string, projectId: string, name: 'manager' | 'member' | 'reader' | 'annotator') =>
    core.run(setMember, { userId, projectId, role: { name } }, manager())

  test('have one role each, which a new role replaces', async () => {
    const [user, project] = [await b.user(domainId), await b.project(domainId)]
    const member = await set(user, project, 'member')
    assert.equal(member.role.name, 'member')
    await set(user, project, 'member')
    assert.deepEqual(await rolesOn(user, project), ['member'])
    await set(user, project, 'annotator')
    assert.deepEqual(await rolesOn(user, project), ['annotator'])
    const events = await core.events()
    assert.deepEqual(
      events.filter((kind) => kind.startsWith('assignment.')),
      ['assignment.created', 'assignment.deleted', 'assignment.created'],
    )
  })

  test('of a nested project must be members of its parent', async () => {
    const user = await b.user(domainId)
    const above = await b.project(domainId)
    const below = await b.project(domainId, above)
    await assert.rejects(set(user, below, 'member'), { kind: 'invalid', code: 'not_a_member_above' })
    await set(user, above, 'reader')
    await set(user, below, 'member')
    assert.deepEqual(await rolesOn(user, below), ['member'])
  })

  test('account annotators annotate everywhere, and other members do not', async () => {
    const [annotator, member, project] = [
      await b.user(domainId),
      await b.user(domainId),
      await b.project(domainId),
    ]
    await core.run(updateUser, { id: annotator, domainRole: 'annotator' })
    await core.run(updateUser, { id: member, domainRole: 'member' })
    const wrong = { kind: 'invalid', code: 'annotators_annotate' }
    await assert.rejects(set(annotator, project, 'reader'), wrong)
    await assert.rejects(set(member, project, 'annotator'), wrong)
    const role = await b.role('own', domainId)
    await assert.rejects(
      core.run(setMember, { userId: annotator, projectId: project, role: { id: role } }, manager()),
      wrong,
    )
    await set(annotator, project, 'annotator')
    assert.deepEqual(await rolesOn(annotator, project), ['annotator'])
  })

  test('a role on the domain takes precedence over membership roles, which are kept', async () => {
    const [user, project, role] = [
      await b.user(domainId),
      await b.project(domainId),
      await b.role('own', domainId),
    ]
    await set(user, project, 'member')
    await core.run(setMember, { userId: user, projectId: project, role: { id: role } }, manager())
    assert.deepEqual(await rolesOn(user, project), ['own'])
    await set(user, project, 'reader')
    assert.deepEqual(await rolesOn(user, project), ['own', 'reader'])
  })

  test('T27: only managers of the domain create members, of its own users and projects', async () => {
    const [user, project] = [await b.user(domainId), await b.project(domainId)]
    const elsewhere = await b.domain()
    const [stranger, theirs] = [await b.user(elsewhere), await b.project(elsewhere)]
    const role = { name: 'member' } as const
    for (const caller of [
      inDomain(domainId, 'member', 'reader'),
      callerAs({
        userDomainId: domainId,
        scope: { kind: 'project', projectId: project, domainId },
        roles: ['manager'],
      }),
    ])
      for (const userId of [user, 'nobody'])
        await assert.rejects(core.run(setMember, { userId, projectId: project, role }, caller), {
          kind: 'forbidden',
        })
    for (const [userId, projectId] of [
      [stranger, project],
      [user, theirs],
      [stranger, theirs],
      [user, domainId],
      ['nobody', project],
    ] as const)
      for (const requested of [
        () => core.run(setMember, { userId, projectId, role }, manager()),
        () => core.run(removeMember, { userId, projectId }, manager()),
      ])
        await assert.rejects(requested(), { kind: 'not_found' })
    assert.deepEqual(await rolesOn(stranger, theirs), [])
  })

  test('T16: roles that a manager cannot grant are not replaced either', async () => {
    const [user, project] = [await b.user(domainId), await b.project(domainId)]
    const { id: admin } = (await core.store.reading.roles.getByName('admin'))[0] ?? assert.fail()
    await b.give(userActor(user), admin, onProject(project))
    await set(user, project, 'member')
    assert.deepEqual(await rolesOn(user, project), ['admin', 'member'])
    const forbidden = { kind: 'forbidden', code: 'role_binding_forbidden' }
    await assert.rejects(core.run(removeMember, { userId: user, projectId: project }, manager()), forbidden)
    const role = await b.role('own', domainId)
    await assert.rejects(
      core.run(setMember, { userId: user, projectId: project, role: { id: role } }, manager()),
      forbidden,
    )
    assert.deepEqual(await rolesOn(user, project), ['admin', 'member'])
  })

  test('leaving a project leaves every project below it, and is not repeatable', async () => {
    const user = await b.user(domainId)
    const above = await b.project(domainId)
    const below = await b.project(domainId, above)
    const other = await b.project(domainId)
    const role = await b.role('own', domainId)
    for (const project of [above, below, other]) await set(user, project, 'member')
    await b.give(userActor(user), role, onProject(below))
    await core.run(removeMember, { userId: user, projectId: above }, manager())
    assert.deepEqual(
      [await rolesOn(user, above), await rolesOn(user, below), await rolesOn(user, other)],
      [[], [], ['member']],
    )
    await assert.rejects(core.run(removeMember, { userId: user, projectId: above }, manager()), {
      kind: 'not_found',
      code: 'member_not_found',
    })
  })

  test('projects are found in the own domain, by depth', async () => {
    const above = await b.project(domainId)
    const below = await b.project(domainId, above)
    const theirs = await b.project(await b.domain())
    assert.equal((await core.run(lookUpProjectFor(getProject), { id: below }, manager())).depth, 2)
    assert.equal(
      (await core.run(lookUpProjectFor(getProject), { id: above, depth: 1 }, manager())).project.id,
      above,
    )
    for (const input of [{ id: above, depth: 2 }, { id: theirs }, { id: domainId }, { id: '' }])
      await assert.rejects(core.run(lookUpProjectFor(getProject), input, manager()), { kind: 'not_found' })
    const reader = inDomain(domainId, 'reader')
    for (const id of [above, 'nobody'])
      await assert.rejects(core.run(lookUpProjectFor(updateProject), { id }, reader), {
        kind: 'forbidden',
      })
    const found = await core.run(
      listProjects,
      { where: [{ key: 'grandparent_id', op: 'eq', value: domainId }], page: { limit: 10 } },
      manager(),
    )
    assert.deepEqual(
      found.rows.map(({ id }) => id),
      [below],
    )
  })

  test('a project is deleted with its descendants, or not at all', async () => {
    const above = await b.project(domainId)
    const below = await b.project(domainId, above)
    const lowest = await b.project(domainId, below)
    await core.run(updateProject, { id: lowest, options: { immutable: true } })
    await assert.rejects(core.run(deleteProjectTree, { id: above }, manager()), {
      kind: 'failed_precondition',
    })
    assert.ok(await core.store.reading.projects.get(below))
    await core.run(updateProject, { id: lowest, options: { immutable: false } })
    await core.run(deleteProjectTree, { id: above }, manager())
    for (const id of [above, below, lowest])
      assert.equal(await core.store.reading.projects.get(id), undefined)
    await assert.rejects(core.run(deleteProjectTree, { id: domainId }), { code: 'project_is_domain' })
  })

  test('T31: account roles are visible for users visible to the caller', async () => {
    const [ours, theirs] = [await b.user(domainId), await b.user()]
    for (const id of [ours, theirs]) await core.run(updateUser, { id, domainRole: 'member' })
    const users = [await core.run(getUser, { id: ours }), await core.run(getUser, { id: theirs })]
    assert.deepEqual([...(await core.run(listAccountRoles, { users }, manager()))], [[ours, 'member']])
    assert.equal((await core.run(listAccountRoles, { users }, callerAs({}))).size, 0)
  })

  test('T17: managers grant no membership role outside their rule, by this route as by any other', async () => {
    const other = await createTestCore(
      await makePlace(),
      {},
      {
        domain_managed_target_role: "'member':%(target.role.name)s or 'reader':%(target.role.name)s",
      },
    )
    try {
      const make = builders(other)
      const roles = ['admin', 'manager', 'member', 'reader']
      const [, managing] = [
        await make.role('admin'),
        ...(await Promise.all(roles.slice(1).map((name) => make.role(name)))),
      ]
      const place = await make.domain()
      const [user, boss, project] = [
        await make.user(place),
        await make.user(place),
        await make.project(place),
      ]
      await make.give(userActor(boss), managing ?? '', onProject(project))
      const caller = callerAs({
        userId: await make.user(place),
        userDomainId: place,
        scope: { kind: 'domain', domainId: place },
        roles: ['manager', 'member', 'reader'],
      })
      const put = (userId: string, name: 'manager' | 'member') =>
        other.run(setMember, { userId, projectId: project, role: { name } }, caller)
      const forbidden = { kind: 'forbidden', code: 'member_role_forbidden' }
      await put(user, 'member')
      await assert.rejects(put(user, 'manager'), forbidden)
      await assert.rejects(put(boss, 'member'), forbidden, 'nor claim it')
      await assert.rejects(other.run(removeMember, { userId: boss, projectId: project }, caller), forbidden)
      const key = { name: 'key', projectId: project, roleAbove: 'reader', accountRole: 'member' } as const
      await other.run(createServiceKey, { ...key, role: 'member' }, caller)
      await assert.rejects(other.run(createServiceKey, { ...key, role: 'manager' }, caller), {
        kind: 'forbidden',
      })
    } finally {
      await other.close()
    }
  })
})
