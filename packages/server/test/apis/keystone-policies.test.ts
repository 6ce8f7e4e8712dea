import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { assertEveryRouteSucceeded, type CallRoute, callRoutes } from './keystone-routes.ts'

const associations = '/v3/policies/{policy_id}/OS-ENDPOINT-POLICY' as const
const missing = 'f'.repeat(32)

onEachDatabase('Identity v3: policies', (makePlace) => {
  let s: TestServer
  let call: CallRoute
  let service: string
  const called = new Set<string>()
  before(async () => {
    s = await startTestServer(await makePlace())
    call = callRoutes(s, called)
  })
  after(() => s.close())
  const make = async (noun: string, collection: string, attributes: object): Promise<string> => {
    const answer = await s.call('POST', `/v3/${collection}`, {
      token: s.system,
      body: { [noun]: attributes },
    })
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
    return answer.body[noun].id
  }
  const policyOf = (blob = '{}', type = 'application/json') => make('policy', 'policies', { type, blob })
  const endpointIn = (region?: string) =>
    make('endpoint', 'endpoints', {
      service_id: service,
      interface: 'public',
      url: 'http://a.example',
      ...(region ? { region_id: region } : {}),
    })
  const regionIn = (parent?: string) =>
    make('region', 'regions', parent === undefined ? {} : { parent_region_id: parent })
  beforeEach(async () => {
    service = await make('service', 'services', { type: 'compute' })
  })
  /** The policy that applies to an endpoint; undefined: none. */
  const policyFor = async (endpoint: string): Promise<string | undefined> => {
    const route = 'GET /v3/endpoints/{endpoint_id}/OS-ENDPOINT-POLICY/policy'
    const { status, body } = await call(route, { endpoint_id: endpoint })
    assert.ok(status === 200 || status === 404)
    return body.policy?.id
  }
  const onEndpoint = (policy: string, endpoint: string) =>
    call(`PUT ${associations}/endpoints/{endpoint_id}`, { policy_id: policy, endpoint_id: endpoint })
  const onService = (policy: string, id = service) =>
    call(`PUT ${associations}/services/{service_id}`, { policy_id: policy, service_id: id })
  const onRegion = (policy: string, region: string) =>
    call(`PUT ${associations}/services/{service_id}/regions/{region_id}`, {
      policy_id: policy,
      service_id: service,
      region_id: region,
    })
  const endpointsOf = async (policy: string, query = ''): Promise<readonly string[]> => {
    const { status, body } = await call(`GET ${associations}/endpoints`, { policy_id: policy }, { query })
    assert.equal(status, 200)
    return body.endpoints.map(({ id }: { id: string }) => id)
  }

  test('create, show, list, update, delete', async () => {
    const body = { policy: { type: 'text/x-made', blob: 'a\nb', team: 'web' } }
    const made = await call('POST /v3/policies', {}, { body })
    const { id } = made.body.policy
    assert.equal(made.status, 201)
    assert.deepEqual(made.body.policy, {
      id,
      ...body.policy,
      links: { self: `http://muster.test/v3/policies/${id}` },
    })
    const params = { policy_id: id }
    assert.deepEqual((await call('GET /v3/policies/{policy_id}', params)).body, made.body)
    const listed = await call('GET /v3/policies', {}, { query: '?type=text/x-made' })
    assert.deepEqual(listed.body.policies, [made.body.policy])
    const changed = await call('PATCH /v3/policies/{policy_id}', params, {
      body: { policy: { id, blob: '', size: 1 } },
    })
    assert.deepEqual(changed.body.policy, { ...made.body.policy, blob: '', size: 1 })
    assert.equal((await call('DELETE /v3/policies/{policy_id}', params)).status, 204)
    assert.equal((await call('GET /v3/policies/{policy_id}', params)).status, 404)
    assert.equal((await call('DELETE /v3/policies/{policy_id}', params)).status, 404)
  })

  test('incomplete and mistyped policies are 400 and change nothing', async () => {
    const id = await policyOf('kept')
    const long = 'x'.repeat(256)
    for (const policy of [
      {},
      { type: 'x' },
      { blob: 'x' },
      { type: 1, blob: 'x' },
      { type: 'x', blob: {} },
      { type: 'x', blob: null },
      { type: long, blob: 'x' },
      { type: 'x', blob: 'a\0b' },
    ]) {
      const answer = await call('POST /v3/policies', {}, { body: { policy } })
      assert.equal(answer.status, 400, JSON.stringify(policy))
    }
    for (const policy of [{}, { type: long }, { blob: 1 }, { id: missing }]) {
      const answer = await call('PATCH /v3/policies/{policy_id}', { policy_id: id }, { body: { policy } })
      assert.equal(answer.status, 400, JSON.stringify(policy))
    }
    const deep = `{"policy":{"type":"x","blob":"x","extra":${'['.repeat(500)}${']'.repeat(500)}}}`
    assert.equal((await call('POST /v3/policies', {}, { body: deep })).status, 400)
    const large = { policy: { type: 'x', blob: 'x'.repeat(120_000) } }
    assert.equal((await call('POST /v3/policies', {}, { body: large })).status, 413)
    const { body } = await call('GET /v3/policies/{policy_id}', { policy_id: id })
    assert.deepEqual([body.policy.blob, body.policy.type], ['kept', 'application/json'])
  })

  test('a blob is stored as it is, up to the size of a request', async () => {
    const blob = `${'é"\\\n'.repeat(10_000)}`
    const id = await policyOf(blob)
    assert.equal((await call('GET /v3/policies/{policy_id}', { policy_id: id })).body.policy.blob, blob)
  })

  test('the nearest association applies: the endpoint, its region, a region above, the service', async () => {
    const north = await regionIn()
    const middle = await regionIn(north)
    const south = await regionIn(middle)
    const [endpoint, beside, nowhere] = [
      await endpointIn(south),
      await endpointIn(await regionIn(north)),
      await endpointIn(),
    ]
    const applied = () => Promise.all([endpoint, beside, nowhere].map(policyFor))
    assert.deepEqual(await applied(), [undefined, undefined, undefined])
    const [ofService, ofNorth, ofSouth, own] = [
      await policyOf('service'),
      await policyOf('north'),
      await policyOf('south'),
      await policyOf('own'),
    ]
    assert.equal((await onService(ofService)).status, 204)
    assert.deepEqual(await applied(), [ofService, ofService, ofService])
    assert.equal((await onRegion(ofNorth, north)).status, 204)
    assert.deepEqual(await applied(), [ofNorth, ofNorth, ofService])
    assert.equal((await onRegion(ofSouth, south)).status, 204)
    assert.deepEqual(await applied(), [ofSouth, ofNorth, ofService])
    assert.equal((await onEndpoint(own, endpoint)).status, 204)
    assert.deepEqual(await applied(), [own, ofNorth, ofService])
    assert.deepEqual(await endpointsOf(ofNorth), [endpoint, beside].sort())
    assert.deepEqual(await endpointsOf(ofService), [endpoint, beside, nowhere].sort())
    assert.deepEqual(await endpointsOf(own), [endpoint])
    assert.deepEqual(await endpointsOf(ofService, '?limit=1'), [endpoint, beside, nowhere].sort().slice(0, 1))
  })

  test('a policy of another service does not apply in the same region', async () => {
    const region = await regionIn()
    const endpoint = await endpointIn(region)
    const own = service
    service = await make('service', 'services', { type: 'image' })
    const policy = await policyOf()
    assert.equal((await onRegion(policy, region)).status, 204)
    service = own
    assert.equal(await policyFor(endpoint), undefined)
    assert.deepEqual(await endpointsOf(policy), [])
  })

  test('an endpoint to which a policy applies in several ways is listed once', async () => {
    const region = await regionIn()
    const endpoint = await endpointIn(region)
    const policy = await policyOf()
    await onEndpoint(policy, endpoint)
    await onService(policy)
    await onRegion(policy, region)
    assert.deepEqual(await endpointsOf(policy), [endpoint])
  })

  test('a target has one policy: another PUT replaces it, and a DELETE of a former one is 204 and changes nothing', async () => {
    const region = await regionIn()
    const endpoint = await endpointIn(region)
    const [first, second] = [await policyOf('1'), await policyOf('2')]
    for (const [target, params] of [
      ['endpoints/{endpoint_id}', { endpoint_id: endpoint }],
      ['services/{service_id}', { service_id: service }],
      ['services/{service_id}/regions/{region_id}', { service_id: service, region_id: region }],
    ] as const) {
      const ask = async (method: 'GET' | 'PUT' | 'DELETE', policy: string) =>
        (await call(`${method} ${associations}/${target}`, { policy_id: policy, ...params })).status
      assert.equal(await ask('GET', first), 404, target)
      assert.deepEqual([await ask('PUT', first), await ask('PUT', first)], [204, 204])
      assert.deepEqual([await ask('GET', first), await ask('GET', second)], [204, 404])
      assert.equal(await ask('PUT', second), 204)
      assert.deepEqual([await ask('GET', first), await ask('GET', second)], [404, 204])
      assert.equal(await ask('DELETE', first), 204)
      assert.equal(await ask('GET', second), 204)
      assert.deepEqual([await ask('DELETE', second), await ask('DELETE', second)], [204, 204])
      assert.equal(await ask('GET', second), 404)
    }
    assert.equal(await policyFor(endpoint), undefined)
  })

  test('20 concurrent associations of one target leave exactly one', async () => {
    const region = await regionIn()
    const policies = await Promise.all(Array.from({ length: 20 }, (_, at) => policyOf(`${at}`)))
    const answers = await Promise.all(policies.flatMap((id) => [onService(id), onRegion(id, region)]))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [204])
    const check = async (route: string, more: object) => {
      const found = await Promise.all(
        policies.map((id) =>
          call(`GET ${associations}/${route}`, { policy_id: id, service_id: service, ...more }),
        ),
      )
      return found.filter(({ status }) => status === 204).length
    }
    assert.equal(await check('services/{service_id}', {}), 1)
    assert.equal(await check('services/{service_id}/regions/{region_id}', { region_id: region }), 1)
  })

  test('an unknown policy, endpoint, service or region is 404 to an administrator and 403 to a member', async () => {
    const policy = await policyOf()
    const known = { endpoint_id: await endpointIn(), service_id: service, region_id: await regionIn() }
    const member = await memberToken()
    for (const target of [
      'endpoints/{endpoint_id}',
      'services/{service_id}',
      'services/{service_id}/regions/{region_id}',
    ] as const)
      for (const method of ['GET', 'PUT', 'DELETE'] as const) {
        const names = ['policy_id', ...[...target.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)]
        for (const name of names) {
          const params = { policy_id: policy, ...known, [name]: missing }
          const route = `${method} ${associations}/${target}` as const
          assert.equal((await call(route, params)).status, 404, `${route} without ${name}`)
          assert.equal((await call(route, params, { token: member })).status, 403, route)
          assert.equal((await call(route, params, { token: undefined })).status, 401, route)
        }
      }
    assert.equal(await policyFor(missing), undefined)
  })

  test('what is deleted takes its associations along', async () => {
    const region = await regionIn()
    const [endpoint, other] = [await endpointIn(), await endpointIn()]
    const [policy, kept] = [await policyOf('deleted'), await policyOf('kept')]
    await onEndpoint(policy, endpoint)
    await onService(kept)
    assert.equal(await policyFor(endpoint), policy)
    assert.equal((await call('DELETE /v3/policies/{policy_id}', { policy_id: policy })).status, 204)
    assert.equal(await policyFor(endpoint), kept)
    await onEndpoint(kept, endpoint)
    await onRegion(kept, region)
    assert.equal((await call('DELETE /v3/endpoints/{endpoint_id}', { endpoint_id: endpoint })).status, 204)
    assert.deepEqual(await endpointsOf(kept), [other])
    assert.equal((await call('DELETE /v3/regions/{region_id}', { region_id: region })).status, 204)
    assert.equal((await call('DELETE /v3/services/{service_id}', { service_id: service })).status, 204)
    assert.deepEqual(await endpointsOf(kept), [])
  })

  test('readers of the system read, and only administrators write', async () => {
    const policy = await policyOf()
    const reader = await readerToken()
    const params = { policy_id: policy, service_id: service }
    await onService(policy)
    for (const [route, expected] of [
      ['GET /v3/policies', 200],
      ['GET /v3/policies/{policy_id}', 200],
      [`GET ${associations}/endpoints`, 200],
      [`GET ${associations}/services/{service_id}`, 204],
      [`PUT ${associations}/services/{service_id}`, 403],
      [`DELETE ${associations}/services/{service_id}`, 403],
      ['DELETE /v3/policies/{policy_id}', 403],
    ] as const)
      assert.equal((await call(route, params, { token: reader })).status, expected, route)
    const body = { policy: { type: 'x', blob: 'x' } }
    assert.equal((await call('POST /v3/policies', {}, { body, token: reader })).status, 403)
    assert.equal((await call('POST /v3/policies', {}, { body, token: s.admin })).status, 201)
    for (const route of ['GET /v3/policies', 'GET /v3/policies/{policy_id}'] as const)
      assert.equal((await call(route, params, { token: await memberToken() })).status, 403, route)
  })

  test('json-home names the routes as Keystone does', async () => {
    const home = await s.call('GET', '/v3', { headers: { accept: 'application/json-home' } })
    const names = Object.keys(home.body.resources)
    const extension = 'https://docs.openstack.org/api/openstack-identity/3/ext/OS-ENDPOINT-POLICY/1.0/rel/'
    assert.deepEqual(
      names
        .filter((name) => name.startsWith(extension))
        .map((name) => name.slice(extension.length))
        .sort(),
      [
        'endpoint_policy',
        'endpoint_policy_association',
        'policy_endpoints',
        'region_and_service_policy_association',
        'service_policy_association',
      ],
    )
  })

  test('every route of the specification succeeded in one of these tests', () => {
    assertEveryRouteSucceeded(called, ['policies', 'os-endpoint-policy'], 16)
  })

  const password = 'one phrase for all users'
  let people = 0
  const person = (name: string) => make('user', 'users', { name: `${name}-${++people}`, password })
  const roleNamed = async (name: string): Promise<string> =>
    (await s.call('GET', `/v3/roles?name=${name}`, { token: s.system })).body.roles[0].id
  const memberToken = async () => {
    const [user, project] = [
      await person('member'),
      await make('project', 'projects', { name: `p${++people}` }),
    ]
    const grant = `/v3/projects/${project}/users/${user}/roles/${await roleNamed('member')}`
    await s.call('PUT', grant, { token: s.system })
    return s.signIn({ id: user, password }, { project: { id: project } })
  }
  const readerToken = async () => {
    const user = await person('reader')
    await s.call('PUT', `/v3/system/users/${user}/roles/${await roleNamed('reader')}`, { token: s.system })
    return s.signIn({ id: user, password }, { system: { all: true } })
  }
})
