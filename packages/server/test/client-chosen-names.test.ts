import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { planOf } from './apis/native-objects.ts'
import { onEachDatabase } from './databases.ts'
import { type Native, nativeClient } from './native.ts'
import { type Called, startTestServer, type TestServer } from './test-server.ts'

onEachDatabase('client-chosen names', (makePlace) => {
  let s: TestServer
  let n: Native
  let domainId: string
  let projectId: string
  let userId: string
  let count = 0
  const fresh = () => `thing ${++count}`
  before(async () => {
    s = await startTestServer(await makePlace(), {}, { application_credential_user_limit: 100 })
    n = await nativeClient(s)
    ;({ id: domainId, userId } = await n.newDomain())
    const body = { project: { name: fresh(), domain_id: domainId } }
    projectId = (await v3('POST', '/projects', body)).body.project.id
  })
  after(() => s.close())

  const v3 = (method: string, path: string, body?: object) =>
    s.call(method, `/v3${path}`, { token: s.system, body })
  const native = (method: string, path: string, body?: object) =>
    n.call(method, path, { secret: n.admin, body })
  const own = (body: object) => n.call('POST', '/api-keys', { secret: n.admin, body })
  const roboto = (body: object) =>
    s.call('POST', '/roboto/v1/users', { body, headers: { authorization: `Bearer ${n.admin}` } })
  const imported = async (username: string): Promise<Called> => {
    const { id } = (await native('POST', '/imports', { format: 'ndjson', domain_id: domainId })).body
    const sent = await s.call('POST', `/api/v1/imports/${id}/rows`, {
      body: JSON.stringify({ username }),
      headers: { authorization: `Bearer ${n.admin}`, 'content-type': 'application/x-ndjson' },
    })
    const [row] = String(sent.body).split('\n')
    return { ...sent, status: JSON.parse(row ?? '{}').code ? 400 : 201 }
  }

  type Make = (name: string) => Promise<Called>
  /** Every object with a client-chosen name, and the maximum length. */
  const nouns: Readonly<Record<string, readonly [max: number, make: Make]>> = {
    project: [64, (name) => v3('POST', '/projects', { project: { name, domain_id: domainId } })],
    domain: [64, (name) => v3('POST', '/domains', { domain: { name } })],
    group: [64, (name) => v3('POST', '/groups', { group: { name, domain_id: domainId } })],
    role: [255, (name) => v3('POST', '/roles', { role: { name } })],
    user: [255, (name) => v3('POST', '/users', { user: { name, domain_id: domainId } })],
    'user by another name': [255, (name) => v3('PATCH', `/users/${userId}`, { user: { name } })],
    'user of the native API': [
      255,
      (username) => native('POST', '/users', { username, domain_id: domainId }),
    ],
    'user of roboto': [255, (user_id) => roboto({ user_id })],
    'user of an import': [255, imported],
    service: [255, (name) => v3('POST', '/services', { service: { type: 'compute', name } })],
    region: [255, (id) => v3('POST', '/regions', { region: { id } })],
    tag: [255, (tag) => v3('PUT', `/projects/${projectId}/tags`, { tags: [tag] })],
    'tag of a new project': [
      255,
      (tag) => v3('POST', '/projects', { project: { name: fresh(), domain_id: domainId, tags: [tag] } }),
    ],
    plan: [255, (name) => native('POST', '/plans', planOf(domainId, name))],
    'API key': [255, (name) => own({ name })],
  }

  test('P2: no name is "." or "..", which clients remove from a path', async () => {
    const before = (await v3('GET', '/regions')).body.regions.length
    for (const [noun, [, make]] of Object.entries(nouns))
      for (const name of ['.', '..']) {
        const { status, body } = await make(name)
        assert.equal(status, 400, `${noun} ${name}: ${JSON.stringify(body)}`)
      }
    for (const access of ['.', '..']) {
      const { id } = (await v3('GET', `/users/${userId}`)).body.user
      const credential = { type: 'ec2', user_id: id, project_id: projectId, blob: JSON.stringify({ access }) }
      assert.equal((await v3('POST', '/credentials', { credential })).status, 400)
    }
    const { services } = (await v3('GET', '/services')).body
    const endpoint = { service_id: services[0]?.id, interface: 'public', url: 'http://x.example' }
    for (const region of ['.', '..'])
      assert.equal((await v3('POST', '/endpoints', { endpoint: { ...endpoint, region } })).status, 400)
    assert.equal((await v3('GET', '/regions')).body.regions.length, before)
    assert.deepEqual((await v3('GET', `/projects/${projectId}`)).body.project.tags, [])
  })

  test('P2: names with other path characters are found and deleted under their own path', async () => {
    const remove = async (path: string) => {
      const { pathname } = new URL(`http://muster.test/v3${path}`)
      return (await s.call('DELETE', pathname, { token: s.system })).status
    }
    for (const tag of ['...', '.hidden', 'a\\b', 'a b', '%2e%2e', '?', '#', '😀']) {
      assert.equal((await v3('PUT', `/projects/${projectId}/tags`, { tags: [tag, 'kept'] })).status, 200)
      assert.equal(await remove(`/projects/${projectId}/tags/${encodeURIComponent(tag)}`), 204, tag)
      assert.deepEqual((await v3('GET', `/projects/${projectId}`)).body.project.tags, ['kept'], tag)
    }
    for (const id of ['...', 'a/b', 'a\\b', '../x', '%2e', 'é']) {
      assert.equal((await v3('POST', '/regions', { region: { id } })).status, 201, id)
      assert.equal(await remove(`/regions/${encodeURIComponent(id)}`), 204, id)
    }
  })

  test('P8: the length limit of a name counts supplementary characters as one', async () => {
    for (const [at, [noun, [max, make]]] of Object.entries(nouns).entries()) {
      const email = String.fromCodePoint(0x20000 + at)
      const { status, body } = await make(email.repeat(max))
      assert.ok(status < 300, `${noun} ${max}: ${status} ${JSON.stringify(body)}`)
      const longer = await make(email.repeat(max + 1))
      assert.equal(longer.status, 400, `${noun}: ${JSON.stringify(longer.body)}`)
    }
  })

  /** Free texts whose length no other test covers. */
  const texts: Readonly<Record<string, readonly [max: number, make: Make]>> = {
    'description of a project': [
      65_535,
      (description) =>
        v3('POST', '/projects', { project: { name: fresh(), domain_id: domainId, description } }),
    ],
    'description of a domain': [
      255,
      (description) => v3('POST', '/domains', { domain: { name: fresh(), description } }),
    ],
    'description of a role': [
      255,
      (description) => v3('POST', '/roles', { role: { name: fresh(), description } }),
    ],
    'description of a region': [255, (description) => v3('POST', '/regions', { region: { description } })],
    'description of a consumer': [
      64,
      (description) => v3('POST', '/OS-OAUTH1/consumers', { consumer: { description } }),
    ],
    'display name': [
      255,
      (display_name) => native('POST', '/users', { username: fresh(), domain_id: domainId, display_name }),
    ],
    'title of a document': [
      1000,
      (title) => native('POST', `/users/${userId}/documents`, { title, content: ['text'] }),
    ],
    'title of a notification': [
      200,
      (title) =>
        native('POST', '/notifications', { user_id: userId, type: 'comment_mention', title, body: 'x' }),
    ],
    search: [255, (text) => native('GET', `/users?${new URLSearchParams({ search: text })}`)],
  }

  test('P8: the length limit of free text counts characters', async () => {
    for (const [noun, [max, make]] of Object.entries(texts)) {
      const longest = max > 10_000 ? 27_000 : max
      const { status, body } = await make('𠮷'.repeat(longest))
      assert.ok(status < 300, `${noun} ${max}: ${status} ${JSON.stringify(body)?.slice(0, 200)}`)
      if (longest < max) continue
      const longer = await make('𠮷'.repeat(max + 1))
      assert.equal(longer.status, 400, `${noun}: ${JSON.stringify(longer.body)}`)
    }
  })
})
