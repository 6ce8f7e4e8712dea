import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { type Native, nativeClient } from '../native.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'
import { arizeId, isArizeProblem } from './arize-fixture.ts'

const predefined = (name: string) => ({ type: 'predefined', name })

onEachDatabase('organizations, spaces and their members at the Arize API', (makePlace) => {
  let s: TestServer
  let n: Native
  let here: Awaited<ReturnType<Native['newDomain']>>
  let count = 0
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
    here = await n.newDomain()
  })
  after(() => s.close())

  const call = (method: string, path: string, body?: unknown, secret = here.secret) =>
    s.call(method, `/arize/v2${path}`, { body, headers: { authorization: `Bearer ${secret}` } })
  const done = async (
    method: string,
    path: string,
    body?: unknown,
    secret?: string,
  ): Promise<Called['body']> => {
    const answer = await call(method, path, body, secret)
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const isProblem = (answer: Called, status: number, what = '') => {
    assert.equal(answer.status, status, `${what} ${JSON.stringify(answer.body)}`)
    assert.ok(isArizeProblem(answer), JSON.stringify(answer.body))
  }
  const musterId = (id: string) => Buffer.from(id, 'base64').toString().split(':')[2] ?? ''
  const newUser = async (role = 'member') =>
    done('POST', '/users', {
      name: 'Ann',
      email: `ann-${++count}@example.com`,
      role: predefined(role),
      invite_mode: 'none',
    })
  const newOrganization = () => done('POST', '/organizations', { name: `Organization ${++count}` })
  const newSpace = async (organization_id: string) =>
    done('POST', '/spaces', { name: `Space ${++count}`, organization_id })

  test('are projects: organizations directly below the domain, spaces directly below organizations', async () => {
    const organization = await done('POST', '/organizations', { name: ' Research ', description: null })
    assert.deepEqual(Object.keys(organization).sort(), ['created_at', 'description', 'id', 'name'])
    assert.deepEqual([organization.name, organization.description], ['Research', ''])
    const space = await newSpace(organization.id)
    assert.deepEqual(Object.keys(space).sort(), ['created_at', 'description', 'id', 'name'])
    const show = async (id: string) =>
      (await s.call('GET', `/v3/projects/${musterId(id)}`, { token: s.system })).body.project
    assert.equal((await show(organization.id)).parent_id, here.id)
    assert.equal((await show(space.id)).parent_id, musterId(organization.id))
  })

  test('are updated, with errors for invalid changes', async () => {
    const { id } = await newOrganization()
    const { id: spaceId } = await newSpace(id)
    for (const path of [`/organizations/${id}`, `/spaces/${spaceId}`]) {
      assert.equal((await done('PATCH', path, { description: 'Good' })).description, 'Good')
      assert.equal((await done('PATCH', path, { description: null })).description, '')
      for (const wrong of [
        {},
        { name: ' ' },
        { name: 'x'.repeat(256) },
        { description: 'x'.repeat(1001) },
        { parent: 1 },
      ])
        isProblem(await call('PATCH', path, wrong), 400, JSON.stringify(wrong))
    }
    await done('PATCH', `/spaces/${spaceId}`, { is_private: false })
    isProblem(await call('PATCH', `/spaces/${spaceId}`, { is_private: true }), 400)
    isProblem(await call('POST', '/organizations', { name: `Space ${count}` }), 409)
    isProblem(await call('POST', '/organizations', { name: 'x'.repeat(65) }), 400)
    isProblem(await call('POST', '/spaces', { name: 'x', organization_id: spaceId }), 404)
  })

  test('lists are filtered by parent and by part of the name, with pages', async () => {
    const domain = await n.newDomain()
    const own = (method: string, path: string, body?: object) => done(method, path, body, domain.secret)
    const made = [
      await own('POST', '/organizations', { name: 'North' }),
      await own('POST', '/organizations', { name: 'South' }),
    ]
    const [north, south] = made.map(({ id }) => id)
    const spaces = [
      await own('POST', '/spaces', { name: 'North one', organization_id: north }),
      await own('POST', '/spaces', { name: 'South one', organization_id: south }),
      await own('POST', '/spaces', { name: 'South two', organization_id: south }),
    ].map(({ id }) => id)
    const ids = async (path: string, key: string) =>
      (await own('GET', path))[key].map(({ id }: { id: string }) => id).sort()
    assert.deepEqual(await ids('/organizations', 'organizations'), [north, south].sort())
    assert.deepEqual(await ids('/organizations?name=ORTH', 'organizations'), [north])
    assert.deepEqual(await ids('/organizations?name=%25', 'organizations'), [])
    assert.deepEqual(await ids('/spaces', 'spaces'), spaces.toSorted())
    assert.deepEqual(await ids(`/spaces?org_id=${south}`, 'spaces'), spaces.slice(1).sort())
    assert.deepEqual(await ids('/spaces?name=one', 'spaces'), spaces.slice(0, 2).sort())
    const first = await own('GET', '/spaces?limit=2')
    assert.equal(first.pagination.has_more, true)
    await own('DELETE', `/spaces/${first.spaces[1].id}`)
    const cursor = encodeURIComponent(first.pagination.next_cursor)
    const rest = await own('GET', `/spaces?limit=2&cursor=${cursor}`)
    assert.deepEqual([rest.spaces.length, rest.pagination], [1, { has_more: false }])
    isProblem(await call('GET', `/spaces?cursor=${cursor}&org_id=${south}`, undefined, domain.secret), 400)
    isProblem(await call('GET', `/spaces?org_id=${north}`), 404)
  })

  test('members are listed with their role, and deleted with the organization', async () => {
    const { id } = await newOrganization()
    const space = await newSpace(id)
    const user = await newUser()
    const add = (role: string) => ({ user_id: user.id, role: predefined(role) })
    isProblem(await call('POST', `/spaces/${space.id}/users`, add('member')), 400)
    const member = await done('POST', `/organizations/${id}/users`, add('admin'))
    assert.deepEqual(member, {
      id: member.id,
      user_id: user.id,
      organization_id: id,
      role: predefined('admin'),
    })
    const inside = await done('POST', `/spaces/${space.id}/users`, add('read-only'))
    assert.deepEqual(inside, {
      id: inside.id,
      user_id: user.id,
      space_id: space.id,
      role: predefined('read-only'),
    })
    isProblem(await call('POST', `/spaces/${space.id}/users`, add('annotator')), 400)
    isProblem(await call('POST', `/spaces/${space.id}/users`, add('owner')), 400)
    const projects = (await s.call('GET', `/v3/users/${musterId(user.id)}/projects`, { token: s.system }))
      .body
    assert.equal(projects.projects.length, 2)
    await done('DELETE', `/organizations/${id}/users/${user.id}`)
    isProblem(await call('DELETE', `/spaces/${space.id}/users/${user.id}`), 404)
    isProblem(await call('DELETE', `/organizations/${id}/users/${user.id}`), 404)
  })

  test('deleting an organization deletes its spaces, deleting a user its memberships', async () => {
    const { id } = await newOrganization()
    const space = await newSpace(id)
    const user = await newUser()
    await done('POST', `/organizations/${id}/users`, { user_id: user.id, role: predefined('member') })
    await done('DELETE', `/users/${user.id}`)
    isProblem(await call('DELETE', `/organizations/${id}/users/${user.id}`), 404)
    isProblem(
      await call('POST', `/organizations/${id}/users`, { user_id: user.id, role: predefined('member') }),
      404,
    )
    await done('DELETE', `/organizations/${id}`)
    isProblem(await call('GET', `/spaces/${space.id}`), 404)
    isProblem(await call('DELETE', `/organizations/${id}`), 404)
  })

  test('bindings contain their start and the kind of their resource', async () => {
    const { id } = await newOrganization()
    const space = await newSpace(id)
    const user = await newUser()
    const role = { name: `role-${++count}`, domain_id: here.id }
    const made = (await s.call('POST', '/v3/roles', { token: s.system, body: { role } })).body.role
    const project = (
      await s.call('POST', '/v3/projects', {
        token: s.system,
        body: { project: { name: `below-${count}`, domain_id: here.id, parent_id: musterId(space.id) } },
      })
    ).body.project
    const bind = (resource_type: string, resource_id: string) =>
      call('POST', '/role-bindings', {
        role_id: arizeId('Role', made.id),
        user_id: user.id,
        resource_type,
        resource_id,
      })
    const binding = (await bind('SPACE', space.id)).body
    assert.deepEqual(Object.keys(binding).sort(), [
      'created_at',
      'id',
      'resource_id',
      'resource_type',
      'role_id',
      'updated_at',
      'user_id',
    ])
    assert.ok(Date.parse(binding.created_at) > Date.now() - 60_000)
    isProblem(await bind('SPACE', space.id), 409)
    isProblem(await bind('PROJECT', space.id), 404)
    isProblem(await bind('SPACE', id), 404)
    isProblem(await bind('space', space.id), 400)
    const below = await bind('PROJECT', arizeId('Project', project.id))
    assert.deepEqual([below.status, below.body.resource_type], [201, 'PROJECT'])
    isProblem(await call('GET', '/role-bindings'), 400)
    const listed = await done('GET', `/role-bindings?resource_type=PROJECT&user_id=${user.id}`)
    assert.deepEqual(listed, { role_bindings: [below.body], pagination: { has_more: false } })
    // A custom role on an organization is granted elsewhere, and is not a binding.
    const grant = `/v3/projects/${musterId(id)}/users/${musterId(user.id)}/roles/${made.id}`
    assert.equal((await s.call('PUT', grant, { token: s.system })).status, 204)
    const other = arizeId('RoleBinding', `${musterId(user.id)}:${musterId(id)}`)
    isProblem(await call('GET', `/role-bindings/${other}`), 404)
    isProblem(await call('DELETE', `/role-bindings/${other}`), 404)
  })
})
