import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openMuster } from '../../src/composition/server.ts'
import { loadConfig } from '../../src/config/load-config.ts'
import { onEachDatabase } from '../databases.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'
import { type CallRoute, callRoutes } from './keystone-routes.ts'

const collection = '/v3/OS-FEDERATION/service_providers' as const
const one = `${collection}/{service_provider_id}` as const
const urls = { auth_url: 'https://beta.example/v3/auth', sp_url: 'https://beta.example/sp' }

onEachDatabase('Identity v3: service providers', (makePlace) => {
  let s: TestServer
  let call: CallRoute
  const called = new Set<string>()
  before(async () => {
    s = await startTestServer(await makePlace())
    call = callRoutes(s, called)
  })
  after(() => s.close())

  let count = 0
  const put = (attributes: object, id = `provider-${++count}`) =>
    call(`PUT ${one}`, { service_provider_id: id }, { body: { service_provider: attributes } })
  const create = async (attributes: object = {}, id?: string): Promise<Called['body']> => {
    const { status, body } = await put({ ...urls, ...attributes }, id)
    assert.equal(status, 201, JSON.stringify(body))
    return body.service_provider
  }
  const patch = (id: string, attributes: object) =>
    call(`PATCH ${one}`, { service_provider_id: id }, { body: { service_provider: attributes } })
  const get = (id: string) => call(`GET ${one}`, { service_provider_id: id })
  const remove = (id: string) => call(`DELETE ${one}`, { service_provider_id: id })
  const validated = async (token: string, query = '') =>
    (await s.call('GET', `/v3/auth/tokens${query}`, { token: s.system, subject: token })).body.token
  const listedIn = async (token: string) =>
    (await validated(token)).service_providers?.map(({ id }: { id: string }) => id)

  test('create, show, change and delete', async () => {
    const made = await put(urls, 'made')
    assert.equal(made.status, 201)
    assert.deepEqual(made.body.service_provider, {
      id: 'made',
      ...urls,
      description: null,
      enabled: false,
      relay_state_prefix: 'ss:mem:',
      links: { self: `http://muster.test${collection}/made` },
    })
    assert.deepEqual((await get('made')).body, made.body)
    const changes = {
      sp_url: 'https://other.example/sp',
      description: 'The other cloud',
      enabled: true,
      relay_state_prefix: 'state:',
    }
    const changed = await patch('made', changes)
    assert.equal(changed.status, 200)
    assert.deepEqual(changed.body.service_provider, { ...made.body.service_provider, ...changes })
    assert.deepEqual((await get('made')).body, changed.body)
    const reset = await patch('made', { description: null, relay_state_prefix: null, enabled: 'false' })
    assert.deepEqual(reset.body.service_provider, { ...made.body.service_provider, sp_url: changes.sp_url })
    assert.equal((await remove('made')).status, 204)
    assert.equal((await get('made')).status, 404)
    assert.equal((await remove('made')).status, 404)
    assert.equal((await patch('made', { enabled: true })).status, 404)
  })

  test('an id can be used once', async () => {
    const { id } = await create({ description: 'first' })
    const again = await put({ ...urls, description: 'second' }, id)
    assert.equal(again.status, 409)
    assert.equal((await get(id)).body.service_provider.description, 'first')
  })

  test('ids chosen by clients are addressable', async () => {
    for (const id of ['a b', 'ü/ö', 'x'.repeat(64), '🙂', '%2F']) {
      await create({}, id)
      const shown = (await get(id)).body.service_provider
      assert.equal(shown.id, id)
      assert.equal(shown.links.self, `http://muster.test${collection}/${encodeURIComponent(id)}`)
    }
    for (const id of ['x'.repeat(65), 'a\u0007b', 'a\nb', '..'])
      assert.ok([400, 404].includes((await put(urls, id)).status), JSON.stringify(id))
  })

  test('incomplete, mistyped and unknown attributes are 400 and change nothing', async () => {
    const { id } = await create({ description: 'kept' })
    const wrong = [
      { id: 'other' },
      { team: 'web' },
      { enabled: 'perhaps' },
      { enabled: null },
      { auth_url: 'no scheme' },
      { auth_url: '' },
      { sp_url: null },
      { sp_url: 'https://beta.example/\r\nX-Evil: 1' },
      { sp_url: 'https://bäta.example/' },
      { sp_url: `https://${'x'.repeat(225)}` },
      { description: 1 },
      { relay_state_prefix: 'a\u0000b' },
      { relay_state_prefix: 'a\u0007b' },
      { relay_state_prefix: 'a\uffffb' },
      { relay_state_prefix: 'a\u2028b' },
      { relay_state_prefix: 'a\ud800b' },
      { relay_state_prefix: 'x'.repeat(257) },
    ]
    for (const attributes of wrong) {
      const answer = await patch(id, attributes)
      assert.equal(answer.status, 400, JSON.stringify(attributes))
      assert.equal(answer.body.error.code, 400)
      const refused = await put({ ...urls, ...attributes }, 'never')
      assert.equal(refused.status, 400, JSON.stringify(attributes))
    }
    for (const incomplete of [{}, { auth_url: urls.auth_url }, { sp_url: urls.sp_url }])
      assert.equal((await put(incomplete, 'never')).status, 400)
    assert.equal((await patch(id, {})).status, 400)
    const extra = { body: { service_provider: urls, other: 1 } }
    assert.equal((await call(`PUT ${one}`, { service_provider_id: 'never' }, extra)).status, 400)
    assert.equal((await get('never')).status, 404)
    assert.equal((await get(id)).body.service_provider.description, 'kept')
  })

  test('lists are filtered by id and by enabled', async () => {
    const on = await create({ enabled: true })
    const off = await create()
    const ids = async (query: string): Promise<readonly string[]> =>
      (await call(`GET ${collection}`, {}, { query })).body.service_providers.map(
        ({ id }: { id: string }) => id,
      )
    assert.deepEqual(await ids(`?id=${on.id}`), [on.id])
    assert.deepEqual(await ids(`?id=${on.id}&enabled=false`), [])
    assert.ok((await ids('?enabled=True')).includes(on.id))
    assert.ok(!(await ids('?enabled=True')).includes(off.id))
    assert.ok((await ids('?enabled=false')).includes(off.id))
    assert.deepEqual(await ids('?id__contains=nowhere'), [])
    const page = await call(`GET ${collection}`, {}, { query: '?limit=1' })
    assert.match(page.body.links.next, /limit=1&marker=/)
    assert.equal((await call(`GET ${collection}`, {}, { query: '?marker=unknown' })).status, 404)
    await remove(on.id)
  })

  test('only administrators write, and readers of the system read', async () => {
    const { id } = await create()
    const make = async (noun: string, path: string, attributes: object): Promise<Called['body']> =>
      (await s.call('POST', `/v3/${path}`, { token: s.system, body: { [noun]: attributes } })).body[noun]
    const password = 'one phrase for all users'
    const user = await make('user', 'users', { name: `reader-${id}`, password })
    const project = await make('project', 'projects', { name: `project-${id}` })
    const roles = (await s.call('GET', '/v3/roles?name=reader', { token: s.system })).body.roles
    for (const place of [`system`, `projects/${project.id}`])
      await s.call('PUT', `/v3/${place}/users/${user.id}/roles/${roles[0].id}`, { token: s.system })
    const asSystem = await s.signIn({ id: user.id, password }, { system: { all: true } })
    const asMember = await s.signIn({ id: user.id, password }, { project: { id: project.id } })
    const outcome = async (token: string | undefined) => {
      const params = { service_provider_id: id }
      const bodies = { body: { service_provider: urls }, token }
      return [
        (await call(`GET ${collection}`, {}, { token })).status,
        (await call(`GET ${one}`, params, { token })).status,
        (await call(`PUT ${one}`, { service_provider_id: 'never' }, bodies)).status,
        (await call(`PATCH ${one}`, params, bodies)).status,
        (await call(`DELETE ${one}`, params, { token })).status,
      ]
    }
    assert.deepEqual(await outcome(asSystem), [200, 200, 403, 403, 403])
    assert.deepEqual(await outcome(asMember), [403, 403, 403, 403, 403])
    assert.deepEqual(await outcome(undefined), [401, 401, 401, 401, 401])
    assert.equal((await get(id)).status, 200)
    // An unknown id is not told apart without the right to read it.
    const unknown = { service_provider_id: 'unknown' }
    assert.equal((await call(`GET ${one}`, unknown, { token: asMember })).status, 403)
  })

  test('every token lists the enabled service providers, and follows their changes', async () => {
    const user = { name: 'admin', domain: { id: 'default' }, password: 'correct horse battery' }
    const unscoped = await s.signIn(user, 'unscoped')
    const tokens = [s.admin, s.system, unscoped]
    // Twice: the second answer comes from memory.
    const assertListed = async (expected: readonly string[] | undefined) => {
      for (const token of [...tokens, ...tokens]) assert.deepEqual(await listedIn(token), expected)
    }
    await assertListed(undefined)
    const off = await create({}, 'b-off')
    await assertListed(undefined)
    await create({ enabled: true }, 'c-on')
    await assertListed(['c-on'])
    await patch(off.id, { enabled: true })
    await assertListed(['b-off', 'c-on'])
    const { service_providers: listed, catalog } = await validated(s.admin)
    assert.deepEqual(listed[0], { id: 'b-off', ...urls })
    assert.ok(Array.isArray(catalog))
    assert.deepEqual((await validated(s.admin, '?nocatalog')).service_providers, listed)
    await patch('c-on', { sp_url: 'https://moved.example/sp' })
    assert.equal((await validated(s.admin)).service_providers[1].sp_url, 'https://moved.example/sp')
    const issued = await s.call('POST', '/v3/auth/tokens', {
      body: { auth: { identity: { methods: ['password'], password: { user } } } },
    })
    assert.equal(issued.body.token.service_providers.length, 2)
    await patch(off.id, { enabled: false })
    await assertListed(['c-on'])
    await remove('c-on')
    await assertListed(undefined)
  })

  test('every route succeeded', () => {
    assert.deepEqual(
      [...called].sort(),
      [`DELETE ${one}`, `GET ${collection}`, `GET ${one}`, `PATCH ${one}`, `PUT ${one}`].sort(),
    )
  })
})

onEachDatabase('service providers on several nodes', (makePlace) => {
  test('a token that another node has cached follows a service provider', async () => {
    const place = await makePlace()
    const s = await startTestServer(place)
    const config = loadConfig({
      MUSTER_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
      MUSTER_PUBLIC_URL: 'http://muster.test',
      ...place.environment,
    })
    const other = await openMuster(config, { synchronous: 'off' })
    try {
      const url = `${collection}/elsewhere`
      const listed = async () => {
        const headers = { 'x-auth-token': s.admin, 'x-subject-token': s.admin }
        const answer = await other.app.inject({ method: 'GET', url: '/v3/auth/tokens', headers })
        return answer.statusCode === 200 ? answer.json().token.service_providers : 'none yet'
      }
      const until = async (holds: (value: unknown) => boolean, what: string) => {
        for (const end = Date.now() + 5000; !holds(await listed()); ) {
          if (Date.now() > end) assert.fail(what)
          await new Promise((resolve) => setImmediate(resolve))
        }
      }
      await until((value) => value === undefined, 'the other node never showed the token')
      const body = { service_provider: { ...urls, enabled: true } }
      assert.equal((await s.call('PUT', url, { token: s.system, body })).status, 201)
      await until((value) => Array.isArray(value), 'the other node kept its token')
      const off = { service_provider: { enabled: false } }
      assert.equal((await s.call('PATCH', url, { token: s.system, body: off })).status, 200)
      await until((value) => value === undefined, 'the other node kept the service provider')
    } finally {
      await other.close()
      await s.close()
    }
  })
})
