import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import {
  ArgumentError,
  BadRequest,
  Conflict,
  Connection,
  type ConnectionOptions,
  DuplicateResource,
  Forbidden,
  type Paginated,
  ResourceNotFound,
  Unauthorized,
} from '../src/openstack/index.ts'
import { recordCalls } from './recorded-calls.ts'
import { roleOperations } from './seeds/openstack.ts'

/** An Identity v3 service with the user `admin` in the domain `default`. */
export type OpenstackTarget = {
  /** With `/v3`. */
  readonly authUrl: string
  readonly adminPassword: string
  /** Where the catalog has addresses that the test cannot reach. */
  readonly endpointOverrides?: Readonly<Record<string, string>>
}

export const inDefault = { domain: { id: 'default' } } as const

export const adminOptions = (target: OpenstackTarget): ConnectionOptions => ({
  authUrl: target.authUrl,
  auth: { type: 'password', user: { name: 'admin', ...inDefault }, password: target.adminPassword },
  scope: { project: { name: 'admin', ...inDefault } },
  endpointOverrides: target.endpointOverrides,
})

export const unique = (): string => `t${randomUUID().slice(0, 8)}`

export const all = <T>(list: Paginated<T>): Promise<T[]> => list.toArray({ limit: 10_000 })

type Item = { readonly id: string; readonly extra: Readonly<Record<string, unknown>> }

type Crud = {
  readonly create: (attributes: never) => Promise<Item>
  readonly get: (ref: Item | string) => Promise<Item>
  readonly find: (nameOrId: string) => Promise<Item | undefined>
  readonly list: (query?: never) => Paginated<Item>
  readonly update: (ref: Item, changes: never) => Promise<Item>
  readonly delete: (ref: Item | string, query?: { ignoreMissing?: boolean }) => Promise<void>
}

/** Creates, reads, finds, lists, changes and deletes an object; every attribute is read as it was set. */
export const roundTrip = async <New extends object, Changes extends object>(
  collection: unknown,
  attributes: New,
  changes: Changes,
  query: object = {},
): Promise<void> => {
  const { create, get, find, list, update, delete: remove } = collection as Crud
  const created = await create(attributes as never)
  assert.deepEqual({ ...created, ...withoutSecrets(attributes) }, created)
  assert.deepEqual(await get(created), created)
  assert.deepEqual(await get(created.id), created)
  const found = await find('name' in attributes ? String(attributes.name) : created.id)
  assert.equal(found?.id, created.id)
  const listed = await all(list(query as never))
  assert.ok(listed.some(({ id }) => id === created.id))
  const updated = await update(created, changes as never)
  assert.deepEqual({ ...updated, ...withoutSecrets(changes) }, updated)
  assert.deepEqual(await get(created), updated)
  await remove(created)
  await assert.rejects(get(created), ResourceNotFound)
  await remove(created)
  await assert.rejects(remove(created, { ignoreMissing: false }), ResourceNotFound)
  assert.equal(await find(created.id), undefined)
}

const withoutSecrets = ({ password, ...attributes }: { readonly password?: unknown }) => attributes

/** The tests of every operation of seed 004 that Muster has. */
export const openstackSuite = (
  target: () => OpenstackTarget,
  called: Set<string>,
  { hasPaging }: { readonly hasPaging: boolean },
): void => {
  const connect = (): Connection => recordCalls(new Connection(adminOptions(target())), called)

  test('creates, reads, changes and deletes users', async () => {
    const { identity } = connect()
    await roundTrip(
      identity.users,
      {
        name: unique(),
        password: 'correct horse 1',
        email: `${unique()}@example.com`,
        options: { lockPassword: true },
        extra: { cost_center: 'a-1' },
      },
      { enabled: false, description: 'on leave', options: { lockPassword: false } },
      { domainId: 'default' },
    )
  })

  test('creates, reads, changes and deletes groups', async () => {
    const { identity } = connect()
    await roundTrip(
      identity.groups,
      { name: unique(), extra: { keptName: { a_b: 1 } } },
      { description: 'all' },
    )
  })

  test('creates, reads, changes and deletes projects', async () => {
    const { identity } = connect()
    const project = await identity.projects.create({ name: unique(), domainId: 'default', tags: ['a', 'b'] })
    const listed = await all(identity.projects.list({ tags: ['a', 'b'], parentId: 'default', enabled: true }))
    assert.ok(listed.some(({ id }) => id === project.id))
    assert.ok(!(await all(identity.projects.list({ notAnyTags: ['b'] }))).some(({ id }) => id === project.id))
    await roundTrip(
      identity.projects,
      { name: unique(), parentId: project.id, description: 'below' },
      { tags: ['c'] },
    )
    await identity.projects.delete(project)
  })

  test('creates, reads, changes and deletes domains', async () => {
    const { identity } = connect()
    await roundTrip(
      identity.domains,
      { name: unique(), enabled: true },
      { enabled: false, description: 'closed' },
    )
    const explicitDomainId = randomUUID().replaceAll('-', '')
    const domain = await identity.domains.create({ name: unique(), explicitDomainId, enabled: false })
    assert.equal(domain.id, explicitDomainId)
    await identity.domains.delete(domain)
  })

  test('creates, reads, changes and deletes roles, regions, services, endpoints and credentials', async () => {
    const { identity } = connect()
    await roundTrip(
      identity.roles,
      { name: unique(), description: 'reads' },
      { options: { immutable: false } },
    )
    await roundTrip(identity.regions, { id: unique(), description: 'north' }, { description: 'south' })
    await roundTrip(identity.services, { type: unique(), name: unique() }, { enabled: false })
    const service = await identity.services.create({ type: unique() })
    const region = await identity.regions.create({ id: unique() })
    const url = 'https://compute.example/v2.1/$(project_id)s'
    const place = { serviceId: service.id, regionId: region.id }
    await roundTrip(
      identity.endpoints,
      { ...place, interface: 'internal', url },
      { url: 'https://other.example' },
      place,
    )
    const endpoint = await identity.endpoints.create({
      serviceId: service,
      regionId: region,
      interface: 'public',
      url,
    })
    assert.deepEqual([endpoint.serviceId, endpoint.regionId], [service.id, region.id])
    await identity.endpoints.delete(endpoint)
    await identity.services.delete(service)
    await identity.regions.delete(region)
    const user = await identity.users.create({ name: unique() })
    const owner = { userId: user.id }
    await roundTrip(identity.credentials, { ...owner, type: 'cert', blob: 'one' }, { blob: 'two' }, owner)
    await identity.users.delete(user)
  })

  test('creates, finds, lists, changes and deletes policies', async () => {
    const { policies } = connect().identity
    const type = unique()
    await roundTrip(policies, { type, blob: '{"a": "b"}', extra: { team: 'web' } }, { blob: '{}' }, { type })
    const policy = await policies.create({ type, blob: 'text' })
    await policies.create({ type: unique(), blob: 'of another type' }).then(policies.delete)
    assert.deepEqual(
      (await all(policies.list({ type }))).map(({ id }) => id),
      [policy.id],
    )
    await policies.delete(policy)
  })

  test('adds users to groups, and lists and removes them', async () => {
    const { identity } = connect()
    const user = await identity.users.create({ name: unique() })
    const group = await identity.groups.create({ name: unique() })
    assert.equal(await identity.groups.hasUser({ user, group }), false)
    await identity.groups.addUser({ user, group })
    await identity.groups.addUser({ user: user.id, group: group.id })
    assert.equal(await identity.groups.hasUser({ user, group }), true)
    const members = await all(identity.groups.listUsers(group, { name: user.name }))
    assert.deepEqual(
      members.map(({ id }) => id),
      [user.id],
    )
    await identity.groups.removeUser({ user, group })
    await assert.rejects(identity.groups.removeUser({ user, group }), ResourceNotFound)
    await identity.groups.removeUser({ user, group, ignoreMissing: true })
    await identity.groups.delete(group)
    await identity.users.delete(user)
  })

  test('assigns, checks and removes roles: each of the 18 documented operations', async () => {
    const { identity } = connect()
    const exercised = new Set<string>()
    const domain = await identity.domains.create({ name: unique() })
    const role = await identity.roles.create({ name: unique() })
    const actors = {
      user: await identity.users.create({ name: unique(), domainId: domain }),
      group: await identity.groups.create({ name: unique(), domainId: domain }),
    }
    const targets = {
      domain,
      project: await identity.projects.create({ name: unique(), domainId: domain }),
      system: 'all',
    }
    for (const [actor, who] of Object.entries(actors))
      for (const [kind, where] of Object.entries(targets)) {
        const assignment = { role, [actor]: who, [kind]: where } as unknown as Parameters<
          typeof identity.roles.assign
        >[0]
        const expectAssigned = async (expected: boolean) => {
          assert.equal(await identity.roles.isAssigned(assignment), expected)
          exercised.add(`validate_${actor}_has_${kind}_role`)
          const roles = await all(identity.roleAssignments.filter(assignment))
          assert.equal(
            roles.some(({ id }) => id === role.id),
            expected,
          )
        }
        await expectAssigned(false)
        await identity.roles.assign(assignment)
        exercised.add(`assign_${kind}_role_to_${actor}`)
        await expectAssigned(true)
        await identity.roles.unassign(assignment)
        exercised.add(`unassign_${kind}_role_from_${actor}`)
        await expectAssigned(false)
        await assert.rejects(identity.roles.unassign(assignment), ResourceNotFound)
        await identity.roles.unassign({ ...assignment, ignoreMissing: true })
      }
    assert.deepEqual([...exercised].sort(), [...roleOperations].sort())
    await identity.roles.assign({ role, user: actors.user, domain, inherited: true })
    assert.equal(await identity.roles.isAssigned({ role, user: actors.user, domain, inherited: true }), true)
    assert.equal(await identity.roles.isAssigned({ role, user: actors.user, domain }), false)
    await identity.domains.update(domain, { enabled: false })
    await identity.domains.delete(domain)
    await identity.roles.delete(role)
  })

  test('lists role assignments, effective ones and with names, and the projects of a user', async () => {
    const { identity } = connect()
    const role = await identity.roles.create({ name: unique() })
    const user = await identity.users.create({ name: unique() })
    const group = await identity.groups.create({ name: unique() })
    const project = await identity.projects.create({ name: unique() })
    await identity.groups.addUser({ user, group })
    await identity.roles.assign({ role, group, project })
    const direct = await all(identity.roleAssignments.list({ group, includeNames: true }))
    assert.deepEqual(
      direct.map(({ links, ...assignment }) => assignment),
      [
        {
          role: { id: role.id, name: role.name },
          group: { id: group.id, name: group.name, domain: { id: 'default', name: 'Default' } },
          project: { id: project.id, name: project.name, domain: { id: 'default', name: 'Default' } },
          inherited: false,
        },
      ],
    )
    const effective = await all(identity.roleAssignments.list({ user, project, effective: true }))
    assert.deepEqual(
      effective.map((assignment) => assignment.user?.id),
      [user.id],
    )
    assert.deepEqual(await all(identity.roleAssignments.list({ user, effective: false })), [])
    assert.deepEqual(await all(identity.roleAssignments.list({ group, inherited: true })), [])
    assert.equal((await all(identity.roleAssignments.list({ group, inherited: false }))).length, 1)
    const below = await all(identity.roleAssignments.list({ project, includeSubtree: true }))
    assert.equal(below.length, 1)
    const system = await all(identity.roleAssignments.list({ system: 'all' }))
    assert.ok(system.every((assignment) => assignment.system === 'all'))
    const projects = await all(identity.users.listProjects(user))
    assert.deepEqual(
      projects.map(({ id }) => id),
      [project.id],
    )
    for (const item of [
      [identity.projects, project],
      [identity.groups, group],
      [identity.users, user],
      [identity.roles, role],
    ] as const)
      await (item[0].delete as (ref: string) => Promise<void>)(item[1].id)
  })

  test('creates, finds and deletes trusts', async () => {
    const connection = connect()
    const { identity } = connection
    const { user, project } = await connection.tokenDetails()
    const trustee = await identity.users.create({ name: unique() })
    const expiresAt = new Date(Date.UTC(2035, 0, 2, 3, 4, 5))
    const attributes = { trustorUserId: user, trusteeUserId: trustee, impersonation: true, expiresAt }
    const trust = await identity.trusts.create({
      ...attributes,
      projectId: project ?? '',
      roles: [{ name: 'admin' }],
    })
    assert.deepEqual(
      trust.roles?.map(({ name }) => name),
      ['admin'],
    )
    assert.deepEqual(trust.expiresAt, expiresAt)
    assert.deepEqual((await identity.trusts.get(trust)).id, trust.id)
    assert.equal((await identity.trusts.find(trust.id))?.id, trust.id)
    const listed = await all(identity.trusts.list({ trusteeUserId: trustee }))
    assert.deepEqual(
      listed.map(({ id }) => id),
      [trust.id],
    )
    await identity.trusts.delete(trust)
    await identity.trusts.delete(trust)
    assert.equal(await identity.trusts.find(trust.id), undefined)
    await identity.users.delete(trustee)
  })

  test('find matches an id or a name, within a domain', async () => {
    const { identity } = connect()
    const domain = await identity.domains.create({ name: unique() })
    const name = unique()
    const [here, there] = [
      await identity.users.create({ name }),
      await identity.users.create({ name, domainId: domain }),
    ]
    await assert.rejects(identity.users.find(name), (error: unknown) => {
      assert.ok(error instanceof DuplicateResource, String(error))
      assert.deepEqual([...error.ids].sort(), [here.id, there.id].sort())
      return true
    })
    assert.equal((await identity.users.find(name, { domainId: domain }))?.id, there.id)
    assert.equal((await identity.users.find(here.id))?.name, name)
    for (const missing of [unique(), '..', 'a/b?c=d#e', '%2e'])
      assert.equal(await identity.users.find(missing), undefined)
    await assert.rejects(identity.users.find(unique(), { ignoreMissing: false }), ResourceNotFound)
    await identity.users.delete(here)
    await identity.domains.update(domain, { enabled: false })
    await identity.domains.delete(domain)
  })

  test('lists page by marker', { skip: hasPaging ? false : 'the server has no paging' }, async () => {
    const { identity } = connect()
    const domain = await identity.domains.create({ name: unique() })
    const names = Array.from({ length: 5 }, unique)
    for (const name of names) await identity.groups.create({ name, domainId: domain })
    const list = identity.groups.list({ domainId: domain, limit: 2 })
    const pages: number[] = []
    const found: string[] = []
    for await (const page of list.pages()) {
      pages.push(page.length)
      found.push(...page.map((group) => group.name))
    }
    assert.deepEqual(
      pages.filter((length) => length > 0),
      [2, 2, 1],
    )
    assert.deepEqual(found.sort(), names.sort())
    assert.equal((await list.toArray({ limit: 3 })).length, 3)
    const [first] = await list.toArray({ limit: 1 })
    const rest = await all(identity.groups.list({ domainId: domain, marker: first }))
    assert.equal(rest.length, 4)
    await identity.domains.update(domain, { enabled: false })
    await identity.domains.delete(domain)
  })

  test('errors of the server have a class, a status and a request id', async () => {
    const { identity } = connect()
    const domain = await identity.domains.create({ name: unique() })
    const wrong = { type: 'password', user: { name: 'admin', ...inDefault }, password: 'wrong' } as const
    const stranger = new Connection({ ...adminOptions(target()), auth: wrong })
    const rejections: [
      call: () => Promise<unknown>,
      type: new (...args: never[]) => Error,
      status: number,
    ][] = [
      [() => identity.domains.create({ name: domain.name }), Conflict, 409],
      [() => identity.domains.delete(domain), Forbidden, 403],
      [() => identity.users.get(unique()), ResourceNotFound, 404],
      [() => identity.users.update('absent', { enabled: false }), ResourceNotFound, 404],
      [() => identity.groups.create({ name: 'n'.repeat(300) }), BadRequest, 400],
      [() => stranger.authenticate(), Unauthorized, 401],
    ]
    for (const [call, type, status] of rejections)
      await assert.rejects(call(), (error: unknown) => {
        assert.ok(error instanceof type, String(error))
        const { status: actual, requestId } = error as unknown as { status: number; requestId: string }
        assert.equal(actual, status)
        assert.match(requestId, /^req-/)
        return true
      })
    await identity.domains.update(domain, { enabled: false })
    await identity.domains.delete(domain)
  })

  test('arguments are checked before a request is sent', async () => {
    const unreachable = { ...adminOptions(target()), authUrl: 'http://127.0.0.1:9/v3' }
    const { identity } = new Connection(unreachable)
    const calls: [argument: string, call: () => Promise<unknown>][] = [
      ['user', () => identity.users.get('')],
      ['user', () => identity.users.delete({ id: '' })],
      ['user', () => identity.users.update(undefined as never, {})],
      ['changes', () => identity.users.update('u', {})],
      ['name', () => identity.users.create({} as never)],
      ['nmae', () => identity.users.create({ name: 'a', nmae: 'b' } as never)],
      ['extra', () => identity.users.create({ name: 'a', extra: { domain_id: 'b' } })],
      ['domainId', () => identity.users.create({ name: 'a', domainId: {} as never })],
      ['group', () => identity.groups.addUser(undefined as never)],
      ['group', () => identity.groups.removeUser(undefined as never)],
      ['domain', () => identity.roles.assign(undefined as never)],
      ['domain', () => identity.roles.unassign(undefined as never)],
      ['name', () => identity.users.create(undefined as never)],
      ['attributes', () => identity.regions.create(undefined as never)],
      ['nameOrId', () => identity.users.find('')],
      ['limit', () => all(identity.users.list({ limit: 0 }))],
      ['domain', () => identity.domainConfigs.get('')],
      ['config', () => identity.domainConfigs.create('d', {})],
      ['group', () => identity.groups.addUser({ user: 'u', group: '' })],
      ['role', () => identity.roles.assign({ role: '', user: 'u', system: 'all' })],
      ['project', () => identity.roles.assign({ role: 'r', user: 'u', domain: 'd', project: 'p' } as never)],
      ['user', () => identity.roles.assign({ role: 'r', domain: 'd' } as never)],
      ['system', () => identity.roles.assign({ role: 'r', user: 'u', system: 'some' } as never)],
      ['inherited', () => identity.roles.assign({ role: 'r', user: 'u', system: 'all', inherited: true })],
      ['domain', () => all(identity.roleAssignments.filter({ user: 'u' } as never))],
      [
        'expiresAt',
        () =>
          identity.trusts.create({
            trustorUserId: 'a',
            trusteeUserId: 'b',
            impersonation: true,
            expiresAt: new Date('no'),
          }),
      ],
      ['passwordExpiresAt', () => identity.users.update('u', { passwordExpiresAt: null } as never)],
    ]
    for (const [argument, call] of calls)
      await assert.rejects(
        async () => call(),
        (error: unknown) => {
          assert.ok(error instanceof ArgumentError, `${argument}: ${error}`)
          assert.equal(error.argument, argument)
          return true
        },
      )
  })
}
