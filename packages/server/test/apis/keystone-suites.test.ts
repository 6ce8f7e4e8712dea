import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { adminPassword, startTestServer, type TestServer } from '../test-server.ts'
import { type Fixture, makeFixture } from './keystone-fixture.ts'

const missing = 'f'.repeat(32)

onEachDatabase('Identity v3: behaviour that public client test suites require', (makePlace) => {
  let s: TestServer
  let w: Fixture
  before(async () => {
    s = await startTestServer(await makePlace())
    w = await makeFixture(s)
  })
  after(() => s.close())

  const asAdmin = (method: string, path: string, body?: unknown) =>
    s.call(method, `/v3${path}`, { token: s.system, body })
  const post = (identity: object) => s.call('POST', '/v3/auth/tokens', { body: { auth: { identity } } })

  /** Responses of Keystone to a caller without permission for a missing object. */
  const routes: readonly (readonly [method: string, path: string, body?: object])[] = [
    ['PATCH', '/domains/{id}', { domain: { description: 'd' } }],
    ['DELETE', '/domains/{id}'],
    ['GET', '/roles/{id}'],
    ['HEAD', '/roles/{id}'],
    ['PATCH', '/roles/{id}', { role: { description: 'd' } }],
    ['DELETE', '/roles/{id}'],
    ['GET', '/roles/{id}/implies'],
    ['GET', '/roles/{id}/implies/{id}'],
    ['PUT', '/roles/{id}/implies/{id}'],
    ['DELETE', '/roles/{id}/implies/{id}'],
    ['DELETE', '/groups/{id}'],
    ['GET', '/users/{other}/credentials/OS-EC2/{id}'],
    ['DELETE', '/users/{other}/credentials/OS-EC2/{id}'],
    ['GET', '/OS-TRUST/trusts/{id}'],
    ['DELETE', '/OS-TRUST/trusts/{id}'],
    ['GET', '/projects/{id}/users/{other}/roles'],
    ['PUT', '/system/users/{other}/roles/{id}'],
  ]
  const maskedRoutes: typeof routes = [
    ['GET', '/domains/{id}'],
    ['GET', '/groups/{id}'],
    ['PATCH', '/groups/{id}', { group: { description: 'd' } }],
    ['GET', '/groups/{id}/users'],
    ['PUT', '/groups/{id}/users/{other}'],
    ['GET', '/users/{id}'],
    ['PATCH', '/users/{id}', { user: { description: 'd' } }],
    ['DELETE', '/users/{id}'],
    ['GET', '/projects/{id}'],
    ['PATCH', '/projects/{id}', { project: { description: 'd' } }],
    ['DELETE', '/projects/{id}'],
    ['GET', '/projects/{id}/tags'],
    ['GET', '/credentials/{id}'],
    ['PATCH', '/credentials/{id}', { credential: { blob: 'b' } }],
    ['DELETE', '/credentials/{id}'],
    ['GET', '/users/{other}/application_credentials/{id}'],
    ['DELETE', '/users/{other}/application_credentials/{id}'],
    ['GET', '/endpoints/{id}'],
    ['DELETE', '/endpoints/{id}'],
    ['GET', '/services/{id}'],
    ['DELETE', '/services/{id}'],
    ['DELETE', '/regions/{id}'],
    ['GET', '/limits/{id}'],
    ['PATCH', '/limits/{id}', { limit: { resource_limit: 1 } }],
    ['DELETE', '/limits/{id}'],
    ['PATCH', '/registered_limits/{id}', { registered_limit: { default_limit: 1 } }],
    ['DELETE', '/registered_limits/{id}'],
    ['GET', '/OS-FEDERATION/identity_providers/{id}'],
    ['PATCH', '/OS-FEDERATION/identity_providers/{id}', { identity_provider: { enabled: true } }],
    ['DELETE', '/OS-FEDERATION/identity_providers/{id}'],
    ['GET', '/OS-FEDERATION/identity_providers/{id}/protocols'],
    ['GET', '/OS-FEDERATION/identity_providers/{id}/protocols/{id}'],
    ['DELETE', '/OS-FEDERATION/identity_providers/{id}/protocols/{id}'],
    ['GET', '/OS-FEDERATION/mappings/{id}'],
    ['DELETE', '/OS-FEDERATION/mappings/{id}'],
    ['GET', '/policies/{id}'],
    ['GET', '/OS-FEDERATION/service_providers/{id}'],
    ['PATCH', '/OS-FEDERATION/service_providers/{id}', { service_provider: { enabled: true } }],
    ['DELETE', '/OS-FEDERATION/service_providers/{id}'],
    ['GET', '/OS-EP-FILTER/endpoint_groups/{id}'],
    ['PATCH', '/OS-EP-FILTER/endpoint_groups/{id}', { endpoint_group: { name: 'n' } }],
    ['DELETE', '/OS-EP-FILTER/endpoint_groups/{id}'],
    ['GET', '/OS-EP-FILTER/endpoint_groups/{id}/projects'],
    ['PUT', '/OS-EP-FILTER/endpoint_groups/{id}/projects/{id}'],
    ['GET', '/OS-EP-FILTER/projects/{id}/endpoints'],
    ['PUT', '/OS-EP-FILTER/projects/{id}/endpoints/{id}'],
    ['PATCH', '/policies/{id}', { policy: { blob: 'b' } }],
    ['DELETE', '/policies/{id}'],
    ['PUT', '/policies/{id}/OS-ENDPOINT-POLICY/endpoints/{id}'],
    ['GET', '/policies/{id}/OS-ENDPOINT-POLICY/services/{id}/regions/{id}'],
    ['GET', '/endpoints/{id}/OS-ENDPOINT-POLICY/policy'],
    ['GET', '/OS-OAUTH1/consumers/{id}'],
  ]
  const statuses = async (table: typeof routes, token: string | undefined) => {
    const other = w.things['user_id'] ?? ''
    const answers: [string, number][] = []
    for (const [method, path, body] of table) {
      const url = `/v3${path.replaceAll('{id}', missing).replaceAll('{other}', other)}`
      answers.push([
        `${method} ${path}`,
        (await s.call(method, url, { ...(token ? { token } : {}), body })).status,
      ])
    }
    return answers
  }
  const all = (table: typeof routes, status: number) =>
    table.map(([method, path]) => [`${method} ${path}`, status])

  test('K1: an absent object with a non-sensitive id is 404 to a caller without permission', async () => {
    assert.deepEqual(await statuses(routes, w.plain.token), all(routes, 404))
  })

  test('K1: where existence is confidential, a caller without permission receives 403', async () => {
    assert.deepEqual(await statuses(maskedRoutes, w.plain.token), all(maskedRoutes, 403))
  })

  test('K1: an administrator receives 404 for either kind, an anonymous caller for neither', async () => {
    const both = [...routes, ...maskedRoutes]
    assert.deepEqual(await statuses(both, s.admin), all(both, 404))
    assert.deepEqual(await statuses(both, undefined), all(both, 401))
  })

  test('K1: an existing object is 403 to a caller without permission on the same routes', async () => {
    const { domainA, things } = w
    const key = things['OS-EC2 credential_id']
    for (const [method, path, body] of [
      ['PATCH', `/domains/${domainA}`, { domain: { description: 'd' } }],
      ['DELETE', `/domains/${domainA}`],
      ['PATCH', `/roles/${things['role_id']}`, { role: { description: 'd' } }],
      ['DELETE', `/roles/${things['role_id']}`],
      ['DELETE', `/groups/${things['group_id']}`],
      ['GET', `/users/${things['user_id']}/credentials/OS-EC2/${key}`],
      ['DELETE', `/users/${things['user_id']}/credentials/OS-EC2/${key}`],
    ] as const) {
      const answer = await s.call(method, `/v3${path}`, { token: w.plain.token, body })
      assert.equal(answer.status, 403, `${method} ${path}`)
    }
    const elsewhere = `/v3/users/${w.plain.id}/credentials/OS-EC2/${key}`
    assert.equal((await s.call('GET', elsewhere, { token: w.plain.token })).status, 404)
  })

  test('K2: an invalid subject token is 404 on every method to a caller who may not validate', async () => {
    const dead = await w.subject()
    assert.equal((await s.call('DELETE', '/v3/auth/tokens', { token: dead, subject: dead })).status, 204)
    for (const subject of [dead, 'nonsense', ''])
      for (const method of ['GET', 'HEAD', 'DELETE'])
        assert.equal(
          (await s.call(method, '/v3/auth/tokens', { token: w.plain.token, subject })).status,
          404,
          `${method} ${subject}`,
        )
    const active = await w.subject()
    for (const method of ['GET', 'HEAD', 'DELETE'])
      assert.equal(
        (await s.call(method, '/v3/auth/tokens', { token: w.plain.token, subject: active })).status,
        403,
      )
  })

  test('K3: an invalid token is 404 as an authentication method', async () => {
    const dead = await w.subject()
    await s.call('DELETE', '/v3/auth/tokens', { token: dead, subject: dead })
    for (const id of [dead, 'nonsense', 'x'.repeat(5000)]) {
      const answer = await post({ methods: ['token'], token: { id } })
      assert.equal(answer.status, 404)
      assert.deepEqual(answer.body.error.title, 'Not Found')
    }
    assert.equal((await post({ methods: ['token'], token: { id: await w.subject() } })).status, 201)
    const wrong = { user: { name: 'admin', domain: { id: 'default' }, password: `not ${adminPassword}` } }
    const both = { methods: ['password', 'token'], password: wrong, token: { id: dead } }
    assert.equal((await post(both)).status, 401, 'the methods are checked in their order')
  })

  test('K6: an application credential keeps the order of its access rules', async () => {
    const rules = ['/v2/z', '/v2/a', '/v2/m', '/v2/b'].map((path) => ({
      service: 'compute',
      method: 'GET',
      path,
    }))
    const token = await w.subject()
    const base = `/v3/users/${w.things['user_id']}/application_credentials`
    const create = (name: string, access_rules: readonly object[]) =>
      s.call('POST', base, { token, body: { application_credential: { name, access_rules } } })
    const paths = (answer: Awaited<ReturnType<typeof create>>): string[] =>
      answer.body.application_credential.access_rules.map(({ path }: { path: string }) => path)
    const made = await create('ordered', rules)
    assert.equal(made.status, 201)
    const reversed = await create('the other way', [...rules, rules[1] ?? {}].toReversed())
    for (const [answer, wanted] of [
      [made, ['/v2/z', '/v2/a', '/v2/m', '/v2/b']],
      [reversed, ['/v2/a', '/v2/b', '/v2/m', '/v2/z']],
    ] as const) {
      assert.deepEqual(paths(answer), wanted)
      const { id } = answer.body.application_credential
      for (let i = 0; i < 2; i++)
        assert.deepEqual(paths(await s.call('GET', `${base}/${id}`, { token })), wanted)
      const { body } = await s.call('GET', base, { token })
      const listed = body.application_credentials.find((one: { id: string }) => one.id === id)
      assert.deepEqual(
        listed.access_rules.map(({ path }: { path: string }) => path),
        wanted,
      )
    }
  })

  test('K9: an empty object changes nothing of a project and is 400 for everything else', async () => {
    const { things } = w
    const url = `/projects/${things['project_id']}`
    const { project } = (await asAdmin('GET', url)).body
    for (const body of [{ project: {} }, {}]) {
      const answer = await asAdmin('PATCH', url, body)
      assert.deepEqual([answer.status, answer.body], [200, { project }])
    }
    assert.equal((await asAdmin('PATCH', url, { name: 'not in a project' })).status, 400)
    for (const [noun, path] of [
      ['user', `/users/${things['user_id']}`],
      ['group', `/groups/${things['group_id']}`],
      ['domain', `/domains/${w.domainA}`],
      ['role', `/roles/${things['role_id']}`],
      ['region', `/regions/${things['region_id']}`],
      ['service', `/services/${things['service_id']}`],
      ['endpoint', `/endpoints/${things['endpoint_id']}`],
      ['policy', `/policies/${things['policy_id']}`],
      ['limit', `/limits/${things['limit_id']}`],
      ['registered_limit', `/registered_limits/${things['registered_limit_id']}`],
      ['endpoint_group', `/OS-EP-FILTER/endpoint_groups/${things['endpoint_group_id']}`],
      ['identity_provider', `/OS-FEDERATION/identity_providers/${things['idp_id']}`],
      ['mapping', `/OS-FEDERATION/mappings/${things['mapping_id']}`],
      ['credential', `/credentials/${things['credential_id']}`],
      ['consumer', `/OS-OAUTH1/consumers/${things['consumer_id']}`],
    ] as const)
      assert.equal((await asAdmin('PATCH', path, { [noun]: {} })).status, 400, noun)
  })

  test('K10: a domain manager who names no domain creates users and groups in its own', async () => {
    for (const noun of ['user', 'group'] as const) {
      const body = { [noun]: { name: `made by a manager: ${noun}` } }
      const answer = await s.call('POST', `/v3/${noun}s`, { token: w.managerB.token, body })
      assert.deepEqual([answer.status, answer.body[noun].domain_id], [201, w.domainB])
      const elsewhere = { [noun]: { name: `elsewhere: ${noun}`, domain_id: w.domainA } }
      assert.equal(
        (await s.call('POST', `/v3/${noun}s`, { token: w.managerB.token, body: elsewhere })).status,
        403,
      )
    }
  })

  test('K11: a new directory lists itself as the service keystone of type identity', async () => {
    const { services } = (await asAdmin('GET', '/services?type=identity')).body
    assert.deepEqual(
      services.map(({ name, type }: { name: string; type: string }) => [name, type]),
      [['keystone', 'identity']],
    )
    assert.equal((await asAdmin('GET', '/services?name=keystone')).body.services.length, 1)
    const { token } = (await s.call('GET', '/v3/auth/tokens', { token: s.admin, subject: s.admin })).body
    const entry = token.catalog.find(({ type }: { type: string }) => type === 'identity')
    assert.equal(entry.name, 'keystone')
  })

  test('P9/K5: an endpoint shows its expanded URL, and its template on request', async () => {
    const url = 'http://muster.test/v3'
    const [{ id }] = (await asAdmin('GET', '/endpoints?interface=public')).body.endpoints.filter(
      (one: { url: string }) => one.url === url,
    )
    for (const { url: listed } of (await asAdmin('GET', '/endpoints')).body.endpoints)
      assert.ok(URL.canParse(listed), listed)
    assert.equal((await asAdmin('GET', `/endpoints/${id}`)).body.endpoint.url, url)
    const template = '$(public_endpoint)s/v3'
    assert.equal((await asAdmin('GET', `/endpoints/${id}?url_template`)).body.endpoint.url, template)
    const listed = (await asAdmin('GET', '/endpoints?url_template')).body.endpoints
    assert.equal(listed.find((one: { id: string }) => one.id === id).url, template)
  })

  test('P9/K5: PATCH accepts what GET returns, in either form, and keeps the template', async () => {
    const input = {
      service_id: w.things['service_id'],
      interface: 'internal',
      url: '$(public_endpoint)s/%%2F/%(public_endpoint)s/$(project_id)s',
    }
    const made = await asAdmin('POST', '/endpoints', { endpoint: input })
    assert.equal(made.status, 201)
    const { id, url } = made.body.endpoint
    assert.equal(url, 'http://muster.test/%%2F/http://muster.test/$(project_id)s')
    const stored = async () => (await asAdmin('GET', `/endpoints/${id}?url_template`)).body.endpoint.url
    for (const query of ['', '?url_template']) {
      const { endpoint } = (await asAdmin('GET', `/endpoints/${id}${query}`)).body
      const patched = await asAdmin('PATCH', `/endpoints/${id}`, { endpoint })
      assert.deepEqual([patched.status, patched.body.endpoint.url], [200, url])
      assert.equal(await stored(), input.url)
    }
    for (const own of ['$(public_endpoint)s', '%(public_endpoint)s/v3', 'http://other.example/v3']) {
      assert.equal((await asAdmin('PATCH', `/endpoints/${id}`, { endpoint: { url: own } })).status, 200)
      assert.equal(await stored(), own)
    }
    for (const wrong of ['$(public_url)s/v3', 'no address', '', `http://${'x'.repeat(250)}`])
      assert.equal((await asAdmin('PATCH', `/endpoints/${id}`, { endpoint: { url: wrong } })).status, 400)
    assert.equal((await asAdmin('DELETE', `/endpoints/${id}`)).status, 204)
  })

  test('P14: role assignments are paged on request, each row once', async () => {
    const base = `/role_assignments?user.id=${w.things['user_id']}`
    for (const query of [base, `${base}&effective`, '/role_assignments?include_names']) {
      const whole = await asAdmin('GET', query)
      assert.deepEqual([whole.body.links.next, whole.body.truncated], [null, undefined])
      const rows = whole.body.role_assignments.map((row: object) => JSON.stringify(row))
      assert.ok(rows.length > 3, query)
      const paged: string[] = []
      let next: string | null = `${query}&limit=3`
      while (next) {
        const { status, body }: Awaited<ReturnType<typeof asAdmin>> = await asAdmin('GET', next)
        assert.equal(status, 200)
        assert.ok(body.role_assignments.length <= 3)
        assert.equal(body.truncated, body.links.next === null ? undefined : true)
        paged.push(...body.role_assignments.map((row: object) => JSON.stringify(row)))
        next = body.links.next?.replace('http://muster.test/v3', '') ?? null
      }
      assert.deepEqual(paged.toSorted(), rows.toSorted(), query)
    }
  })

  test('P14: an invalid limit is 400, an unknown marker 404, and a revoked row remains a valid marker', async () => {
    for (const limit of ['abc', '0', '-1', '', '1.5'])
      assert.equal((await asAdmin('GET', `/role_assignments?limit=${limit}`)).status, 400, limit)
    for (const marker of [missing, 'x', 'W10', 'x'.repeat(4000)])
      assert.equal((await asAdmin('GET', `/role_assignments?marker=${marker}`)).status, 404, marker)
    const group = (await asAdmin('POST', '/groups', { group: { name: 'marked' } })).body.group.id
    const grants = (['role_id', 'implied_role_id', 'new implied_role_id'] as const).map(
      (name) => `/projects/${w.things['project_id']}/groups/${group}/roles/${w.things[name]}`,
    )
    for (const grant of grants) assert.equal((await asAdmin('PUT', grant)).status, 204)
    const first = (await asAdmin('GET', `/role_assignments?group.id=${group}&limit=1`)).body
    const [{ role }] = first.role_assignments
    const gone = `/projects/${w.things['project_id']}/groups/${group}/roles/${role.id}`
    assert.equal((await asAdmin('DELETE', gone)).status, 204)
    const path = first.links.next.replace('http://muster.test/v3', '').replace('limit=1', 'limit=5')
    const rest = (await asAdmin('GET', path)).body
    assert.deepEqual([rest.role_assignments.length, rest.links.next], [2, null])
  })

  test('K7: trusts and application credentials keep the microseconds of their expiry', async () => {
    const end = '2031-02-03T04:05:06.789123'
    const { things } = w
    const token = await w.subject()
    const base = `/v3/users/${things['user_id']}/application_credentials`
    const show = async (url: string, noun: string) =>
      (await s.call('GET', url, { token })).body[noun].expires_at
    for (const [input, shown] of [
      [`${end}Z`, end],
      [end, end],
      ['2031-02-03T04:05:06.000001Z', '2031-02-03T04:05:06.000001'],
      ['2031-02-03T04:05:06.999999999Z', '2031-02-03T04:05:06.999999'],
      ['2031-02-03T04:05:07Z', '2031-02-03T04:05:07.000000'],
    ] as const) {
      const body = { application_credential: { name: `until ${input}`, expires_at: input } }
      const made = await s.call('POST', base, { token, body })
      assert.deepEqual([made.status, made.body.application_credential.expires_at], [201, shown])
      assert.equal(
        await show(`${base}/${made.body.application_credential.id}`, 'application_credential'),
        shown,
      )
      const trust = {
        trustor_user_id: things['user_id'],
        trustee_user_id: things['trustee_user_id'],
        project_id: things['project_id'],
        impersonation: false,
        roles: [{ id: things['role_id'] }],
        expires_at: input,
      }
      const trusted = await s.call('POST', '/v3/OS-TRUST/trusts', { token, body: { trust } })
      if (input === end) {
        assert.equal(trusted.status, 409, 'a duplicate trust')
        continue
      }
      assert.deepEqual([trusted.status, trusted.body.trust.expires_at], [201, `${shown}Z`])
      assert.equal(await show(`/v3/OS-TRUST/trusts/${trusted.body.trust.id}`, 'trust'), `${shown}Z`)
    }
  })
})
