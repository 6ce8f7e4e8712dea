import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { type Fixture, makeFixture, operations, sampleRules } from './keystone-fixture.ts'

type Row = Readonly<Record<string, unknown>>

/** Every collection except role assignments, whose rows have no id: their pages are tested with P14. */
const lists = operations.filter(
  ([, { method, path, query = [] }]) =>
    method === 'GET' && query.includes('limit') && query.includes('marker') && path !== '/role_assignments',
)

onEachDatabase('the collections of /v3', (makePlace) => {
  let s: TestServer
  let fixture: Fixture
  let token: string
  before(async () => {
    s = await startTestServer(await makePlace())
    fixture = await makeFixture(s)
    const make = async (noun: string, collection: string, attributes: object) => {
      const answer = await s.call('POST', `/v3/${collection}`, {
        token: s.system,
        body: { [noun]: attributes },
      })
      assert.equal(answer.status, 201, JSON.stringify(answer.body))
      return answer.body[noun]
    }
    const {
      user_id: userId,
      project_id: projectId,
      service_id: serviceId,
      group_id: groupId,
      endpoint_id: endpointId,
      endpoint_group_id: endpointGroupId,
    } = fixture.things
    for (let at = 0; at < 5; at++) {
      const name = `listed-${at}`
      const owned = { domain_id: fixture.domainA, enabled: at % 2 === 0 }
      const user = await make('user', 'users', { name, ...owned })
      const group = await make('group', 'groups', { name, domain_id: fixture.domainA })
      const project = await make('project', 'projects', { name, ...owned })
      await make('domain', 'domains', { name, enabled: at % 2 === 0 })
      const service = await make('service', 'services', { type: `type-${at % 2}`, name })
      await make('region', 'regions', { id: name })
      const kind = at % 2 ? 'public' : 'internal'
      await make('endpoint', 'endpoints', { service_id: serviceId, interface: kind, url: 'http://x.example' })
      const filters = at % 2 ? { service_id: serviceId } : { interface: kind }
      const endpointGroup = await make('endpoint_group', 'OS-EP-FILTER/endpoint_groups', { name, filters })
      const place = { service_id: service.id, resource_name: `resource-${at % 2}` }
      const registered = [{ ...place, default_limit: 1 }]
      const limits = [{ ...place, project_id: projectId, resource_limit: 1 }]
      for (const [path, body] of [
        ['registered_limits', { registered_limits: registered }],
        ['limits', { limits }],
      ] as const) {
        const answer = await s.call('POST', `/v3/${path}`, { token: s.system, body })
        assert.equal(answer.status, 201, JSON.stringify(answer.body))
      }
      const providers = '/v3/OS-FEDERATION/identity_providers'
      for (const [path, body] of [
        [`${providers}/${name}`, { identity_provider: { enabled: at % 2 === 0 } }],
        [
          `${providers}/${fixture.things['idp_id']}/protocols/${name}`,
          { protocol: { mapping_id: 'alpha-mapping' } },
        ],
        [`/v3/OS-FEDERATION/mappings/${name}`, { mapping: { rules: sampleRules } }],
      ] as const) {
        const answer = await s.call('PUT', path, { token: s.system, body })
        assert.equal(answer.status, 201, JSON.stringify(answer.body))
      }
      await make('policy', 'policies', { type: `type-${at % 2}`, blob: name })
      await make('credential', 'credentials', { user_id: userId, type: `type-${at % 2}`, blob: name })
      await make('consumer', 'OS-OAUTH1/consumers', { description: name })
      const role = await make('role', 'roles', { name })
      for (const path of [
        `/groups/${groupId}/users/${user.id}`,
        `/groups/${group.id}/users/${userId}`,
        `/projects/${projectId}/users/${userId}/roles/${role.id}`,
        `/system/users/${userId}/roles/${role.id}`,
        `/OS-EP-FILTER/projects/${project.id}/endpoints/${endpointId}`,
        `/OS-EP-FILTER/endpoint_groups/${endpointGroupId}/projects/${project.id}`,
        `/OS-EP-FILTER/endpoint_groups/${endpointGroup.id}/projects/${projectId}`,
      ])
        assert.equal((await s.call('PUT', `/v3${path}`, { token: s.system })).status, 204, path)
    }
    // Role grants invalidate the tokens of their user.
    token = await fixture.subject()
  })
  after(() => s.close())

  const ask = async (url: string) => {
    let answer = await s.call('GET', url, { token })
    for (const other of [s.system, s.admin])
      if (answer.status === 403) answer = await s.call('GET', url, { token: other })
    assert.equal(answer.status, 200, `${url}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const rowsOf = (body: object) => Object.values(body).find(Array.isArray) as readonly Row[]
  const keyOf = (row: Row) => (typeof row['id'] === 'string' ? row['id'] : JSON.stringify(row))
  const keysOf = (rows: readonly Row[]) => rows.map(keyOf).sort()

  /** Every row of every page, following the links of each page. */
  const paged = async (url: string): Promise<readonly Row[]> => {
    const rows: Row[] = []
    let next: string | null = `${url}${url.includes('?') ? '&' : '?'}limit=2`
    for (let pages = 0; next !== null; pages++) {
      assert.ok(pages < 100, `${url} has no last page`)
      const body = await ask(next.replace('http://muster.test', ''))
      assert.ok(rowsOf(body).length <= 2, `${next} is longer than its limit`)
      rows.push(...rowsOf(body))
      next = body.links?.next ?? null
    }
    return rows
  }

  test('P20: every list returns each row once, across all pages, filtered or not', async () => {
    let filtered = 0
    for (const [name, { path, query = [] }] of lists) {
      const url = `/v3${path.replaceAll(/\{(\w+)\}/g, (_, key: string) => fixture.things[key] ?? key)}`
      const all = rowsOf(await ask(url))
      assert.deepEqual(keysOf(await paged(url)), keysOf(all), name)
      assert.equal(new Set(keysOf(all)).size, all.length, name)
      for (const key of query) {
        const values = new Set(
          all.map((row) => row[key]).filter((v) => typeof v === 'string' || v === true || v === false),
        )
        for (const value of [...values].slice(0, 4)) {
          const where = `${url}?${new URLSearchParams({ [key]: String(value) })}`
          const expected = all.filter((row) => row[key] === value)
          const found = await paged(where)
          assert.deepEqual(keysOf(found), keysOf(expected), where)
          filtered++
        }
      }
    }
    assert.ok(lists.length >= 27, `${lists.length} lists`)
    assert.ok(filtered > 40, `${filtered} filtered lists`)
  })
})
