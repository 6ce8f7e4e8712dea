import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { onEachDatabase, type Place } from '../databases.ts'
import { adminPassword, startTestServer, type TestServer } from '../test-server.ts'
import { assertEveryRouteSucceeded, type CallRoute, callRoutes } from './keystone-routes.ts'

const missing = 'f'.repeat(32)
const password = 'one phrase for all users'

/** A server, and what the tests of limits create. */
const workbench = async (place: Place, settings: Parameters<typeof startTestServer>[2] = {}) => {
  const s = await startTestServer(place, {}, settings)
  const called = new Set<string>()
  const call = callRoutes(s, called)
  let count = 0
  const make = async (noun: string, collection: string, attributes: object): Promise<string> => {
    const answer = await s.call('POST', `/v3/${collection}`, {
      token: s.system,
      body: { [noun]: attributes },
    })
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
    return answer.body[noun].id
  }
  const roleNamed = async (name: string): Promise<string> =>
    (await s.call('GET', `/v3/roles?name=${name}`, { token: s.system })).body.roles[0].id
  return {
    s,
    called,
    call,
    service: () => make('service', 'services', { type: `type-${++count}` }),
    region: () => make('region', 'regions', {}),
    domain: () => make('domain', 'domains', { name: `domain-${++count}` }),
    project: (more: object = {}) => make('project', 'projects', { name: `project-${++count}`, ...more }),
    /** The token of a new user with a role on a project, a domain or the system. */
    async token(role: string, place: string, scope: object) {
      const id = await make('user', 'users', { name: `user-${++count}`, password })
      const grant = `/v3/${place}/users/${id}/roles/${await roleNamed(role)}`
      assert.equal((await s.call('PUT', grant, { token: s.system })).status, 204)
      return s.signIn({ id, password }, scope)
    },
    register: (registered_limits: readonly object[]) =>
      call('POST /v3/registered_limits', {}, { body: { registered_limits } }),
    limit: (limits: readonly object[]) => call('POST /v3/limits', {}, { body: { limits } }),
    async listed(query = '', token: string | undefined = s.system): Promise<readonly string[]> {
      const { status, body } = await call('GET /v3/limits', {}, { query, token })
      assert.equal(status, 200)
      return body.limits.map(({ id }: { id: string }) => id)
    },
  }
}
type Workbench = Awaited<ReturnType<typeof workbench>>

onEachDatabase('Identity v3: registered limits and limits', (makePlace) => {
  let w: Workbench
  let s: TestServer
  let call: CallRoute
  let service: string
  before(async () => {
    w = await workbench(await makePlace())
    ;({ s, call } = w)
  })
  after(() => s.close())
  beforeEach(async () => {
    service = await w.service()
  })
  const cores = (more: object = {}) => ({
    service_id: service,
    resource_name: 'cores',
    default_limit: 10,
    ...more,
  })
  const ofCores = (more: object) => ({
    service_id: service,
    resource_name: 'cores',
    resource_limit: 5,
    ...more,
  })
  /** Registers a limit of `cores` and returns its id. */
  const registered = async (more: object = {}): Promise<string> => {
    const answer = await w.register([cores(more)])
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
    return answer.body.registered_limits[0].id
  }
  const limited = async (more: object): Promise<string> => {
    const answer = await w.limit([ofCores(more)])
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
    return answer.body.limits[0].id
  }

  test('registered limits are created together, shown, listed, changed and deleted', async () => {
    const region = await w.region()
    const made = await w.register([
      cores({ description: 'd' }),
      cores({ region_id: region, default_limit: -1 }),
      cores({ resource_name: 'disks', region_id: null, default_limit: 0 }),
    ])
    assert.equal(made.status, 201)
    assert.deepEqual(Object.keys(made.body), ['registered_limits'])
    const [first, second, third] = made.body.registered_limits
    assert.deepEqual(first, {
      id: first.id,
      service_id: service,
      region_id: null,
      resource_name: 'cores',
      default_limit: 10,
      description: 'd',
      links: { self: `http://muster.test/v3/registered_limits/${first.id}` },
    })
    assert.deepEqual([second.region_id, second.default_limit, third.default_limit], [region, -1, 0])
    const params = { registered_limit_id: first.id }
    const route = '/v3/registered_limits/{registered_limit_id}' as const
    assert.deepEqual((await call(`GET ${route}`, params)).body, { registered_limit: first })
    const list = async (query: string) =>
      (await call('GET /v3/registered_limits', {}, { query: `?service_id=${service}${query}` })).body
        .registered_limits
    assert.deepEqual(await list(''), [first, second, third])
    assert.deepEqual(await list('&resource_name=disks'), [third])
    assert.deepEqual(await list(`&region_id=${region}`), [second])
    assert.deepEqual(await list('&resource_name__startswith=c&limit=1'), [first])
    const changed = await call(`PATCH ${route}`, params, {
      body: { registered_limit: { default_limit: 20, description: null, resource_name: 'vcpus' } },
    })
    assert.deepEqual(changed.body.registered_limit, {
      ...first,
      default_limit: 20,
      description: null,
      resource_name: 'vcpus',
    })
    assert.equal((await call(`DELETE ${route}`, params)).status, 204)
    for (const method of ['GET', 'DELETE'] as const)
      assert.equal((await call(`${method} ${route}`, params)).status, 404)
  })

  test('a resource has one registered limit for a service and region; a duplicate is 409 and creates none', async () => {
    const region = await w.region()
    await registered()
    const other = await registered({ region_id: region })
    for (const limits of [
      [cores()],
      [cores({ region_id: region })],
      [cores({ resource_name: 'new' }), cores()],
      [cores({ resource_name: 'twice' }), cores({ resource_name: 'twice' })],
    ])
      assert.equal((await w.register(limits)).status, 409)
    const clash = await call(
      'PATCH /v3/registered_limits/{registered_limit_id}',
      { registered_limit_id: other },
      { body: { registered_limit: { region_id: null } } },
    )
    assert.equal(clash.status, 409)
    const { body } = await call('GET /v3/registered_limits', {}, { query: `?service_id=${service}` })
    assert.equal(body.registered_limits.length, 2)
  })

  test('of 10 concurrent registered limits, and of 10 limits, exactly one is created', async () => {
    const project = await w.project()
    const statuses = async (ask: () => Promise<{ readonly status: number }>) =>
      (await Promise.all(Array.from({ length: 10 }, ask))).map(({ status }) => status).sort()
    assert.deepEqual(await statuses(() => w.register([cores()])), [201, ...Array(9).fill(409)])
    const limits = () => w.limit([ofCores({ project_id: project })])
    assert.deepEqual(await statuses(limits), [201, ...Array(9).fill(409)])
  })

  test('limits of projects and domains are created together, shown, listed, changed and deleted', async () => {
    const [project, domain, region] = [await w.project(), await w.domain(), await w.region()]
    await registered()
    await registered({ region_id: region })
    const made = await w.limit([
      ofCores({ project_id: project, description: 'd' }),
      ofCores({ domain_id: domain, region_id: region, resource_limit: -1 }),
    ])
    assert.equal(made.status, 201)
    assert.deepEqual(Object.keys(made.body), ['limits'])
    const [first, second] = made.body.limits
    assert.deepEqual(first, {
      id: first.id,
      project_id: project,
      domain_id: null,
      service_id: service,
      region_id: null,
      resource_name: 'cores',
      resource_limit: 5,
      description: 'd',
      links: { self: `http://muster.test/v3/limits/${first.id}` },
    })
    assert.deepEqual([second.project_id, second.domain_id, second.region_id], [null, domain, region])
    const params = { limit_id: first.id }
    assert.deepEqual((await call('GET /v3/limits/{limit_id}', params)).body, { limit: first })
    assert.deepEqual(await w.listed(`?service_id=${service}`), [first.id, second.id])
    assert.deepEqual(await w.listed(`?project_id=${project}`), [first.id])
    assert.deepEqual(await w.listed(`?domain_id=${domain}`), [second.id])
    assert.deepEqual(await w.listed(`?region_id=${region}&resource_name=cores`), [second.id])
    assert.deepEqual(await w.listed(`?service_id=${service}&limit=1&marker=${first.id}`), [second.id])
    const changed = await call('PATCH /v3/limits/{limit_id}', params, {
      body: { limit: { resource_limit: 0, description: '' } },
    })
    assert.deepEqual(changed.body.limit, { ...first, resource_limit: 0, description: '' })
    assert.equal((await call('DELETE /v3/limits/{limit_id}', params)).status, 204)
    for (const method of ['GET', 'DELETE'] as const)
      assert.equal((await call(`${method} /v3/limits/{limit_id}`, params)).status, 404)
  })

  test('a limit of a project that is a domain is one of the domain', async () => {
    const domain = await w.domain()
    await registered()
    const made = await w.limit([ofCores({ project_id: domain })])
    assert.deepEqual([made.body.limits[0].project_id, made.body.limits[0].domain_id], [null, domain])
    assert.equal((await w.limit([ofCores({ domain_id: domain })])).status, 409)
  })

  test('a limit needs a registered limit of the same service, region and resource; otherwise 403 and none is created', async () => {
    const [project, region] = [await w.project(), await w.region()]
    await registered({ region_id: region })
    for (const wrong of [
      {},
      { region_id: region, resource_name: 'disks' },
      { service_id: await w.service() },
    ]) {
      const limits = [
        ofCores({ project_id: project, region_id: region }),
        ofCores({ project_id: await w.project(), ...wrong }),
      ]
      assert.equal((await w.limit(limits)).status, 403, JSON.stringify(wrong))
    }
    assert.deepEqual(await w.listed(`?project_id=${project}`), [])
  })

  test('a project has one limit of a resource; a duplicate is 409 and creates none', async () => {
    const [one, two] = [await w.project(), await w.project()]
    await registered()
    await limited({ project_id: one })
    assert.equal((await w.limit([ofCores({ project_id: two }), ofCores({ project_id: one })])).status, 409)
    assert.equal((await w.limit([ofCores({ project_id: two }), ofCores({ project_id: two })])).status, 409)
    assert.deepEqual(await w.listed(`?project_id=${two}`), [])
  })

  test('a registered limit with limits is 403 to change or delete, as are its service and region', async () => {
    const [project, region] = [await w.project(), await w.region()]
    const id = await registered({ region_id: region })
    const params = { registered_limit_id: id }
    const limit = await limited({ project_id: project, region_id: region })
    const patch = (registered_limit: object) =>
      call('PATCH /v3/registered_limits/{registered_limit_id}', params, { body: { registered_limit } })
    const remove = () => call('DELETE /v3/registered_limits/{registered_limit_id}', params)
    const removeService = () => call('DELETE /v3/services/{service_id}', { service_id: service })
    const removeRegion = () => call('DELETE /v3/regions/{region_id}', { region_id: region })
    for (const change of [{ default_limit: 3 }, { resource_name: 'x' }, { region_id: null }])
      assert.equal((await patch(change)).status, 403, JSON.stringify(change))
    assert.equal((await remove()).status, 403)
    assert.deepEqual([(await removeService()).status, (await removeRegion()).status], [403, 403])
    assert.equal((await call('DELETE /v3/limits/{limit_id}', { limit_id: limit })).status, 204)
    assert.equal((await patch({ default_limit: 3 })).status, 200)
    assert.deepEqual([(await removeService()).status, (await removeRegion()).status], [403, 403])
    assert.equal((await remove()).status, 204)
    assert.deepEqual([(await removeService()).status, (await removeRegion()).status], [204, 204])
  })

  test('malformed limits, and unknown services, regions, projects and domains, are 400 and create none', async () => {
    const [project, domain] = [await w.project(), await w.domain()]
    await registered()
    for (const wrong of [
      { service_id: missing },
      { service_id: null },
      { region_id: missing },
      { resource_name: '' },
      { resource_name: 'x'.repeat(256) },
      { resource_name: 'a\0' },
      { default_limit: -2 },
      { default_limit: 2 ** 31 },
      { default_limit: 1.5 },
      { default_limit: '1' },
      { default_limit: undefined },
      { description: 'x'.repeat(256) },
      { extra: 'unknown' },
    ]) {
      const answer = await w.register([
        cores({ resource_name: 'new' }),
        cores({ resource_name: 'b', ...wrong }),
      ])
      assert.equal(answer.status, 400, JSON.stringify(wrong))
    }
    for (const wrong of [
      {},
      { project_id: project, domain_id: domain },
      { project_id: null, domain_id: null },
      { project_id: missing },
      { domain_id: missing },
      { domain_id: project },
      { project_id: project, service_id: missing },
      { project_id: project, region_id: missing },
      { project_id: project, resource_limit: -2 },
      { project_id: project, resource_limit: 2 ** 31 },
      { project_id: project, resource_limit: true },
      { project_id: project, extra: 'unknown' },
    ]) {
      const answer = await w.limit([ofCores({ domain_id: domain }), ofCores(wrong)])
      assert.equal(answer.status, 400, JSON.stringify(wrong))
    }
    for (const body of [
      {},
      { limits: {} },
      { limits: [] },
      { limits: [null] },
      { limits: Array(501).fill({}) },
    ])
      assert.equal((await call('POST /v3/limits', {}, { body })).status, 400)
    assert.deepEqual(await w.listed(`?service_id=${service}`), [])
    const { body } = await call('GET /v3/registered_limits', {}, { query: `?service_id=${service}` })
    assert.equal(body.registered_limits.length, 1)
    const id = await limited({ project_id: project })
    for (const limit of [
      {},
      { project_id: domain },
      { resource_name: 'x' },
      { resource_limit: null },
      { id: missing },
    ])
      assert.equal(
        (await call('PATCH /v3/limits/{limit_id}', { limit_id: id }, { body: { limit } })).status,
        400,
        JSON.stringify(limit),
      )
  })

  test('the largest request creates 500 limits', async () => {
    await registered()
    const resources = Array.from({ length: 500 }, (_, at) => cores({ resource_name: `r${at}` }))
    assert.equal((await w.register(resources)).status, 201)
    const project = await w.project()
    const limits = resources.map(({ resource_name }) => ofCores({ project_id: project, resource_name }))
    const made = await w.limit(limits)
    assert.equal(made.body.limits.length, 500)
    assert.deepEqual(
      made.body.limits.map(({ resource_name }: { resource_name: string }) => resource_name),
      resources.map(({ resource_name }) => resource_name),
    )
  })

  test('limits go with their project and domain', async () => {
    const domain = await w.domain()
    const [project, inDomain] = [await w.project(), await w.project({ domain_id: domain })]
    await registered()
    const kept = await limited({ project_id: await w.project() })
    await w.limit([
      ofCores({ project_id: project }),
      ofCores({ project_id: inDomain }),
      ofCores({ domain_id: domain }),
    ])
    assert.equal((await w.listed(`?service_id=${service}`)).length, 4)
    assert.equal((await call('DELETE /v3/projects/{project_id}', { project_id: project })).status, 204)
    assert.equal((await w.listed(`?service_id=${service}`)).length, 3)
    const disabled = { domain: { enabled: false } }
    await call('PATCH /v3/domains/{domain_id}', { domain_id: domain }, { body: disabled })
    assert.equal((await call('DELETE /v3/domains/{domain_id}', { domain_id: domain })).status, 204)
    assert.deepEqual(await w.listed(`?service_id=${service}`), [kept])
  })

  test('a list has the limits of the scope, or all for the system, administrators and the role service', async () => {
    const domain = await w.domain()
    const [inDomain, elsewhere] = [await w.project({ domain_id: domain }), await w.project()]
    await registered()
    const [ofDomain, ofInDomain, ofElsewhere] = [
      await limited({ domain_id: domain }),
      await limited({ project_id: inDomain }),
      await limited({ project_id: elsewhere }),
    ]
    const all = [ofDomain, ofInDomain, ofElsewhere]
    const query = `?service_id=${service}`
    const onDomain = (role: string) => w.token(role, `domains/${domain}`, { domain: { id: domain } })
    const onProject = (role: string, id: string) => w.token(role, `projects/${id}`, { project: { id } })
    const reader = await w.token('reader', 'system', { system: { all: true } })
    const unscoped = await s.signIn(
      { name: 'admin', domain: { id: 'default' }, password: adminPassword },
      'unscoped',
    )
    for (const [who, token, expected] of [
      ['a reader of the system', reader, all],
      ['an administrator of a project', s.admin, all],
      ['the role service', await onProject('service', elsewhere), all],
      ['an administrator of the domain', await onDomain('admin'), all],
      ['a reader of the domain', await onDomain('reader'), [ofDomain, ofInDomain]],
      ['a member of a project', await onProject('member', inDomain), [ofInDomain]],
      ['a member of another project', await onProject('member', elsewhere), [ofElsewhere]],
      ['an unscoped token', unscoped, []],
    ] as const) {
      assert.deepEqual(await w.listed(query, token), expected, who)
      if (who === 'the role service') continue
      for (const id of all) {
        const { status } = await call('GET /v3/limits/{limit_id}', { limit_id: id }, { token })
        assert.equal(status, (expected as readonly string[]).includes(id) ? 200 : 403, `${who} of ${id}`)
      }
    }
    const member = await onProject('member', elsewhere)
    assert.deepEqual(await w.listed(`${query}&project_id=${inDomain}`, member), [])
    assert.equal((await call('GET /v3/registered_limits', {}, { token: member })).status, 200)
  })

  test('only administrators write; unknown ids are 404 to them and 403 to others', async () => {
    const project = await w.project()
    const member = await w.token('member', `projects/${project}`, { project: { id: project } })
    const reader = await w.token('reader', 'system', { system: { all: true } })
    const id = await registered()
    const limit = await limited({ project_id: project })
    const params = { registered_limit_id: id, limit_id: limit }
    const unknown = { registered_limit_id: missing, limit_id: missing }
    for (const [route, body] of [
      ['PATCH /v3/registered_limits/{registered_limit_id}', { registered_limit: { default_limit: 1 } }],
      ['DELETE /v3/registered_limits/{registered_limit_id}', undefined],
      ['PATCH /v3/limits/{limit_id}', { limit: { resource_limit: 1 } }],
      ['DELETE /v3/limits/{limit_id}', undefined],
    ] as const) {
      for (const token of [member, reader]) {
        assert.equal((await call(route, params, { body, token })).status, 403, route)
        assert.equal((await call(route, unknown, { body, token })).status, 403, route)
      }
      assert.equal((await call(route, unknown, { body, token: s.admin })).status, 404, route)
      assert.equal((await call(route, params, { body, token: undefined })).status, 401, route)
    }
    for (const [route, body] of [
      ['POST /v3/registered_limits', { registered_limits: [cores({ resource_name: 'new' })] }],
      ['POST /v3/limits', { limits: [ofCores({ project_id: await w.project() })] }],
    ] as const) {
      for (const token of [member, reader])
        assert.equal((await call(route, {}, { body, token })).status, 403, route)
      assert.equal((await call(route, {}, { body, token: s.admin })).status, 201, route)
    }
    assert.equal((await call('GET /v3/limits/{limit_id}', unknown)).status, 404)
    assert.equal((await call('GET /v3/limits/{limit_id}', unknown, { token: member })).status, 403)
    const route = 'GET /v3/registered_limits/{registered_limit_id}'
    assert.equal((await call(route, unknown, { token: member })).status, 404)
  })

  test('the model is flat by default: limits of a tree do not depend on one another', async () => {
    const { status, body } = await call('GET /v3/limits/model')
    assert.deepEqual([status, body.model.name, typeof body.model.description], [200, 'flat', 'string'])
    const [domain, parent] = [await w.domain(), await w.project()]
    const child = await w.project({ parent_id: parent })
    await registered({ default_limit: 1 })
    await limited({ domain_id: domain, resource_limit: 1 })
    await limited({ project_id: parent, resource_limit: 2 })
    await limited({ project_id: child, resource_limit: 3 })
    await limited({ project_id: await w.project({ domain_id: domain }), resource_limit: -1 })
  })

  test('include_limits adds the limits to each listed parent and project below', async () => {
    const above = await w.project()
    const project = await w.project({ parent_id: above })
    const child = await w.project({ parent_id: project })
    const { roles } = (await s.call('GET', '/v3/roles?name=admin', { token: s.system })).body
    const { users } = (await s.call('GET', '/v3/users?name=admin', { token: s.system })).body
    for (const id of [above, child])
      await s.call('PUT', `/v3/projects/${id}/users/${users[0].id}/roles/${roles[0].id}`, { token: s.system })
    await registered()
    const ofAbove = await limited({ project_id: above })
    const show = async (query: string) => {
      const token = await s.signIn(
        { name: 'admin', domain: { id: 'default' }, password: adminPassword },
        { system: { all: true } },
      )
      const answer = await call('GET /v3/projects/{project_id}', { project_id: project }, { query, token })
      return answer.body.project
    }
    const { parents, subtree } = await show('?parents_as_list&subtree_as_list&include_limits')
    const idsOf = (list: readonly { project: { id: string; limits?: readonly { id: string }[] } }[]) =>
      list.map(({ project: { id, limits } }) => [id, limits?.map((limit) => limit.id)])
    assert.deepEqual(idsOf(parents), [[above, [ofAbove]]])
    assert.deepEqual(idsOf(subtree), [[child, []]])
    assert.deepEqual(idsOf((await show('?parents_as_list')).parents), [[above, undefined]])
    assert.deepEqual((await show('?subtree_as_ids&include_limits')).subtree, { [child]: null })
  })

  test('every route of the specification succeeded in one of these tests', () => {
    assertEveryRouteSucceeded(w.called, ['limits', 'registered-limits'], 11)
  })
})

onEachDatabase('Identity v3: limits in the model strict_two_level', (makePlace) => {
  let w: Workbench
  let service: string
  let domain: string
  before(async () => {
    w = await workbench(await makePlace(), { unified_limit_enforcement_model: 'strict_two_level' })
  })
  after(() => w.s.close())
  beforeEach(async () => {
    ;[service, domain] = [await w.service(), await w.domain()]
    const cores = { service_id: service, resource_name: 'cores', default_limit: 10 }
    assert.equal((await w.register([cores])).status, 201)
  })
  const limits = async (...rows: readonly (readonly [owner: object, value: number])[]) => {
    const { status, body } = await w.limit(
      rows.map(([owner, resource_limit]) => ({
        ...owner,
        service_id: service,
        resource_name: 'cores',
        resource_limit,
      })),
    )
    return { status, ids: body.limits?.map(({ id }: { id: string }) => id) as readonly string[] }
  }
  const set = async (id: string, resource_limit: number) =>
    (await w.call('PATCH /v3/limits/{limit_id}', { limit_id: id }, { body: { limit: { resource_limit } } }))
      .status
  const inDomain = async (more: object = {}) => ({
    project_id: await w.project({ domain_id: domain, ...more }),
  })

  test('the model is shown, and projects nest two levels deep', async () => {
    assert.equal((await w.call('GET /v3/limits/model')).body.model.name, 'strict_two_level')
    const parent = await w.project({ domain_id: domain })
    const child = await w.project({ domain_id: domain, parent_id: parent })
    const deeper = { project: { name: 'too deep', domain_id: domain, parent_id: child } }
    assert.equal((await w.call('POST /v3/projects', {}, { body: deeper })).status, 403)
  })

  test('a project is limited by its domain, or by the default of the resource', async () => {
    assert.equal((await limits([await inDomain(), 11])).status, 403)
    assert.equal((await limits([await inDomain(), -1])).status, 403)
    assert.equal((await limits([await inDomain(), 10])).status, 201)
    assert.equal((await limits([{ domain_id: domain }, 20])).status, 201)
    const { status, ids } = await limits([await inDomain(), 20])
    assert.equal(status, 201)
    assert.equal((await limits([await inDomain(), 21])).status, 403)
    const [id = ''] = ids
    assert.deepEqual([await set(id, 21), await set(id, -1), await set(id, 0)], [403, 403, 200])
    assert.equal((await w.call('GET /v3/limits/{limit_id}', { limit_id: id })).body.limit.resource_limit, 0)
  })

  test('a domain is not limited below the projects in it', async () => {
    assert.equal((await limits([await inDomain(), 8])).status, 201)
    assert.equal((await limits([{ domain_id: domain }, 7])).status, 403)
    const { ids } = await limits([{ domain_id: domain }, 8])
    const [id = ''] = ids
    assert.deepEqual(
      [await set(id, 7), await set(id, 0), await set(id, 9), await set(id, -1)],
      [403, 403, 200, 200],
    )
    assert.equal((await limits([await inDomain(), -1])).status, 201)
    assert.equal(await set(id, 1000), 403)
  })

  test('a project below a project is limited by it, in both directions', async () => {
    const parent = await inDomain()
    const child = await inDomain({ parent_id: parent.project_id })
    const { ids } = await limits([parent, 5])
    assert.equal((await limits([child, 6])).status, 403)
    assert.equal((await limits([child, 5])).status, 201)
    assert.equal(await set(ids[0] ?? '', 4), 403)
    assert.equal(await set(ids[0] ?? '', 5), 200)
  })

  test('the limits of one request are compared with one another, in any order', async () => {
    const [one, two] = [await inDomain(), await inDomain()]
    assert.equal((await limits([one, 30], [{ domain_id: domain }, 20])).status, 403)
    assert.deepEqual(await w.listed(`?service_id=${service}`), [])
    assert.equal((await limits([one, 15], [{ domain_id: domain }, 20], [two, 20])).status, 201)
  })

  test('concurrent limits of a domain and a project in it never contradict each other', async () => {
    for (let round = 0; round < 5; round++) {
      const place = await w.domain()
      const project = await w.project({ domain_id: place })
      const answers = await Promise.all([
        limits([{ domain_id: place }, 3]),
        limits([{ project_id: project }, 9]),
      ])
      const created = answers.filter(({ status }) => status === 201)
      assert.equal(created.length, 1, JSON.stringify(answers))
      for (const { status } of answers) assert.ok([201, 403].includes(status), `${status}`)
    }
  })
})
