import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { openMuster } from '../../src/composition/server.ts'
import { loadConfig } from '../../src/config/load-config.ts'
import { onEachDatabase, type Place } from '../databases.ts'
import { adminPassword, startTestServer, type TestServer } from '../test-server.ts'
import { assertEveryRouteSucceeded, type CallRoute, callRoutes } from './keystone-routes.ts'

const groups = '/v3/OS-EP-FILTER/endpoint_groups' as const
const group = `${groups}/{endpoint_group_id}` as const
const projects = '/v3/OS-EP-FILTER/projects/{project_id}' as const
const missing = 'f'.repeat(32)
const admin = { name: 'admin', domain: { id: 'default' }, password: adminPassword }

type Entry = { readonly id: string; readonly endpoints: readonly { readonly id: string }[] }

/** A server, and what its tests create: catalogs are compared by the ids of their endpoints. */
const workbench = async (place: Place, settings: Parameters<typeof startTestServer>[2] = {}) => {
  const s = await startTestServer(place, {}, settings)
  const called = new Set<string>()
  const make = async (noun: string, collection: string, attributes: object): Promise<string> => {
    const answer = await s.call('POST', `/v3/${collection}`, {
      token: s.system,
      body: { [noun]: attributes },
    })
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
    return answer.body[noun].id
  }
  let count = 0
  const { users } = (await s.call('GET', '/v3/users?name=admin', { token: s.system })).body
  const { roles } = (await s.call('GET', '/v3/roles?name=admin', { token: s.system })).body
  return {
    s,
    called,
    call: callRoutes(s, called),
    service: (more: object = {}) => make('service', 'services', { type: `type-${++count}`, ...more }),
    region: () => make('region', 'regions', {}),
    endpoint: (service: string, more: object = {}) =>
      make('endpoint', 'endpoints', {
        service_id: service,
        interface: 'public',
        url: 'http://a.example',
        ...more,
      }),
    group: (filters: object) => make('endpoint_group', groups.slice(4), { name: `g${++count}`, filters }),
    /** A project with a token for it. */
    async project() {
      const id = await make('project', 'projects', { name: `filtered-${++count}` })
      const grant = `/v3/projects/${id}/users/${users[0].id}/roles/${roles[0].id}`
      assert.equal((await s.call('PUT', grant, { token: s.system })).status, 204)
      return { id, token: await s.signIn(admin, { project: { id } }) }
    },
  }
}
type Workbench = Awaited<ReturnType<typeof workbench>>

const idsOf = (catalog: readonly Entry[]) =>
  catalog.map(({ id, endpoints }) => [id, endpoints.map((endpoint) => endpoint.id)] as const)

/** The catalog of a token: in a validation, twice so that the second is from the cache, and at `/auth/catalog`. */
const catalogOf = async (s: TestServer, token: string) => {
  const first = await s.call('GET', '/v3/auth/tokens', { token, subject: token })
  assert.equal(first.status, 200)
  const again = await s.call('GET', '/v3/auth/tokens', { token, subject: token })
  assert.deepEqual(again.body, first.body)
  const own = await s.call('GET', '/v3/auth/catalog', { token })
  if (own.status === 200) assert.deepEqual(own.body.catalog, first.body.token.catalog)
  return idsOf(first.body.token.catalog)
}

onEachDatabase('Identity v3: endpoint filter', (makePlace) => {
  let w: Workbench
  let s: TestServer
  let call: CallRoute
  let service: string
  let other: string
  /** A public and an internal endpoint of the one service, and a public one of the other. */
  let endpoints: readonly [string, string, string]
  before(async () => {
    w = await workbench(await makePlace())
    ;({ s, call } = w)
  })
  after(() => s.close())
  beforeEach(async () => {
    service = await w.service()
    other = await w.service()
    endpoints = [
      await w.endpoint(service),
      await w.endpoint(service, { interface: 'internal' }),
      await w.endpoint(other),
    ]
  })
  const add = (project: string, endpoint: string) =>
    call(`PUT ${projects}/endpoints/{endpoint_id}`, { project_id: project, endpoint_id: endpoint })
  const remove = (project: string, endpoint: string) =>
    call(`DELETE ${projects}/endpoints/{endpoint_id}`, { project_id: project, endpoint_id: endpoint })
  const addGroup = (project: string, id: string) =>
    call(`PUT ${group}/projects/{project_id}`, { endpoint_group_id: id, project_id: project })
  const rowsOf = async (
    route: `GET /v3/OS-EP-FILTER/${string}`,
    params: Readonly<Record<string, string>>,
    query = '',
  ): Promise<readonly string[]> => {
    const { status, body } = await call(route, params, { query })
    assert.equal(status, 200, route)
    const [rows] = Object.values(body).filter(Array.isArray) as (readonly { readonly id: string }[])[]
    return (rows ?? []).map(({ id }) => id)
  }

  test('an endpoint group is created, shown, listed by name, changed and deleted', async () => {
    const endpoint_group = { name: 'public ones', filters: { interface: 'public' } }
    const made = await call(`POST ${groups}`, {}, { body: { endpoint_group } })
    const { id } = made.body.endpoint_group
    assert.equal(made.status, 201)
    assert.deepEqual(made.body.endpoint_group, {
      id,
      ...endpoint_group,
      description: null,
      links: { self: `http://muster.test${groups}/${id}` },
    })
    const params = { endpoint_group_id: id }
    assert.deepEqual((await call(`GET ${group}`, params)).body, made.body)
    const listed = await call(`GET ${groups}`, {}, { query: '?name=public%20ones' })
    assert.deepEqual(listed.body.endpoint_groups, [made.body.endpoint_group])
    for (const query of ['?name__contains=public', '?description=x', '?enabled=1'])
      assert.equal((await call(`GET ${groups}`, {}, { query })).status, 400, query)
    const changed = await call(`PATCH ${group}`, params, {
      body: { endpoint_group: { description: 'd', filters: { region_id: null, service_id: service } } },
    })
    assert.deepEqual(changed.body.endpoint_group, {
      ...made.body.endpoint_group,
      description: 'd',
      filters: { region_id: null, service_id: service },
    })
    assert.equal((await call(`DELETE ${group}`, params)).status, 204)
    assert.equal((await call(`GET ${group}`, params)).status, 404)
    assert.equal((await call(`DELETE ${group}`, params)).status, 404)
  })

  test('incomplete groups and unknown filters are 400 and change nothing', async () => {
    const id = await w.group({ interface: 'admin' })
    const filters = { interface: 'public' }
    for (const endpoint_group of [
      {},
      { name: 'n' },
      { filters },
      { name: '', filters },
      { name: 'x'.repeat(256), filters },
      { name: 'n', filters: {} },
      { name: 'n', filters: null },
      { name: 'n', filters: { enabled: true } },
      { name: 'n', filters: { interface: 'private' } },
      { name: 'n', filters: { service_id: null } },
      { name: 'n', filters: { service_id: 'a\0' } },
      { name: 'n', filters: { region_id: 7 } },
      { name: 'n', filters, extra: 'unknown' },
      { name: 'n', filters, description: 7 },
    ])
      assert.equal(
        (await call(`POST ${groups}`, {}, { body: { endpoint_group } })).status,
        400,
        JSON.stringify(endpoint_group),
      )
    const params = { endpoint_group_id: id }
    for (const endpoint_group of [{}, { filters: {} }, { filters: { url: 'x' } }, { id: missing }, { x: 1 }])
      assert.equal((await call(`PATCH ${group}`, params, { body: { endpoint_group } })).status, 400)
    assert.deepEqual((await call(`GET ${group}`, params)).body.endpoint_group.filters, { interface: 'admin' })
  })

  test('an endpoint belongs to a group when it equals every filter', async () => {
    const region = await w.region()
    const inRegion = await w.endpoint(service, { region_id: region })
    const members = async (filters: object) =>
      rowsOf(`GET ${group}/endpoints`, { endpoint_group_id: await w.group(filters) })
    assert.deepEqual(await members({ service_id: other }), [endpoints[2]])
    assert.deepEqual(
      await members({ service_id: service, interface: 'public' }),
      [endpoints[0], inRegion].sort(),
    )
    assert.deepEqual(await members({ region_id: region }), [inRegion])
    assert.deepEqual(
      await members({ region_id: null, service_id: service }),
      [endpoints[0], endpoints[1]].sort(),
    )
    assert.deepEqual(await members({ region_id: region, interface: 'internal' }), [])
    assert.deepEqual(await members({ service_id: missing }), [])
  })

  test('without an association the catalog has all endpoints, with one it has only the associated', async () => {
    const { id, token } = await w.project()
    const all = await catalogOf(s, token)
    assert.ok(all.length > 2)
    assert.equal((await add(id, endpoints[0])).status, 204)
    assert.deepEqual(await catalogOf(s, token), [[service, [endpoints[0]]]])
    assert.equal((await add(id, endpoints[2])).status, 204)
    assert.deepEqual(
      await catalogOf(s, token),
      [
        [service, [endpoints[0]]],
        [other, [endpoints[2]]],
      ].sort(),
    )
    assert.equal((await remove(id, endpoints[0])).status, 204)
    assert.deepEqual(await catalogOf(s, token), [[other, [endpoints[2]]]])
    assert.equal((await remove(id, endpoints[2])).status, 204)
    assert.deepEqual(await catalogOf(s, token), all)
  })

  test('a new token, one of another project, and those of a domain and the system', async () => {
    const [one, two] = [await w.project(), await w.project()]
    await add(one.id, endpoints[1])
    const fresh = await s.signIn(admin, { project: { id: one.id } })
    assert.deepEqual(await catalogOf(s, fresh), [[service, [endpoints[1]]]])
    assert.ok((await catalogOf(s, two.token)).length > 1)
    assert.ok((await catalogOf(s, s.system)).length > 1)
    const identity = { methods: ['token'], token: { id: one.token } }
    const body = { auth: { identity, scope: { project: { id: one.id } } } }
    const made = await s.call('POST', '/v3/auth/tokens', { body })
    assert.deepEqual(idsOf(made.body.token.catalog), [[service, [endpoints[1]]]])
  })

  test('a group adds its present and future endpoints, and a change of its filters applies at once', async () => {
    const { id, token } = await w.project()
    const groupId = await w.group({ service_id: service })
    assert.equal((await addGroup(id, groupId)).status, 204)
    assert.deepEqual(await catalogOf(s, token), [[service, [endpoints[0], endpoints[1]].sort()]])
    const later = await w.endpoint(service, { interface: 'admin' })
    assert.deepEqual(await catalogOf(s, token), [[service, [endpoints[0], endpoints[1], later].sort()]])
    await call(
      `PATCH ${group}`,
      { endpoint_group_id: groupId },
      {
        body: { endpoint_group: { filters: { service_id: other } } },
      },
    )
    assert.deepEqual(await catalogOf(s, token), [[other, [endpoints[2]]]])
    await add(id, endpoints[0])
    assert.deepEqual(
      await rowsOf(`GET ${projects}/endpoints`, { project_id: id }),
      [endpoints[0], endpoints[2]].sort(),
    )
    assert.deepEqual(
      await rowsOf(`GET ${projects}/endpoints`, { project_id: id }, '?limit=1'),
      [endpoints[0], endpoints[2]].sort().slice(0, 1),
    )
    assert.equal((await call(`DELETE ${group}`, { endpoint_group_id: groupId })).status, 204)
    assert.deepEqual(await catalogOf(s, token), [[service, [endpoints[0]]]])
    assert.deepEqual(await rowsOf(`GET ${projects}/endpoint_groups`, { project_id: id }), [])
  })

  test('a group without endpoints does not limit the catalog', async () => {
    const { id, token } = await w.project()
    const all = await catalogOf(s, token)
    await addGroup(id, await w.group({ service_id: missing }))
    assert.deepEqual(await catalogOf(s, token), all)
  })

  test('disabled endpoints and those of disabled services are in no catalog, and limit it nevertheless', async () => {
    const { id, token } = await w.project()
    await add(id, endpoints[0])
    await add(id, endpoints[2])
    await call(
      'PATCH /v3/endpoints/{endpoint_id}',
      { endpoint_id: endpoints[0] },
      {
        body: { endpoint: { enabled: false } },
      },
    )
    assert.deepEqual(await catalogOf(s, token), [[other, [endpoints[2]]]])
    await call(
      'PATCH /v3/services/{service_id}',
      { service_id: other },
      {
        body: { service: { enabled: false } },
      },
    )
    assert.deepEqual(await catalogOf(s, token), [])
    assert.equal((await rowsOf(`GET ${projects}/endpoints`, { project_id: id })).length, 2)
  })

  test('associations are checked, listed, 409 the second time and 404 when absent', async () => {
    const { id } = await w.project()
    const groupId = await w.group({ service_id: service })
    const one = { project_id: id, endpoint_id: endpoints[0] }
    const check = async () => (await call(`GET ${projects}/endpoints/{endpoint_id}`, one)).status
    assert.equal(await check(), 404)
    assert.deepEqual([(await add(id, endpoints[0])).status, (await add(id, endpoints[0])).status], [204, 409])
    assert.equal(await check(), 204)
    assert.deepEqual(await rowsOf('GET /v3/OS-EP-FILTER/endpoints/{endpoint_id}/projects', one), [id])
    assert.deepEqual(
      [(await remove(id, endpoints[0])).status, (await remove(id, endpoints[0])).status],
      [204, 404],
    )
    assert.equal(await check(), 404)
    const params = { project_id: id, endpoint_group_id: groupId }
    const route = `${group}/projects/{project_id}` as const
    assert.equal((await call(`GET ${route}`, params)).status, 404)
    assert.deepEqual([(await addGroup(id, groupId)).status, (await addGroup(id, groupId)).status], [204, 409])
    assert.deepEqual((await call(`GET ${route}`, params)).body, {
      project_endpoint_group: {
        ...params,
        links: { self: `http://muster.test${groups}/${groupId}/projects/${id}` },
      },
    })
    assert.deepEqual(await rowsOf(`GET ${group}/projects`, params), [id])
    assert.deepEqual(await rowsOf(`GET ${projects}/endpoint_groups`, params), [groupId])
    // A project that has an endpoint by a group is not one that it was added to.
    assert.deepEqual(await rowsOf('GET /v3/OS-EP-FILTER/endpoints/{endpoint_id}/projects', one), [])
    assert.equal((await call(`DELETE ${route}`, params)).status, 204)
    assert.equal((await call(`DELETE ${route}`, params)).status, 404)
  })

  test('of 20 concurrent additions one succeeds, and the others are 409', async () => {
    const { id } = await w.project()
    const groupId = await w.group({ service_id: service })
    const asked = Array.from({ length: 20 }, () => [add(id, endpoints[0]), addGroup(id, groupId)])
    const answers = await Promise.all(asked.map((pair) => Promise.all(pair)))
    for (const at of [0, 1] as const) {
      const statuses = answers.map((pair) => pair[at]?.status).sort()
      assert.deepEqual(statuses, [204, ...Array(19).fill(409)])
    }
  })

  test('what is deleted takes its associations along', async () => {
    const { id, token } = await w.project()
    const gone = await w.project()
    const groupId = await w.group({ service_id: other })
    await add(id, endpoints[0])
    await add(gone.id, endpoints[0])
    await addGroup(gone.id, groupId)
    assert.equal((await call('DELETE /v3/projects/{project_id}', { project_id: gone.id })).status, 204)
    assert.deepEqual(await rowsOf(`GET ${group}/projects`, { endpoint_group_id: groupId }), [])
    const params = { endpoint_id: endpoints[0] }
    assert.deepEqual(await rowsOf('GET /v3/OS-EP-FILTER/endpoints/{endpoint_id}/projects', params), [id])
    assert.deepEqual(await catalogOf(s, token), [[service, [endpoints[0]]]])
    assert.equal((await call('DELETE /v3/services/{service_id}', { service_id: service })).status, 204)
    assert.deepEqual(await rowsOf(`GET ${projects}/endpoints`, { project_id: id }), [])
    assert.ok(
      (await catalogOf(s, token)).some(([shown]) => shown === other),
      'unfiltered again',
    )
  })

  test('deleting a domain deletes the associations of its projects', async () => {
    const domain = await s.call('POST', '/v3/domains', {
      token: s.system,
      body: { domain: { name: 'filtered' } },
    })
    const { id } = domain.body.domain
    const made = await s.call('POST', '/v3/projects', {
      token: s.system,
      body: { project: { name: 'p', domain_id: id } },
    })
    await add(made.body.project.id, endpoints[0])
    const disabled = { domain: { enabled: false } }
    await call('PATCH /v3/domains/{domain_id}', { domain_id: id }, { body: disabled })
    assert.equal((await call('DELETE /v3/domains/{domain_id}', { domain_id: id })).status, 204)
    const params = { endpoint_id: endpoints[0] }
    assert.deepEqual(await rowsOf('GET /v3/OS-EP-FILTER/endpoints/{endpoint_id}/projects', params), [])
  })

  test('unknown projects, endpoints and groups are 404 to an administrator, 403 to a member, 401 without a token', async () => {
    const { id } = await w.project()
    const known = {
      project_id: id,
      endpoint_id: endpoints[0],
      endpoint_group_id: await w.group({ service_id: service }),
    }
    const member = await memberToken()
    const routes = [
      `GET ${group}/endpoints`,
      `GET ${group}/projects`,
      `GET ${group}/projects/{project_id}`,
      `PUT ${group}/projects/{project_id}`,
      `DELETE ${group}/projects/{project_id}`,
      'GET /v3/OS-EP-FILTER/endpoints/{endpoint_id}/projects',
      `GET ${projects}/endpoints`,
      `GET ${projects}/endpoint_groups`,
      `GET ${projects}/endpoints/{endpoint_id}`,
      `PUT ${projects}/endpoints/{endpoint_id}`,
      `DELETE ${projects}/endpoints/{endpoint_id}`,
    ] as const
    for (const route of routes)
      for (const [, name = ''] of route.matchAll(/\{(\w+)\}/g)) {
        const params = { ...known, [name]: missing }
        assert.equal((await call(route, params)).status, 404, `${route} without ${name}`)
        assert.equal((await call(route, params, { token: member })).status, 403, route)
        assert.equal((await call(route, known, { token: member })).status, 403, route)
        assert.equal((await call(route, params, { token: undefined })).status, 401, route)
      }
  })

  test('json-home names the routes as Keystone does', async () => {
    const home = await s.call('GET', '/v3', { headers: { accept: 'application/json-home' } })
    const extension = 'https://docs.openstack.org/api/openstack-identity/3/ext/OS-EP-FILTER/1.0/rel/'
    const names = Object.keys(home.body.resources).filter((name) => name.startsWith(extension))
    assert.deepEqual(names.map((name) => name.slice(extension.length)).sort(), [
      'endpoint_group',
      'endpoint_group_to_project_association',
      'endpoint_groups',
      'endpoint_projects',
      'endpoints_in_endpoint_group',
      'project_endpoint',
      'project_endpoint_groups',
      'project_endpoints',
      'projects_associated_with_endpoint_group',
    ])
  })

  test('every route of the specification succeeded in one of these tests', () => {
    assertEveryRouteSucceeded(w.called, ['os-ep-filter'], 16)
  })

  const memberToken = async () => {
    const password = 'one phrase for all users'
    const user = await s.call('POST', '/v3/users', {
      token: s.system,
      body: { user: { name: 'member of a filtered project', password } },
    })
    const { roles } = (await s.call('GET', '/v3/roles?name=member', { token: s.system })).body
    const { id } = await w.project()
    const grant = `/v3/projects/${id}/users/${user.body.user.id}/roles/${roles[0].id}`
    assert.equal((await s.call('PUT', grant, { token: s.system })).status, 204)
    return s.signIn({ id: user.body.user.id, password }, { project: { id } })
  }
})

onEachDatabase('Identity v3: catalogs with return_all_endpoints_if_no_filter = false', (makePlace) => {
  test('a project without endpoints of its own has an empty catalog, like a domain and the system', async () => {
    const w = await workbench(await makePlace(), { return_all_endpoints_if_no_filter: false })
    try {
      const { s } = w
      const { id, token } = await w.project()
      const service = await w.service()
      const endpoint = await w.endpoint(service)
      assert.deepEqual(await catalogOf(s, token), [])
      assert.deepEqual(await catalogOf(s, s.system), [])
      const params = { project_id: id, endpoint_id: endpoint }
      assert.equal((await w.call(`PUT ${projects}/endpoints/{endpoint_id}`, params)).status, 204)
      assert.deepEqual(await catalogOf(s, token), [[service, [endpoint]]])
      const empty = await w.project()
      const endpointGroup = await w.group({ service_id: missing })
      const grouped = { endpoint_group_id: endpointGroup, project_id: empty.id }
      assert.equal((await w.call(`PUT ${group}/projects/{project_id}`, grouped)).status, 204)
      assert.deepEqual(await catalogOf(s, empty.token), [])
    } finally {
      await w.s.close()
    }
  })
})

onEachDatabase('the endpoint filter on several nodes', (makePlace) => {
  test('a catalog that another node has cached follows an association', async () => {
    const place = await makePlace()
    const w = await workbench(place)
    const { s } = w
    const config = loadConfig({
      MUSTER_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
      MUSTER_PUBLIC_URL: 'http://muster.test',
      ...place.environment,
    })
    const other = await openMuster(config, { synchronous: 'off' })
    try {
      const { id, token } = await w.project()
      const service = await w.service()
      const endpoint = await w.endpoint(service)
      const shown = async () => {
        const headers = { 'x-auth-token': token, 'x-subject-token': token }
        const answer = await other.app.inject({ method: 'GET', url: '/v3/auth/tokens', headers })
        return answer.statusCode === 200 ? idsOf(answer.json().token.catalog) : []
      }
      const until = async (holds: () => Promise<boolean>, what: string) => {
        for (const end = Date.now() + 5000; !(await holds()); ) {
          if (Date.now() > end) assert.fail(what)
          await new Promise((resolve) => setImmediate(resolve))
        }
      }
      await until(async () => (await shown()).length > 1, 'the other node never showed the catalog')
      const params = { project_id: id, endpoint_id: endpoint }
      await w.call(`PUT ${projects}/endpoints/{endpoint_id}`, params)
      const filtered = JSON.stringify([[service, [endpoint]]])
      await until(async () => JSON.stringify(await shown()) === filtered, 'the other node kept its catalog')
      await w.call(`DELETE ${projects}/endpoints/{endpoint_id}`, params)
      await until(async () => (await shown()).length > 1, 'the other node kept the filter')
    } finally {
      await other.close()
      await s.close()
    }
  })
})
